#include "app/sources/scripted_source.h"

#include "app/sources/scripted_desk.h"

namespace saikobi::sources {

ScriptedSource::ScriptedSource(model::Mailbox<contract::SnapshotPtr>& out, Script script)
    : m_out(out)
    , m_script(std::move(script))
{
}

ScriptedSource::~ScriptedSource()
{
    stop();
}

void ScriptedSource::start()
{
    stop();
    m_isStopping = false;
    show(std::chrono::seconds{0}); // the first picture does not wait for a thread
    m_thread = std::thread([this] { play(); });
}

void ScriptedSource::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void ScriptedSource::show(std::chrono::seconds elapsed)
{
    contract::DeskWish wish;
    {
        const std::lock_guard lock(m_wishing);
        wish = m_wish;
    }
    m_out.post(std::make_shared<const contract::SaleSnapshot>(
            scriptedSnapshot(m_script, elapsed, wish)));
}

void ScriptedSource::wish(const contract::DeskWish& wish)
{
    const std::lock_guard lock(m_wishing);
    m_wish = wish;
}

void ScriptedSource::readPaidOrders(std::function<void(contract::Result<std::string>)> answer)
{
    answer(scriptedPaidOrders());
}

void ScriptedSource::play()
{
    const auto begun = std::chrono::steady_clock::now();
    std::chrono::seconds elapsed{0};
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_until(lock, begun + ++elapsed, [this] { return m_isStopping; }))
        show(elapsed);
}

} // namespace saikobi::sources
