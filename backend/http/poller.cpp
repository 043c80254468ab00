#include "backend/http/poller.h"

#include <sys/epoll.h>

#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <cerrno>

namespace saikobi::http {

namespace asio = boost::asio;

namespace {

constexpr std::size_t batchSize = 256;
constexpr int roundsPerTurn = 8; ///< then timers and answers of stores have their turn

int openEpoll()
{
    const int opened = ::epoll_create1(EPOLL_CLOEXEC);
    if (opened < 0)
        throw boost::system::system_error{errno, boost::system::system_category(), "epoll"};
    return opened;
}

} // namespace

struct Poller::Batch {
    std::array<epoll_event, batchSize> events;
    int next = 0;
    int count = 0;
};

Poller::Poller(const asio::any_io_executor& executor)
    : m_descriptor{executor, openEpoll()}
{
}

void Poller::start()
{
    await();
}

void Poller::stop()
{
    m_isStopped = true;
    boost::system::error_code ignored; // nothing is left to be watched
    m_descriptor.cancel(ignored);
}

bool Poller::add(int socket, std::uint32_t events, Watched& watched)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = &watched;
    return ::epoll_ctl(m_descriptor.native_handle(), EPOLL_CTL_ADD, socket, &event) == 0;
}

void Poller::change(int socket, std::uint32_t events, Watched& watched)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = &watched;
    // Cannot fail for a socket that is watched.
    ::epoll_ctl(m_descriptor.native_handle(), EPOLL_CTL_MOD, socket, &event);
}

void Poller::remove(int socket, const Watched& watched)
{
    ::epoll_ctl(m_descriptor.native_handle(), EPOLL_CTL_DEL, socket, nullptr);
    for (int i = m_batch ? m_batch->next : 0; m_batch && i < m_batch->count; ++i) {
        auto& event = m_batch->events[static_cast<std::size_t>(i)];
        if (event.data.ptr == &watched)
            event.data.ptr = nullptr;
    }
}

void Poller::await()
{
    m_descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
            [weak = weak_from_this()](const boost::system::error_code& failed) {
                const auto self = weak.lock();
                if (self && !failed)
                    self->poll();
            });
}

/// While sockets keep getting ready they are asked for directly: a turn through Asio costs three
/// system calls.
void Poller::poll()
{
    for (int round = 0; round < roundsPerTurn; ++round) {
        if (m_isStopped)
            return;
        if (!dispatch())
            return await();
    }
    asio::post(m_descriptor.get_executor(), [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->poll();
    });
}

/// False when none was ready.
bool Poller::dispatch()
{
    Batch batch;
    batch.count = ::epoll_wait(m_descriptor.native_handle(), batch.events.data(), batchSize, 0);
    m_batch = &batch;
    while (batch.next < batch.count) {
        const auto& event = batch.events[static_cast<std::size_t>(batch.next++)];
        if (event.data.ptr)
            static_cast<Watched*>(event.data.ptr)->onReady(event.events);
    }
    m_batch = nullptr;
    return batch.count > 0;
}

} // namespace saikobi::http
