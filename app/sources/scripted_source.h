#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/model/mailbox.h"
#include "app/model/snapshot_source_port.h"
#include "app/sources/scripted_sale.h"

namespace saikobi::sources {

/// Plays a scripted sale: the demo, without any network. A test calls `show` instead of `start`.
class ScriptedSource : public model::SnapshotSource {
public:
    ScriptedSource(model::Mailbox<contract::SnapshotPtr>& out, Script script);
    ~ScriptedSource() override;

    void start() override;
    void stop() override;
    void wish(const contract::DeskWish& wish) override;
    void readPaidOrders(std::function<void(contract::Result<std::string>)> answer) override;
    /// Posts the snapshot of that second at once.
    void show(std::chrono::seconds elapsed);

private:
    void play();

    model::Mailbox<contract::SnapshotPtr>& m_out;
    const Script m_script;
    std::mutex m_mutex{};
    std::mutex m_wishing{};
    contract::DeskWish m_wish{};
    std::condition_variable m_wake{};
    bool m_isStopping = false;
    std::thread m_thread{};
};

} // namespace saikobi::sources
