#include <QApplication>

#include <cstdio>

#include "app/shell/options.h"
#include "app/shell/program.h"

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("saikobi"));
    QCoreApplication::setApplicationName(QStringLiteral("saikobi"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SAIKOBI_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.saikobi.Saikobi"));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/saikobi.svg")));

    const auto parsed = saikobi::shell::parseOptions(QCoreApplication::arguments());
    if (!parsed.options) {
        std::fprintf(parsed.isHelp ? stdout : stderr, "%s\n", qUtf8Printable(parsed.message));
        return parsed.isHelp ? 0 : 2;
    }
    saikobi::shell::Program program(*parsed.options);
    if (const auto problem = program.start(); !problem.isEmpty()) {
        std::fprintf(stderr, "saikobi: %s\n", qUtf8Printable(problem));
        return 1;
    }
    return QApplication::exec();
}
