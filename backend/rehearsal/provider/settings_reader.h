#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "backend/rehearsal/provider/simulator_settings.h"

namespace boost::json {
class object;
class value;
} // namespace boost::json

namespace saikobi::rehearsal {

/// Takes the members of one object of the control document. What is wrong is remembered by its
/// whole name, the first one only; a member nobody asked for is wrong too, since a mistyped fault
/// would let every test pass.
class SettingsReader {
public:
    SettingsReader(const boost::json::object& from, std::string name, std::string& wrong);

    void share(const char* key, double& into) { number(key, 1, into); }
    void number(const char* key, double most, double& into);
    void count(const char* key, std::int64_t& into); ///< -1 or more
    void flag(const char* key, bool& into);
    void text(const char* key, std::string& into);
    void texts(const char* key, std::vector<std::string>& into);
    void texts(const char* key, std::set<std::string>& into);
    void latency(const char* key, Latency& into);
    void latencies(const char* key, Latencies& into);
    void limit(const char* key, RateLimit& into);
    void limits(const char* key, std::map<std::string, RateLimit>& into);
    void steps(const char* key, std::map<double, Latencies>& into);
    /// A whole group of shares, which replaces the one before; `known` empty: any name will do.
    void shares(const char* key, const std::set<std::string>& known,
            std::map<std::string, double>& into);
    /// Calls `read` with the reader of that object, if it is there.
    template<class Read>
    void part(const char* key, Read read)
    {
        if (const auto* found = object(key)) {
            SettingsReader inner{*found, nameOf(key), m_wrong};
            read(inner);
            inner.finish();
        }
    }
    const boost::json::value* take(const char* key); ///< null: not there
    void fail(const char* key);
    void finish(); ///< refuses what was not taken

private:
    const boost::json::object* object(const char* key);
    std::string nameOf(std::string_view key) const;

    const boost::json::object& m_from;
    std::string m_name;
    std::string& m_wrong;
    std::set<std::string> m_taken{};
};

} // namespace saikobi::rehearsal
