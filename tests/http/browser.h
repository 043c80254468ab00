#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/json.hpp>

#include <QProcess>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace saikobi::tests {

/// A headless Chromium, driven by its DevTools protocol over a pipe. The test's own loop (`beat`)
/// reads the pipe, so that a server in the test answers meanwhile.
class Browser {
public:
    /// Null when there is no Chromium, or none that starts.
    static std::unique_ptr<Browser> start(
            boost::asio::io_context& context, std::function<void()> beat);
    ~Browser();

    struct Window {
        int width = 390;
        int height = 844;
        bool isPhone = true;
        bool runsScripts = true;
        bool isDark = false;
    };
    /// Empty cookies and storage, no more script of the test, and a window like this.
    void renew(const Window& window);
    void setCookie(const std::string& url, const std::string& name, const std::string& value);
    /// Runs in every page before its own script does.
    void runFirst(const std::string& script);
    /// Answers what pages ask for at addresses with this end (`said` is JavaScript); all else
    /// reaches the server. Pages count `asked` and list the last parts of the `others`.
    void answerWith(const std::string& end, int status, const std::string& said);
    /// True once the page has loaded.
    bool open(const std::string& url);
    /// Does something that leads to another page; true once that has loaded.
    bool press(const std::string& expression);
    /// Whether the expression becomes true in time. Works with scripts of the page switched off
    /// too.
    bool becomes(const std::string& expression);
    boost::json::value evaluate(const std::string& expression);
    /// The whole page as PNG.
    std::string picture();

    /// What was asked for since the last open(), without data: addresses.
    const std::vector<std::string>& documents() const { return m_documents; }
    const std::vector<std::string>& others() const { return m_others; }
    /// What its console complained about: exceptions, refused content; not answers like 410.
    const std::vector<std::string>& complaints() const { return m_complaints; }

    boost::json::object call(const std::string& method, boost::json::object parameters = {});

private:
    using Descriptor = boost::asio::posix::stream_descriptor;
    Browser(boost::asio::io_context& context, std::function<void()> beat);

    bool launch(const QString& program);
    void read();
    void take(std::string_view message);
    void note(std::string_view event, const boost::json::object& parameters);
    bool waitUntil(const std::function<bool()>& isDone);

    std::function<void()> m_beat;
    QTemporaryDir m_profile{};
    QProcess m_process{};
    Descriptor m_in;
    Descriptor m_out;
    std::string m_received{};
    std::vector<char> m_buffer;
    int m_last = 0;
    std::optional<boost::json::object> m_answer{};
    std::string m_session{};
    std::vector<boost::json::value> m_scripts{}; ///< that run first
    bool m_isLoaded = false;
    std::vector<std::string> m_documents{};
    std::vector<std::string> m_others{};
    std::vector<std::string> m_complaints{};
};

} // namespace saikobi::tests
