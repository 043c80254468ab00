#include "backend/http/poller.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

#include "backend/http/queue_meter.h"
#include "backend/http/socket_calls.h"

namespace saikobi::http {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t batchSize = 256;
constexpr int roundsPerTurn = 8; ///< then timers and answers of stores have their turn
constexpr int crowd = 8; ///< so many in one turn are a crowd
constexpr int longestWait
        = 1; ///< ms, for a crowd: as long, at most, the others wait for their turn

/// A vCPU that sleeps is woken by its host: tens of microseconds.
constexpr auto shortSleep = std::chrono::microseconds{50};
constexpr auto probeEvery = std::chrono::milliseconds{5};

int checked(int opened)
{
    if (opened < 0)
        throw boost::system::system_error{errno, boost::system::system_category(), "epoll"};
    return opened;
}

} // namespace

struct Poller::Batch {
    std::array<epoll_event, batchSize> events;
    Clock::time_point foundAt{};
    int next = 0;
    int count = 0;
};

Poller::Poller(const asio::any_io_executor& executor)
    : m_epoll{checked(::epoll_create1(EPOLL_CLOEXEC))}
    , m_watch{executor}
{
    m_probe.socket = checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    checked(add(m_probe.socket, EPOLLIN | EPOLLET, m_probe) ? 0 : -1);
}

Poller::~Poller()
{
    if (m_watch.is_open())
        m_watch.release();
    ::close(m_epoll);
    ::close(m_probe.socket);
}

void Poller::start()
{
    await();
}

void Poller::stop()
{
    m_isStopped = true;
    boost::system::error_code ignored; // nothing is left to be watched
    m_watch.cancel(ignored);
}

bool Poller::add(int socket, std::uint32_t events, Watched& watched)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = &watched;
    return ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event) == 0;
}

void Poller::change(int socket, std::uint32_t events, Watched& watched)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = &watched;
    // Cannot fail for a socket that is watched.
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, socket, &event);
}

void Poller::remove(int socket, const Watched& watched)
{
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, socket, nullptr);
    for (int i = m_batch ? m_batch->next : 0; m_batch && i < m_batch->count; ++i) {
        auto& event = m_batch->events[static_cast<std::size_t>(i)];
        if (event.data.ptr == &watched)
            event.data.ptr = nullptr;
    }
}

Clock::time_point Poller::now() const
{
    return m_batch ? m_batch->foundAt : Clock::now();
}

void Poller::await()
{
    if (!m_watch.is_open())
        m_watch.assign(m_epoll); // what is ready already is announced, too
    m_watch.async_wait(asio::posix::stream_descriptor::wait_read,
            [weak = weak_from_this()](const boost::system::error_code& failed) {
                const auto self = weak.lock();
                if (self && !failed)
                    self->poll();
            });
}

/// While many sockets keep getting ready they are waited for here: a turn through Asio costs three
/// system calls.
void Poller::poll()
{
    const bool isCrowd = !m_watch.is_open();
    probe();
    int total = 0;
    int last = 1;
    for (int round = 0; round < roundsPerTurn && last > 0 && !m_isStopped; ++round)
        total += last = isCrowd ? dispatchCrowd() : dispatch(0);
    if (m_isStopped)
        return;
    if (total < crowd && (isCrowd || last == 0))
        return await();
    if (total >= crowd && !isCrowd)
        m_watch.release();
    asio::post(m_watch.get_executor(), [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->poll();
    });
}

/// Only while something else is ready, too: an idle thread is not woken for it.
void Poller::probe()
{
    if (!m_probe.queue || m_probe.isWaiting)
        return;
    const auto now = Clock::now();
    if (now - m_probe.sentAt < probeEvery)
        return;
    m_probe.sentAt = now;
    const std::uint64_t one = 1; // never read: each writing announces it anew
    m_probe.isWaiting = ::write(m_probe.socket, &one, sizeof one) == sizeof one;
}

void Poller::Probe::onReady(std::uint32_t)
{
    if (!std::exchange(isWaiting, false) || !queue)
        return;
    const auto now = Clock::now();
    queue->note(now - sentAt, now);
}

/// Where the last sleep was a short one, the next of a crowd is due within microseconds: to ask
/// again costs less than to be woken, and spares its sender's kernel the waking.
int Poller::dispatchCrowd()
{
    const auto began = Clock::now();
    for (auto now = began; m_isSpinning && now - began < shortSleep; now = Clock::now())
        if (const int count = dispatch(0))
            return count;
    return dispatch(longestWait);
}

/// How many were ready.
int Poller::dispatch(int wait)
{
    Batch batch;
    const auto began = wait > 0 ? Clock::now() : Clock::time_point{};
    batch.count = awaitEvents(m_epoll, batch.events.data(), batchSize, wait);
    if (batch.count > 0)
        batch.foundAt = Clock::now();
    if (wait > 0)
        m_isSpinning = batch.count > 0 && batch.foundAt - began < shortSleep;
    m_batch = &batch;
    while (batch.next < batch.count) {
        const auto& event = batch.events[static_cast<std::size_t>(batch.next++)];
        if (event.data.ptr)
            static_cast<Watched*>(event.data.ptr)->onReady(event.events);
    }
    m_batch = nullptr;
    return std::max(batch.count, 0);
}

} // namespace saikobi::http
