#include <QApplication>

#include <algorithm>
#include <array>
#include <cstdio>

#include "app/shell/options.h"
#include "app/shell/program.h"
#include "app/shell/report_run.h"

namespace {

/// Before there is a window system: who asks for help may have no display.
saikobi::shell::ParsedOptions optionsOf(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    return saikobi::shell::parseOptions(QCoreApplication::arguments());
}

/// Without one, Qt ends the program with an abort.
bool hasDisplay()
{
#ifdef Q_OS_LINUX
    constexpr std::array names{"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"};
    return std::any_of(names.begin(), names.end(),
            [](const char* name) { return !qEnvironmentVariableIsEmpty(name); });
#else
    return true;
#endif
}

int writeReport(const saikobi::shell::Options& options)
{
    saikobi::shell::ReportRun run(
            options.recording, options.report, options.language.value_or(QStringLiteral("en")));
    QObject::connect(&run, &saikobi::shell::ReportRun::finished, &run, [](const QString& problem) {
        if (!problem.isEmpty())
            std::fprintf(stderr, "saikobi: %s\n", qUtf8Printable(problem));
        QCoreApplication::exit(problem.isEmpty() ? 0 : 1);
    });
    run.start();
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication::setOrganizationName(QStringLiteral("saikobi"));
    QCoreApplication::setApplicationName(QStringLiteral("saikobi"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SAIKOBI_VERSION));
    const auto parsed = optionsOf(argc, argv);
    if (!parsed.options) {
        std::fprintf(parsed.isHelp ? stdout : stderr, "%s\n", qUtf8Printable(parsed.message));
        return parsed.isHelp ? 0 : 2;
    }
    if (!hasDisplay()) {
        std::fputs("saikobi: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); "
                   "QT_QPA_PLATFORM=offscreen takes pictures without one\n",
                stderr);
        return 1;
    }
    QApplication application(argc, argv);
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.saikobi.Saikobi"));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/saikobi.svg")));
    if (!parsed.options->report.isEmpty())
        return writeReport(*parsed.options);
    saikobi::shell::Program program(*parsed.options);
    if (program.isSecond())
        return 0;
    if (const auto problem = program.start(); !problem.isEmpty()) {
        std::fprintf(stderr, "saikobi: %s\n", qUtf8Printable(problem));
        return 1;
    }
    return QApplication::exec();
}
