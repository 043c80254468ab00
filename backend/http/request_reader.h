#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "backend/http/message.h"

namespace saikobi::http {

/// Reads the requests of one connection, one after the other, out of the bytes that arrive. Strict:
/// what two programs could read differently is refused, never repaired.
class RequestReader {
public:
    struct Limits {
        std::size_t head = 16 * 1024;
        std::size_t target = 4 * 1024;
        std::size_t body = 64 * 1024;
        std::map<std::string, std::size_t> bodyByPath{};
    };
    enum class State { Head, Body, Done, Refused };

    /// `limits` must outlive the reader.
    explicit RequestReader(const Limits& limits);
    ~RequestReader();

    /// Takes what it can use of `data`; the rest must be offered again, with more behind it.
    std::size_t feed(std::string_view data);
    State state() const;
    /// HTTP status with State::Refused; the connection cannot go on.
    unsigned refusal() const;
    Request& request();
    bool keepsAlive() const;
    bool expectsContinue() const;
    bool isHead() const;
    std::size_t bodyReceived() const;
    /// Forgets the request and waits for the next one.
    void next();

private:
    class Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace saikobi::http
