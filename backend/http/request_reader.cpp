#include "backend/http/request_reader.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/verb.hpp>

#include <algorithm>
#include <array>
#include <optional>

#include "backend/http/head_check.h"
#include "backend/http/url.h"

namespace saikobi::http {

namespace {

namespace beast = boost::beast;
using Error = boost::system::error_code;

bool equalsIgnoringCase(beast::string_view text, std::string_view lowerCase)
{
    return std::equal(text.begin(), text.end(), lowerCase.begin(), lowerCase.end(),
            [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool isPlainNumber(beast::string_view text)
{
    constexpr std::size_t digitLimit = 15;
    return !text.empty() && text.size() <= digitLimit
            && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

using Verb = beast::http::verb;
using Field = beast::http::field;

/// Beast knows thirty more, none of which we serve.
constexpr std::array servedVerbs{
        Verb::get, Verb::head, Verb::post, Verb::put, Verb::patch, Verb::delete_, Verb::options};

bool isServed(Verb verb)
{
    return std::find(servedVerbs.begin(), servedVerbs.end(), verb) != servedVerbs.end();
}

/// Beast's grammar, filling our request directly; adds the rules that Beast leaves to its user.
class Grammar : public beast::http::basic_parser<true> {
public:
    Grammar(Request& request, const RequestReader::Limits& limits)
        : m_request{request}
        , m_limits{limits}
    {
        eager(true);
        header_limit(static_cast<std::uint32_t>(limits.head));
        body_limit(limits.body);
    }
    unsigned refusal() const { return m_refusal; }
    bool expectsContinue() const { return m_expectsContinue; }

private:
    void refuse(unsigned status, Error& ec)
    {
        m_refusal = status;
        ec = beast::http::error::bad_value;
    }

    void on_request_impl(Verb verb, beast::string_view method, beast::string_view target,
            int version, Error& ec) override
    {
        m_isOldVersion = version == 10;
        if (!isServed(verb))
            return refuse(405, ec);
        if (target.size() > m_limits.target)
            return refuse(414, ec);
        auto read = readTarget({target.data(), target.size()});
        if (!read)
            return refuse(400, ec);
        m_request.method.assign(method.data(), method.size());
        m_request.path = std::move(read->path);
        m_request.query = std::move(read->query);
        const auto special = m_limits.bodyByPath.find(m_request.path);
        if (special != m_limits.bodyByPath.end())
            body_limit(special->second);
    }

    void on_response_impl(int, beast::string_view, int, Error&) override { }

    void on_field_impl(
            Field field, beast::string_view name, beast::string_view value, Error& ec) override
    {
        if (m_headDone)
            return; // a trailer never changes what the head has said
        if (field == Field::host && ++m_hosts > 1)
            return refuse(400, ec);
        if (field == Field::content_length && (++m_lengths > 1 || !isPlainNumber(value)))
            return refuse(400, ec);
        if (field == Field::transfer_encoding
                && (++m_encodings > 1 || m_isOldVersion || !equalsIgnoringCase(value, "chunked")))
            return refuse(400, ec);
        if (m_lengths > 0 && m_encodings > 0)
            return refuse(400, ec);
        if (field == Field::expect)
            m_expectsContinue = equalsIgnoringCase(value, "100-continue");
        auto& [key, text] = m_request.headers.emplace_back();
        key.assign(name.data(), name.size());
        std::transform(key.begin(), key.end(), key.begin(),
                [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
        text.assign(value.data(), value.size());
    }

    void on_header_impl(Error& ec) override
    {
        m_headDone = true;
        if (m_hosts == 0 && !m_isOldVersion)
            refuse(400, ec);
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) override
    {
        if (length)
            m_request.body.reserve(static_cast<std::size_t>(*length));
    }
    std::size_t on_body_impl(beast::string_view body, Error&) override
    {
        m_request.body.append(body.data(), body.size());
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, Error&) override { }
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, Error&) override
    {
        m_request.body.append(body.data(), body.size());
        return body.size();
    }
    void on_finish_impl(Error&) override { }

    Request& m_request;
    const RequestReader::Limits& m_limits;
    unsigned m_refusal = 0;
    int m_hosts = 0;
    int m_lengths = 0;
    int m_encodings = 0;
    bool m_isOldVersion = false;
    bool m_headDone = false;
    bool m_expectsContinue = false;
};

} // namespace

class RequestReader::Parser {
public:
    explicit Parser(const Limits& limits)
        : m_limits{limits}
    {
        next();
    }

    void next()
    {
        m_request.method.clear();
        m_request.path.clear();
        m_request.query.clear();
        m_request.headers.clear();
        m_request.body.clear();
        m_check = HeadCheck{};
        m_grammar.emplace(m_request, m_limits);
        m_state = State::Head;
    }

    std::size_t feed(std::string_view data)
    {
        std::size_t used = 0;
        if (m_state == State::Head)
            used = feedHead(data);
        if (m_state == State::Body && used < data.size())
            used += feedBody(data.substr(used));
        return used;
    }

    State state() const { return m_state; }
    unsigned refusal() const { return m_refusal; }
    Request& request() { return m_request; }
    const Grammar& grammar() const { return *m_grammar; }

private:
    std::size_t feedHead(std::string_view data)
    {
        const auto verdict = m_check.look(data.substr(0, m_limits.head));
        switch (verdict) {
        case HeadCheck::Verdict::NeedMore:
            if (data.size() >= m_limits.head)
                refuse(431);
            return 0;
        case HeadCheck::Verdict::Malformed:
            refuse(400);
            return 0;
        case HeadCheck::Verdict::LineTooLong:
        case HeadCheck::Verdict::TooManyFields:
            refuse(431);
            return 0;
        case HeadCheck::Verdict::Complete:
            break;
        }
        put(data.substr(0, m_check.length()));
        return m_check.length();
    }

    std::size_t feedBody(std::string_view data) { return put(data); }

    std::size_t put(std::string_view data)
    {
        Error failed;
        const auto used = m_grammar->put({data.data(), data.size()}, failed);
        if (failed && failed != beast::http::error::need_more) {
            const bool isTooLarge = failed == beast::http::error::body_limit;
            refuse(isTooLarge ? 413 : m_grammar->refusal() ? m_grammar->refusal() : 400);
        } else if (m_grammar->is_done()) {
            m_state = State::Done;
        } else {
            m_state = State::Body;
        }
        return used;
    }

    void refuse(unsigned status)
    {
        m_refusal = status;
        m_state = State::Refused;
    }

    const Limits& m_limits;
    Request m_request{};
    HeadCheck m_check{};
    std::optional<Grammar> m_grammar{};
    State m_state = State::Head;
    unsigned m_refusal = 0;
};

RequestReader::RequestReader(const Limits& limits)
    : m_parser{std::make_unique<Parser>(limits)}
{
}

RequestReader::~RequestReader() = default;

std::size_t RequestReader::feed(std::string_view data)
{
    return m_parser->feed(data);
}

RequestReader::State RequestReader::state() const
{
    return m_parser->state();
}

unsigned RequestReader::refusal() const
{
    return m_parser->refusal();
}

Request& RequestReader::request()
{
    return m_parser->request();
}

bool RequestReader::keepsAlive() const
{
    return m_parser->grammar().keep_alive();
}

bool RequestReader::expectsContinue() const
{
    return m_parser->grammar().expectsContinue();
}

bool RequestReader::isHead() const
{
    return m_parser->request().method == "HEAD";
}

std::size_t RequestReader::bodyReceived() const
{
    return m_parser->request().body.size();
}

void RequestReader::next()
{
    m_parser->next();
}

} // namespace saikobi::http
