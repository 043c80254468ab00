#pragma once

#include <QCoreApplication>
#include <QListView>
#include <QStringList>

#include <map>
#include <memory>
#include <vector>

#include "app/shell/alarm_caller.h"
#include "app/shell/alarm_side.h"
#include "app/shell/appearance.h"
#include "app/shell/main_window.h"
#include "app/shell/session.h"
#include "widgets/status/alarm_panel.h"

namespace saikobi::tests {

using namespace std::chrono_literals;

inline constexpr auto faultAt = 10s;
inline constexpr auto afterTheCascade = faultAt + 125s;

struct Heard : shell::SoundPort {
    bool isPossible() const override { return true; }
    void play(contract::AlarmPriority priority) override { played.push_back(priority); }
    std::vector<contract::AlarmPriority> played{};
};

struct Shown : shell::NoticePort {
    bool isPossible() const override { return true; }
    void show(const shell::Notice& notice) override { notices.push_back(notice); }
    std::vector<shell::Notice> notices{};
};

/// Clocks that the test moves; the scripted sale is posted by hand, as a live one of an operator.
struct AlarmScene {
    contract::Instant now = contract::fromUnixMs(1'760'011'200'000);
    contract::Deadline steady = contract::Deadline{} + 1h;
    shell::Appearance appearance{};
    shell::Session session{{[this] { return now; }, [this] { return steady; }}};
    shell::MainWindow window{session, appearance};
    Heard* sound = new Heard;
    Shown* notices = new Shown;
    sources::Script script{.startAt = now,
            .fault = sources::ScriptedFault::AlarmCascade,
            .faultAt = faultAt,
            .shownAs = contract::SnapshotSource::Live,
            .profile = contract::ProfileKind::Production,
            .user = "op-1",
            .mayCommand = true};

    AlarmScene()
    {
        appearance.setLanguage(QStringLiteral("en"));
        appearance.setTheme(status::Theme::Light);
        window.alarmSide().caller().setPorts(std::unique_ptr<shell::SoundPort>(sound),
                std::unique_ptr<shell::NoticePort>(notices));
        session.desk().setReadOnly(false);
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
    }
    void show(std::chrono::seconds after)
    {
        now = script.startAt + after;
        steady = contract::Deadline{} + 1h + after;
        session.model().accept(std::make_shared<const contract::SaleSnapshot>(
                sources::scriptedSnapshot(script, after)));
        QCoreApplication::processEvents();
    }
    status::AlarmPanel& panel() { return window.alarmSide().panel(); }
    QListView& list() { return *window.findChild<QListView*>(QStringLiteral("alarmView")); }
    QStringList lines()
    {
        QStringList out;
        const auto& model = panel().model();
        for (int i = 0; i < model.rowCount(); ++i) {
            const auto& row = model.row(i);
            const auto id = std::string{name(row.alarm.record.alarm)};
            out << (row.isFold ? QStringLiteral("+%1").arg(row.folded)
                               : QString::fromStdString(id));
        }
        return out;
    }
    const commands::CommandReport* last()
    {
        const auto& journal = session.desk().journal();
        return journal.empty() ? nullptr : &journal.back();
    }
};

inline std::map<QString, QRect> places(const QWidget& window)
{
    std::map<QString, QRect> found;
    for (const auto* each : window.findChildren<QWidget*>())
        if (!each->objectName().isEmpty() && each->isVisible()
                && !each->objectName().startsWith(QLatin1String("qt_")))
            found[each->objectName()] = QRect(each->mapTo(&window, QPoint()), each->size());
    return found;
}

} // namespace saikobi::tests
