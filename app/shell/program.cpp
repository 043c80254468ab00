#include "app/shell/program.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <cstdio>

#include "app/shell/alarm_caller.h"
#include "app/shell/alarm_side.h"
#include "app/shell/connection_side.h"
#include "app/shell/desktop_notices.h"
#include "app/shell/review_side.h"
#include "app/shell/sound_output.h"

namespace saikobi::shell {

namespace {

const auto languageKey = QStringLiteral("language");
const auto themeKey = QStringLiteral("theme");
const auto textSizeKey = QStringLiteral("textSize");
const auto profileKey = QStringLiteral("lastProfile");
const auto keysGroup = QStringLiteral("keys");
const auto darkName = QStringLiteral("dark");
const auto lightName = QStringLiteral("light");

/// Each size for which the layout is promised.
const std::vector<PictureSize> usualPictures{{{1280, 800}, 1}, {{1920, 1080}, 1}, {{1280, 800}, 2}};

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

/// English, as all that goes to a terminal.
QString terminalWords(const review::RecordingProblem& problem)
{
    using Kind = review::RecordingProblem::Kind;
    const auto path = QString::fromStdString(problem.path);
    const auto detail = QString::fromStdString(problem.detail);
    switch (problem.kind) {
    case Kind::Missing:
        return QStringLiteral("%1: there is no such file, or it may not be read").arg(path);
    case Kind::NotARecording:
        return QStringLiteral("%1 is no recording of Saikobi").arg(path);
    case Kind::OtherFormat:
        return QStringLiteral("%1 has the format %2, which this program does not read")
                .arg(path, detail);
    case Kind::Damaged:
        return QStringLiteral("%1 is damaged: %2").arg(path, detail);
    case Kind::Empty:
        return QStringLiteral("%1: nothing was recorded in that run").arg(path);
    case Kind::TooLong:
        return QStringLiteral("%1 is longer than 26 hours").arg(path);
    case Kind::NotFetched:
        return QStringLiteral("%1 could not be fetched: %2").arg(path, detail);
    case Kind::Cancelled:
        break;
    }
    return QStringLiteral("%1: cancelled").arg(path);
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
        keep(languageKey, language);
        showWhyDemo();
    });
    connect(&m_window, &MainWindow::themeChosen, this, [this] {
        keep(themeKey, m_appearance.theme() == status::Theme::Dark ? darkName : lightName);
    });
    m_window.setTextSize(m_settings.value(textSizeKey, 100).toInt());
    connect(&m_window, &MainWindow::textSizeChosen, this,
            [this](int percent) { keep(textSizeKey, percent); });
    connect(&m_window.connection().desk(), &connection::ConnectionDesk::opened, this,
            [this](const QString& path) { keep(profileKey, path); });
    m_writing.setMaxThreadCount(1); // one after the other
    restoreKeys();
    m_window.resize(options.sizes.empty() ? PictureSize{}.size : options.sizes.front().size);
}

/// What the command line says comes first; a run for pictures leaves no traces.
void Program::restoreLayout()
{
    if (!m_options.screenshotFolder.isEmpty())
        return;
    m_layout = std::make_unique<LayoutMemory>(
            m_window, LayoutMemory::usualFile(), LayoutMemory::ofThisMachine(), nullptr);
    if (m_options.sizes.empty())
        m_layout->arrange();
    if (m_layout->screen() < m_window.screenCount())
        m_window.showScreen(m_layout->screen());
    m_window.setWall(m_layout->isWall());
    connect(&m_window, &MainWindow::screenShown, m_layout.get(), &LayoutMemory::setScreen);
    connect(&m_window, &MainWindow::wallChanged, m_layout.get(), &LayoutMemory::setWall);
}

/// A run for pictures makes no noise and leaves no traces.
void Program::callToAlarms()
{
    if (!m_options.screenshotFolder.isEmpty())
        return;
    m_window.alarmSide().caller().setPorts(
            std::make_unique<SoundOutput>(), std::make_unique<DesktopNotices>());
    const auto state = QFileInfo(LayoutMemory::usualFile()).dir();
    m_session.notes().setFolder(state.filePath(QStringLiteral("journal")));
    m_session.runbook().setFolder(state.filePath(QStringLiteral("journal")));
    m_session.feeds().setFolder(state.filePath(QStringLiteral("journal")));
}

void Program::restoreKeys()
{
    QMap<QString, QString> chosen;
    m_settings.beginGroup(keysGroup);
    for (const auto& id : m_settings.childKeys())
        chosen.insert(id, m_settings.value(id).toString());
    m_settings.endGroup();
    m_window.keys().restore(chosen);
    connect(&m_window.keys(), &KeyMap::rebound, this, [this] {
        m_writing.start([kept = m_window.keys().chosen()] {
            QSettings settings;
            settings.remove(keysGroup);
            for (auto each = kept.begin(); each != kept.end(); ++each)
                settings.setValue(keysGroup + QLatin1Char('/') + each.key(), each.value());
        });
    });
}

/// Not on this thread: the file is written through to the disk.
void Program::keep(const QString& key, const QVariant& value)
{
    m_writing.start([key, value] { QSettings().setValue(key, value); });
}

bool Program::isSecond()
{
    // A rehearsal has a machine of its own for each start, and a run for pictures disturbs nobody.
    if (!m_options.screenshotFolder.isEmpty() || m_options.source == Options::Source::Rehearsal)
        return false;
    auto what = QStringLiteral("demo");
    if (m_options.source == Options::Source::Profile)
        what = QFileInfo(profilePath(m_options.profile)).absoluteFilePath();
    else if (m_options.source == Options::Source::Recording)
        what = QFileInfo(m_options.recording).absoluteFilePath();
    else if (m_options.source == Options::Source::LastProfile)
        what = m_settings.value(profileKey, what).toString();
    m_single = std::make_unique<SingleStart>(what, nullptr);
    connect(m_single.get(), &SingleStart::startedAgain, &m_window, [this] {
        m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
        m_window.raise();
        m_window.activateWindow();
    });
    return m_single->isSecond();
}

QString Program::start()
{
    if (m_options.screenshotFolder.isEmpty())
        m_session.setCardFolder(
                QFileInfo(LayoutMemory::usualFile()).dir().filePath(QStringLiteral("journal")));
    QString problem;
    switch (m_options.source) {
    case Options::Source::Demo:
        m_session.openDemo();
        break;
    case Options::Source::Rehearsal:
        openRehearsal();
        break;
    case Options::Source::Recording:
        openRecording();
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
    restoreLayout();
    callToAlarms();
    if (!m_options.screenshotFolder.isEmpty())
        takePictures();
    return {};
}

QString Program::openProfile(const QString& nameOrPath)
{
    const auto path = QFileInfo(profilePath(nameOrPath)).absoluteFilePath();
    if (const auto why = m_window.connection().desk().open(path); !why.isEmpty())
        return why;
    keep(profileKey, path); // the next start may be in another folder
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
        if (const auto why = m_window.connection().desk().open(profile); !why.isEmpty()) {
            leave(why);
            return;
        }
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

/// Shown from its opening on, as its console saw it; the Review screen moves on from there.
void Program::openRecording()
{
    connect(&m_recordings, &review::RecordingStore::opened, this,
            [this](const review::RecordingPtr& recording) {
                const auto& meta = recording->meta;
                m_window.review().show(recording);
                m_session.showAsSeen(meta, meta.console, meta.openedAt.value_or(meta.from));
                if (m_pictures)
                    m_pictures->begin();
            });
    connect(&m_recordings, &review::RecordingStore::failed, this,
            [this](const review::RecordingProblem& problem) { leave(terminalWords(problem)); });
    connect(&m_session, &Session::replayFailed, this,
            [this](const review::RecordingProblem& problem) {
                m_window.announce(terminalWords(problem));
            });
    m_window.announce(tr("Opening %1 …", "%1: file of a recording").arg(m_options.recording));
    m_recordings.open(QFileInfo(m_options.recording).absoluteFilePath());
}

void Program::takePictures()
{
    m_pictures = std::make_unique<ScreenshotRun>(m_window, m_appearance, m_session,
            ScreenshotRun::Plan{.folder = m_options.screenshotFolder,
                    .after = m_options.screenshotAfter,
                    .isRecording = m_options.source == Options::Source::Recording,
                    .sizes = m_options.sizes.empty() ? usualPictures : m_options.sizes});
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
