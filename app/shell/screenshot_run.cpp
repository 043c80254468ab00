#include "app/shell/screenshot_run.h"

#include <QDir>
#include <QPixmap>

#include "app/shell/appearance.h"
#include "app/shell/main_window.h"
#include "app/shell/session.h"

namespace saikobi::shell {

using namespace std::chrono_literals;

namespace {

/// Long enough for a change of language and theme to be laid out and painted.
constexpr auto settling = 300ms;

} // namespace

ScreenshotRun::ScreenshotRun(
        MainWindow& window, Appearance& appearance, Session& session, Plan plan, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_appearance(appearance)
    , m_session(session)
    , m_plan(std::move(plan))
{
    for (int screen = window.screenCount() - 1; screen >= 0; --screen)
        for (const auto& language : {QStringLiteral("ja"), QStringLiteral("en")})
            for (const auto theme : {status::Theme::Light, status::Theme::Dark})
                m_shots.push_back({screen, language, theme});
}

void ScreenshotRun::start()
{
    const auto begin = [this] {
        m_patience.stop();
        QTimer::singleShot(m_plan.after, this, &ScreenshotRun::dress);
    };
    if (m_session.wasLive()) {
        begin();
        return;
    }
    connect(&m_session, &Session::becameLive, this, begin, Qt::SingleShotConnection);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        emit finished(QStringLiteral("The sale was never seen: no fresh figures within %1 s.")
                              .arg(m_plan.patience.count() / 1000));
    });
    m_patience.setSingleShot(true);
    m_patience.start(m_plan.patience);
}

void ScreenshotRun::dress()
{
    if (m_shots.empty()) {
        emit finished({});
        return;
    }
    const auto& shot = m_shots.back();
    m_appearance.setLanguage(shot.language);
    m_appearance.setTheme(shot.theme);
    m_window.showScreen(shot.screen);
    QTimer::singleShot(settling, this, &ScreenshotRun::take);
}

void ScreenshotRun::take()
{
    const auto shot = m_shots.back();
    m_shots.pop_back();
    const auto name = QStringLiteral("%1-%2-%3.png")
                              .arg(m_window.screenName(shot.screen), shot.language,
                                      shot.theme == status::Theme::Dark ? QStringLiteral("dark")
                                                                        : QStringLiteral("light"));
    const QDir folder(m_plan.folder);
    if (!folder.mkpath(QStringLiteral(".")) || !m_window.grab().save(folder.filePath(name))) {
        emit finished(QStringLiteral("%1 cannot be written.").arg(folder.filePath(name)));
        return;
    }
    dress();
}

} // namespace saikobi::shell
