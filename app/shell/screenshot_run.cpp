#include "app/shell/screenshot_run.h"

#include <QDir>
#include <QPixmap>
#include <QPushButton>
#include <QTabWidget>

#include <array>

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
    // Words and colours seldom change: each time the whole window is written and styled anew.
    for (const auto& language : {QStringLiteral("ja"), QStringLiteral("en")})
        for (const auto theme : {status::Theme::Light, status::Theme::Dark})
            for (auto size = m_plan.sizes.size(); size-- > 0;)
                for (int screen = window.screenCount() - 1; screen >= 0; --screen)
                    for (int side = sidesOf(screen); side-- > 0;)
                        m_shots.push_back({screen, language, theme, size, side});
}

int ScreenshotRun::sidesOf(int screen) const
{
    const auto* sides = m_window.findChild<QTabWidget*>(QStringLiteral("reviewSide"));
    return m_plan.isRecording && sides && m_window.screenName(screen) == QLatin1String("review")
            ? sides->count()
            : 1;
}

void ScreenshotRun::begin()
{
    m_patience.stop();
    if (auto* run = m_window.findChild<QPushButton*>(QStringLiteral("whatIfRun")))
        run->click();
    QTimer::singleShot(m_plan.after, this, &ScreenshotRun::dress);
}

void ScreenshotRun::start()
{
    if (m_plan.isRecording)
        return;
    if (m_session.wasLive()) {
        begin();
        return;
    }
    connect(&m_session, &Session::becameLive, this, &ScreenshotRun::begin,
            Qt::SingleShotConnection);
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
    if (m_appearance.language() != shot.language)
        m_appearance.setLanguage(shot.language);
    if (m_appearance.theme() != shot.theme)
        m_appearance.setTheme(shot.theme);
    m_window.resize(m_plan.sizes.at(shot.size).size);
    m_window.showScreen(shot.screen);
    if (auto* sides = m_window.findChild<QTabWidget*>(QStringLiteral("reviewSide")))
        sides->setCurrentIndex(shot.side);
    QTimer::singleShot(settling, this, &ScreenshotRun::take);
}

QString ScreenshotRun::nameOf(const Shot& shot) const
{
    const auto& [size, scale] = m_plan.sizes.at(shot.size);
    QString suffix;
    if (shot.size > 0)
        suffix = QStringLiteral("-%1x%2").arg(size.width()).arg(size.height());
    if (shot.size > 0 && scale > 1)
        suffix += QStringLiteral("@%1x").arg(scale);
    static const std::array sides{
            QString(), QStringLiteral("-figures"), QStringLiteral("-what-if")};
    return QStringLiteral("%1-%2-%3%4.png")
            .arg(m_window.screenName(shot.screen) + sides.at(static_cast<std::size_t>(shot.side)),
                    shot.language,
                    shot.theme == status::Theme::Dark ? QStringLiteral("dark")
                                                      : QStringLiteral("light"),
                    suffix);
}

void ScreenshotRun::take()
{
    const auto shot = m_shots.back();
    m_shots.pop_back();
    const auto name = nameOf(shot);
    const int scale = m_plan.sizes.at(shot.size).scale;
    QPixmap picture(m_window.size() * scale);
    picture.setDevicePixelRatio(scale);
    picture.fill(Qt::transparent);
    m_window.render(&picture);
    const QDir folder(m_plan.folder);
    if (!folder.mkpath(QStringLiteral(".")) || !picture.save(folder.filePath(name))) {
        emit finished(QStringLiteral("%1 cannot be written.").arg(folder.filePath(name)));
        return;
    }
    dress();
}

} // namespace saikobi::shell
