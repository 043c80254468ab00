#include "backend/rehearsal/part.h"

#include <algorithm>
#include <fstream>
#include <iostream>

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds readyDeadline{60};
constexpr milliseconds betweenLooks{20};
constexpr milliseconds firstPause{200};
constexpr milliseconds longestPause{10000};
constexpr std::chrono::seconds longEnough{30}; ///< who ran so long has not failed at the start
constexpr std::string_view readyWord{"ready "};

std::optional<std::string> readyLineIn(const std::filesystem::path& file)
{
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        if (line.rfind(readyWord, 0) == 0 && !in.eof()) // eof: the line is not finished yet
            return line.substr(readyWord.size());
    return std::nullopt;
}

} // namespace

milliseconds pauseBeforeRestart(milliseconds last, milliseconds ran)
{
    if (last.count() == 0 || ran >= longEnough)
        return firstPause;
    return std::min(last * 2, longestPause);
}

Part::Part(const DataFolder& folder, std::string name, std::filesystem::path program,
        std::vector<std::string> arguments)
    : m_name(std::move(name))
    , m_program(std::move(program))
    , m_arguments(std::move(arguments))
    , m_log(folder.log(m_name + ".log"))
    , m_output(folder.log(m_name + ".out"))
    , m_pidFile(folder.pid(m_name))
{
}

Outcome Part::start()
{
    ChildOptions options;
    options.program = m_program;
    options.arguments = m_arguments;
    options.log = m_log;
    options.output = m_output;
    auto started = ChildProcess::start(options);
    if (!started)
        return started.error();
    m_process = std::move(started).value();
    m_startedAt = Clock::now();
    m_startAgainAt.reset();
    std::ofstream(m_pidFile, std::ios::trunc) << m_process->pid() << "\n";
    return Nothing{};
}

Result<std::string> Part::waitUntilReady(const std::function<bool()>& isCancelled)
{
    const auto until = Clock::now() + readyDeadline;
    while (Clock::now() < until) {
        if (auto line = readyLineIn(m_output))
            return std::move(*line);
        if (isCancelled())
            return Fault{FaultCode::Refused, "told to stop"};
        if (m_process->waitForExit(betweenLooks))
            return Fault{FaultCode::Unavailable,
                    m_name + " ended with " + m_process->ending() + ": " + lastWords()};
    }
    return Fault{FaultCode::Unavailable, m_name + " does not get ready: " + lastWords()};
}

std::string Part::lastWords() const
{
    std::ifstream in(m_log);
    std::string last;
    for (std::string line; std::getline(in, line);)
        if (!line.empty())
            last = line;
    return (last.empty() ? "it said nothing" : last) + " (" + m_log.string() + ")";
}

void Part::keepAlive(Clock::time_point now)
{
    if (isRunning())
        return;
    if (!m_startAgainAt) {
        const auto ran = std::chrono::duration_cast<milliseconds>(now - m_startedAt);
        m_pause = pauseBeforeRestart(m_pause, ran);
        m_startAgainAt = now + m_pause;
        std::cerr << m_name << " ended with " << (m_process ? m_process->ending() : "nothing")
                  << ", starting it again in " << m_pause.count() << " ms" << std::endl;
    }
    if (now < *m_startAgainAt)
        return;
    if (const auto started = start(); !started) {
        std::cerr << m_name << ": " << started.error().detail << std::endl;
        m_startAgainAt = now + longestPause;
    }
}

void Part::tellToStop()
{
    if (isRunning())
        m_process->send(SIGTERM);
}

void Part::stop(milliseconds atMost)
{
    if (!isRunning())
        return;
    m_process->send(SIGTERM);
    if (!m_process->waitForExit(atMost)) {
        std::cerr << m_name << " does not stop, killing it" << std::endl;
        m_process->send(SIGKILL);
        m_process->waitForExit(atMost);
    }
    std::error_code ignored;
    std::filesystem::remove(m_pidFile, ignored);
}

std::optional<int> Part::exitStatus() const
{
    return m_process ? m_process->exitStatus() : std::nullopt;
}

} // namespace saikobi::rehearsal
