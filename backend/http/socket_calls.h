#pragma once

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>

namespace saikobi::http {

// recv, send and epoll_wait of the C library are points at which a thread may be cancelled, and pay
// for that in every program that has threads. Nobody cancels ours: the same calls without it.
// Results and errno as recv(2), send(2) and epoll_wait(2) have them.

inline ssize_t receive(int socket, void* into, std::size_t room)
{
    return ::syscall(SYS_recvfrom, socket, into, room, 0, nullptr, nullptr);
}

inline ssize_t sendBytes(int socket, const void* bytes, std::size_t size)
{
    return ::syscall(SYS_sendto, socket, bytes, size, MSG_NOSIGNAL, nullptr, 0);
}

inline int awaitEvents(int epoll, epoll_event* into, int room, int waitMs)
{
    return static_cast<int>(
            ::syscall(SYS_epoll_pwait, epoll, into, room, waitMs, nullptr, sizeof(long)));
}

} // namespace saikobi::http
