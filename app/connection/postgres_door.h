#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

struct pg_conn;

namespace saikobi::connection {

/// Connects to Postgres in the client library's own steps, so that TLS and sign-in are told apart
/// by where it stopped and not by the words of a message. libpqxx knows one step only.
class PostgresDoor {
public:
    enum class Stage { Connecting, Tls, SignIn, Open };

    PostgresDoor() = default;
    ~PostgresDoor();
    PostgresDoor(const PostgresDoor&) = delete;
    PostgresDoor& operator=(const PostgresDoor&) = delete;

    /// False when it stopped before Open; `stage` and `problem` then tell where and why.
    bool open(const std::string& url, std::chrono::milliseconds deadline);

    /// Stage and times stay.
    void close();

    Stage stage() const { return m_stage; }
    const std::string& problem() const { return m_problem; }
    bool isSilent() const { return m_isSilent; } ///< it stopped because nobody answered in time
    bool usesTls() const { return !m_tls.empty(); }
    const std::string& tls() const { return m_tls; } ///< "TLSv1.3"; empty: none
    std::optional<double> tlsMs() const { return m_tlsMs; }
    std::optional<double> signInMs() const { return m_signInMs; }

private:
    struct Close {
        void operator()(pg_conn* connection) const;
    };
    bool take(std::chrono::steady_clock::time_point until);
    void note(Stage reached);

    std::unique_ptr<pg_conn, Close> m_connection{};
    bool m_isSilent = false;
    Stage m_stage = Stage::Connecting;
    std::chrono::steady_clock::time_point m_since{};
    std::string m_problem{};
    std::string m_tls{};
    std::optional<double> m_tlsMs{};
    std::optional<double> m_signInMs{};
};

} // namespace saikobi::connection
