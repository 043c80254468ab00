#pragma once

#include <QSize>

#include <ctime>

#include "app/model/frame_pump.h"
#include "app/model/sale_picture.h"
#include "app/shell/appearance.h"
#include "app/shell/main_window.h"
#include "app/shell/session.h"

namespace saikobi::bench {

/// The window of an operator on a live sale whose stores are played: what they would bring each
/// second goes through the same picture, mailbox and pump as in the program.
class ConsoleScene {
public:
    explicit ConsoleScene(QSize size);

    shell::MainWindow& window() { return m_window; }
    model::SaleModel& model() { return m_session.model(); }

    /// What both stores bring in that second of the sale; the clock of the console is then that
    /// second.
    void hear(int second);
    contract::SnapshotPtr compose();
    /// The way of the program: the pump takes it within 33 ms.
    void post(contract::SnapshotPtr sale) { m_inbox.post(std::move(sale)); }

private:
    contract::Instant m_now{};
    std::vector<contract::ProductStock> m_products{};
    std::vector<contract::MethodView> m_methods{};
    shell::Appearance m_appearance{};
    shell::Session m_session;
    shell::MainWindow m_window;
    model::Mailbox<contract::SnapshotPtr> m_inbox{};
    model::FramePump m_pump;
    model::SalePicture m_picture;
};

/// Until everything that was asked for is laid out and painted.
void paintAll();
/// What a clock of the CPU counted: CLOCK_THREAD_CPUTIME_ID or CLOCK_PROCESS_CPUTIME_ID.
double cpuSeconds(clockid_t clock);
double residentMiB();

} // namespace saikobi::bench
