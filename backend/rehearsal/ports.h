#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

/// A port nobody on 127.0.0.1 uses just now; `preferred` if that is free.
int freePort(int preferred);

/// The port a store had last time, 0 the first time.
int rememberedPort(const std::filesystem::path& folder);
contract::Outcome rememberPort(const std::filesystem::path& folder, int port);

/// An address several instances are going to share. Held as long as the object lives, so that
/// nobody else takes the port while an instance is started again.
class SharedAddress {
public:
    /// "HOST:PORT" with a number as host; port 0: any free one. Unavailable names the address.
    static contract::Result<SharedAddress> hold(const std::string& address);
    ~SharedAddress();
    SharedAddress(SharedAddress&& other) noexcept;
    SharedAddress& operator=(SharedAddress&&) = delete;

    std::string listen() const; ///< HOST:PORT with the real port
    std::string url() const; ///< as somebody on this machine reaches it

private:
    SharedAddress(int socket, std::string host, int port);

    int m_socket = -1;
    std::string m_host;
    int m_port = 0;
};

} // namespace saikobi::rehearsal
