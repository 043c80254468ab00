#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "backend/contract/result.h"

namespace saikobi::connection {

struct StoreAddress {
    std::string host{}; ///< a name, a number, or the folder of a Unix socket
    int port = 0;

    std::string text() const;
    bool isSocketFile() const { return host.starts_with('/'); }
};

/// What a postgresql:// URL says to libpq under that keyword; empty: nothing.
std::string postgresParameter(const std::string& url, const char* keyword);
/// Where a postgresql:// URL leads. A list of hosts: the first one.
StoreAddress postgresAddress(const std::string& url);

/// Numbers of a host, the first ones preferred. NotFound: in the resolver's words. It may take as
/// long as the resolver does.
contract::Result<std::vector<std::string>> resolve(const std::string& host);

/// Opens a connection and closes it again. Refused: nobody listens there. Unavailable: no answer
/// before the deadline.
contract::Outcome dial(const std::string& number, int port, std::chrono::milliseconds deadline);

/// Asks a Postgres server whether it speaks TLS, and says nothing more to it.
contract::Result<bool> speaksTls(
        const std::string& number, int port, std::chrono::milliseconds deadline);

} // namespace saikobi::connection
