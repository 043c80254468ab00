#include "app/shell/program.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <cstdio>

#include "app/sources/profile.h"

namespace saikobi::shell {

namespace {

const auto languageKey = QStringLiteral("language");
const auto themeKey = QStringLiteral("theme");
const auto profileKey = QStringLiteral("lastProfile");
const auto darkName = QStringLiteral("dark");
const auto lightName = QStringLiteral("light");

QString usualLanguage()
{
    return QLocale::system().language() == QLocale::Japanese ? QStringLiteral("ja")
                                                             : QStringLiteral("en");
}

} // namespace

QString profilePath(const QString& nameOrPath)
{
    if (nameOrPath.contains(QLatin1Char('/')) || QFileInfo::exists(nameOrPath))
        return nameOrPath;
    const QDir profiles(QDir(QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation))
                                .filePath(QStringLiteral("profiles")));
    return profiles.filePath(nameOrPath + QStringLiteral(".ini"));
}

Program::Program(const Options& options)
    : m_options(options)
    , m_session(commands::Clock::ofThisMachine())
    , m_window(m_session, m_appearance)
{
    const auto storedTheme = m_settings.value(themeKey, lightName).toString();
    m_appearance.setTheme(options.theme.value_or(
            storedTheme == darkName ? status::Theme::Dark : status::Theme::Light));
    m_appearance.setLanguage(
            options.language.value_or(m_settings.value(languageKey, usualLanguage()).toString()));
    connect(&m_window, &MainWindow::languageChosen, this, [this](const QString& language) {
        m_settings.setValue(languageKey, language);
        showWhyDemo();
    });
    connect(&m_window, &MainWindow::themeChosen, this, [this] {
        m_settings.setValue(
                themeKey, m_appearance.theme() == status::Theme::Dark ? darkName : lightName);
    });
    m_window.resize(options.size);
}

QString Program::start()
{
    QString problem;
    switch (m_options.source) {
    case Options::Source::Demo:
        m_session.openDemo();
        break;
    case Options::Source::Rehearsal:
        openRehearsal();
        break;
    case Options::Source::Profile:
        problem = openProfile(m_options.profile);
        break;
    case Options::Source::LastProfile:
        openLastProfile();
        break;
    }
    if (!problem.isEmpty())
        return problem;
    m_window.show();
    if (!m_options.screenshotFolder.isEmpty())
        takePictures();
    return {};
}

QString Program::openProfile(const QString& nameOrPath)
{
    const auto path = QFileInfo(profilePath(nameOrPath)).absoluteFilePath();
    const auto profile = sources::readProfile(path);
    if (!profile)
        return QString::fromStdString(profile.error().detail);
    m_session.openProfile(profile.value());
    m_settings.setValue(profileKey, path); // the next start may be in another folder
    m_window.announce(tr("Connecting to %1 …", "%1: a profile").arg(nameOrPath));
    return {};
}

/// A rehearsal of yesterday may be gone; the demo always works.
void Program::openLastProfile()
{
    const auto last = m_settings.value(profileKey).toString();
    if (!last.isEmpty())
        m_whyDemo = openProfile(last);
    if (!last.isEmpty() && m_whyDemo.isEmpty())
        return;
    if (!m_whyDemo.isEmpty())
        std::fprintf(stderr, "saikobi: the demo opens, because the last profile cannot: %s\n",
                qUtf8Printable(m_whyDemo));
    showWhyDemo();
    m_session.openDemo();
}

void Program::showWhyDemo()
{
    if (!m_whyDemo.isEmpty())
        m_window.setNotice(tr("Demo, because the last profile cannot be opened: %1", "%1: why")
                                   .arg(m_whyDemo));
}

void Program::openRehearsal()
{
    m_rehearsal = std::make_unique<RehearsalProcess>();
    connect(m_rehearsal.get(), &RehearsalProcess::progressed, &m_window, &MainWindow::announce);
    connect(m_rehearsal.get(), &RehearsalProcess::ready, this, [this](const QString& profile) {
        const auto read = sources::readProfile(profile);
        if (!read) {
            leave(QString::fromStdString(read.error().detail));
            return;
        }
        m_session.openProfile(read.value());
        // Starting a rehearsal is itself the explicit act by which a console leaves READ-ONLY.
        m_session.desk().setReadOnly(false);
    });
    connect(m_rehearsal.get(), &RehearsalProcess::failed, this, [this](const QString& problem) {
        if (m_pictures)
            leave(problem);
        else
            m_window.announce(problem);
    });
    m_window.announce(tr("Starting a rehearsal on this machine …"));
    m_rehearsal->start(RehearsalProcess::usualFolder());
}

void Program::takePictures()
{
    m_pictures = std::make_unique<ScreenshotRun>(m_window, m_appearance, m_session,
            ScreenshotRun::Plan{m_options.screenshotFolder, m_options.screenshotAfter});
    connect(m_pictures.get(), &ScreenshotRun::finished, this, &Program::leave);
    m_pictures->start();
}

void Program::leave(const QString& problem)
{
    if (!problem.isEmpty())
        std::fprintf(stderr, "saikobi: %s\n", qUtf8Printable(problem));
    QCoreApplication::exit(problem.isEmpty() ? 0 : 1);
}

} // namespace saikobi::shell
