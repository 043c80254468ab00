#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <chrono>
#include <cstdint>
#include <memory>

namespace saikobi::http {

class QueueMeter;

/// Watches the sockets of many connections for one thread. Asio's own reactor is asked anew for
/// every read, which costs a system call per request; here a socket stays watched until it is told
/// otherwise, and Asio only learns that some of them are ready. While many keep getting ready at
/// once they are asked for directly, and Asio has the turns between; where the next is due within
/// microseconds the thread asks again instead of sleeping.
class Poller : public std::enable_shared_from_this<Poller> {
public:
    class Watched {
    public:
        /// `events` as epoll has them. May remove itself and others.
        virtual void onReady(std::uint32_t events) = 0;

    protected:
        ~Watched() = default;
    };

    /// Throws boost::system::system_error when the system gives no more descriptors.
    explicit Poller(const boost::asio::any_io_executor& executor);
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    void start();
    void stop();
    /// From now on notes how long what has become ready waits for its turn. Null: no more.
    void watchQueue(QueueMeter* queue) { m_probe.queue = queue; }
    /// False when the system refuses.
    bool add(int socket, std::uint32_t events, Watched& watched);
    void change(int socket, std::uint32_t events, Watched& watched);
    /// Nothing arrives for it any more, also not what has been read already.
    void remove(int socket, const Watched& watched);
    /// While sockets are handed on: when they were found ready, so that the time includes what each
    /// waits for those before it. Else the time.
    std::chrono::steady_clock::time_point now() const;

private:
    /// Becomes ready in the middle of the others and waits as long as they do.
    struct Probe final : Watched {
        void onReady(std::uint32_t events) override;

        QueueMeter* queue = nullptr;
        int socket = -1;
        std::chrono::steady_clock::time_point sentAt{};
        bool isWaiting = false;
    };
    struct Batch;
    void probe();
    void await();
    void poll();
    int dispatchCrowd();
    int dispatch(int wait);

    int m_epoll = -1;
    /// Asio's hold of it; none while the crowd is asked directly: a descriptor that another epoll
    /// watches makes each arriving packet dearer, and it is the sender's kernel that pays.
    boost::asio::posix::stream_descriptor m_watch;
    Batch* m_batch = nullptr; ///< while it is handed on
    bool m_isSpinning = false; ///< asks again for a moment before it sleeps
    bool m_isStopped = false;
    Probe m_probe;
};

} // namespace saikobi::http
