#pragma once

#include <QCoreApplication>

#include "app/shell/appearance.h"
#include "app/shell/main_window.h"
#include "app/shell/session.h"
#include "tests/support/offscreen.h"

namespace saikobi::tests {

using namespace std::chrono_literals;

/// The window of an operator in English and light, on clocks that the test moves; the scripted sale
/// is posted by hand.
struct Scene {
    contract::Instant now = contract::fromUnixMs(1'760'011'200'000);
    contract::Deadline steady = contract::Deadline{} + 1h;
    shell::Appearance appearance{};
    shell::Session session{{[this] { return now; }, [this] { return steady; }}};
    shell::MainWindow window{session, appearance};
    sources::Script script{.startAt = now,
            .shownAs = contract::SnapshotSource::Live,
            .profile = contract::ProfileKind::Production,
            .user = "op-1",
            .mayCommand = true};

    explicit Scene(QSize size = {1280, 800})
    {
        appearance.setLanguage(QStringLiteral("en"));
        appearance.setTheme(status::Theme::Light);
        window.resize(size);
        window.show();
        window.activateWindow();
    }
    void show(std::chrono::seconds after)
    {
        now = script.startAt + after;
        session.model().accept(std::make_shared<const contract::SaleSnapshot>(
                sources::scriptedSnapshot(script, after)));
        QCoreApplication::processEvents();
    }
    QWidget* widget(const char* name) const
    {
        return window.findChild<QWidget*>(QLatin1String(name));
    }
    QString shown(const char* name) const
    {
        return widget(name)->property("shownValue").toString();
    }
};

} // namespace saikobi::tests
