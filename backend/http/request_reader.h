#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "backend/http/chunk_reader.h"
#include "backend/http/message.h"

namespace saikobi::http {

/// Reads the requests of one connection, one after the other, out of the bytes that arrive, line by
/// line and each byte once. Strict: what two programs could read differently is refused, never
/// repaired. Its texts are used again, so that a small request asks for no memory.
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

    /// Takes what it can use of `data`; the rest must be offered again, with more behind it.
    std::size_t feed(std::string_view data);
    State state() const { return m_state; }
    /// HTTP status with State::Refused; the connection cannot go on.
    unsigned refusal() const { return m_refusal; }
    Request& request() { return m_request; }
    bool keepsAlive() const
    {
        return !m_head.closes && (m_head.keepsAlive || !m_head.isOldVersion);
    }
    /// Every byte of its head is that of the request before.
    bool isRepeated() const { return m_isRepeated; }
    bool expectsContinue() const { return m_head.expectsContinue; }
    bool isHead() const { return m_request.method == "HEAD"; }
    std::size_t bodyReceived() const { return m_request.body.size(); }
    /// Waits for the next request; the present one is kept no longer than its bytes may come again.
    void next();

private:
    /// What the lines of the present head have said.
    struct Head {
        std::size_t size = 0;
        int hosts = 0;
        std::optional<std::size_t> length{};
        bool isChunked = false;
        bool hasRequestLine = false;
        bool isOldVersion = false;
        bool expectsContinue = false;
        bool closes = false;
        bool keepsAlive = false;
    };

    bool takeAgain(std::string_view data);
    void forget();
    std::size_t feedHead(std::string_view data);
    void takeLine(std::string_view line);
    void takeRequestLine(std::string_view line);
    void takeTarget(std::string_view target);
    void takeField(std::string_view line);
    void takeFraming(std::string_view name, std::string_view value);
    void endHead();
    std::size_t feedBody(std::string_view data);
    std::size_t feedChunks(std::string_view data);
    void refuse(unsigned status);

    const Limits& m_limits;
    Request m_request{};
    Head m_head{};
    std::string m_knownBytes{}; ///< head of the request before, when it had no body; or empty
    Head m_knownHead{};
    bool m_isRepeated = false;
    State m_state = State::Head;
    unsigned m_refusal = 0;
    std::size_t m_looked = 0; ///< bytes of an unfinished line that hold no line end
    std::size_t m_bodyLimit = 0;
    ChunkReader m_chunks{};
};

} // namespace saikobi::http
