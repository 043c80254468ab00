#include "backend/daemon/serve_config.h"

#include <sys/stat.h>
#include <toml++/toml.h>

#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>

#include "backend/waiting_room/network.h"

namespace saikobi::daemon {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

/// Reads keys and remembers the first thing that is wrong.
class Reader {
public:
    explicit Reader(std::string path)
        : m_path(std::move(path))
    {
    }

    std::string text(
            const toml::node_view<const toml::node>& in, const char* key, bool isRequired = true)
    {
        const auto node = in[key];
        if (const auto found = node.value<std::string>(); found && !found->empty())
            return *found;
        if (node || isRequired)
            fail(node ? node : in, key, node ? "must be a text" : "is missing");
        return {};
    }

    /// False when absent.
    bool flag(const toml::node_view<const toml::node>& in, const char* key)
    {
        const auto found = in[key].value_exact<bool>();
        if (in[key] && !found)
            fail(in[key], key, "must be true or false");
        return found.value_or(false);
    }

    /// The content of the file named by `key`, without the line end. It holds a secret, so it must
    /// not be readable by others; its content never goes into a message.
    std::string secret(const toml::node_view<const toml::node>& in, const char* key)
    {
        const auto path = text(in, key);
        if (path.empty())
            return {};
        std::ifstream file(path);
        std::stringstream content;
        content << file.rdbuf();
        auto out = content.str();
        while (!out.empty() && (out.back() == '\n' || out.back() == '\r'))
            out.pop_back();
        struct stat mode { };
        if (::stat(path.c_str(), &mode) == 0 && (mode.st_mode & (S_IRWXG | S_IRWXO)) != 0)
            fail(in[key], key, "names a file that others may open (chmod 600): " + path);
        if (!file || out.empty())
            fail(in[key], key, "names a file that cannot be read or is empty: " + path);
        return out;
    }

    contract::Instant instant(const toml::node_view<const toml::node>& in, const char* key)
    {
        const auto found = in[key].value<toml::date_time>();
        if (!found || !found->offset) {
            fail(in[key] ? in[key] : in, key, "must be a time with its offset");
            return {};
        }
        const std::chrono::year_month_day day{std::chrono::year{found->date.year},
                std::chrono::month{found->date.month}, std::chrono::day{found->date.day}};
        return std::chrono::sys_days{day} + std::chrono::hours{found->time.hour}
        + std::chrono::minutes{found->time.minute - found->offset->minutes}
        + std::chrono::seconds{found->time.second};
    }

    void fail(
            const toml::node_view<const toml::node>& where, const char* key, const std::string& why)
    {
        if (m_fault)
            return;
        const auto line = where.node() ? where.node()->source().begin.line : 0;
        m_fault = Fault{FaultCode::Invalid,
                m_path + (line ? ":" + std::to_string(line) : "") + ": '" + key + "' " + why};
    }

    const std::optional<Fault>& fault() const { return m_fault; }

private:
    std::string m_path;
    std::optional<Fault> m_fault;
};

std::optional<std::string> bytesFromHex(const std::string& digits)
{
    if (digits.size() != 64)
        return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        unsigned byte = 0;
        const auto* end = digits.data() + i + 2;
        const auto read = std::from_chars(digits.data() + i, end, byte, 16);
        if (read.ec != std::errc{} || read.ptr != end)
            return std::nullopt;
        out.push_back(static_cast<char>(byte));
    }
    return out;
}

ListenAddress readListen(
        Reader& reader, const toml::node_view<const toml::node>& http, const char* key)
{
    const auto text = reader.text(http, key);
    if (text.empty())
        return {};
    auto address = listenAddressFromText(text);
    if (!address) {
        reader.fail(http[key], key, address.error().detail);
        return {};
    }
    return address.value();
}

/// CIDRs, or single addresses. One that cannot be read stops the start: who it was meant for would
/// be taken for somebody else.
std::vector<std::string> readNetworks(
        Reader& reader, const toml::node_view<const toml::node>& http, const char* key)
{
    std::vector<std::string> networks;
    if (!http[key])
        return networks;
    const auto* listed = http[key].as_array();
    if (!listed) {
        reader.fail(http[key], key, "must be a list of CIDRs");
        return networks;
    }
    for (const auto& node : *listed) {
        const auto text = node.value<std::string>();
        if (!text || !waiting_room::networkFromText(*text))
            reader.fail(toml::node_view<const toml::node>{node}, key,
                    text ? "has '" + *text + "', which is no CIDR" : "must be a list of CIDRs");
        networks.push_back(text.value_or(std::string{}));
    }
    return networks;
}

void readKeys(Reader& reader, const toml::table& root, ServeConfig& into)
{
    if (const auto* keys = root["ticket_keys"].as_array())
        for (const auto& node : *keys) {
            const toml::node_view<const toml::node> entry{static_cast<const toml::node&>(node)};
            const auto secret = bytesFromHex(reader.secret(entry, "secret_file"));
            if (!secret)
                reader.fail(entry["secret_file"], "secret_file", "must hold 64 hexadecimal digits");
            into.ticketKeys.push_back({static_cast<std::uint8_t>(entry["id"].value_or(0)),
                    secret.value_or(""), reader.instant(entry, "sign_from")});
        }
    if (const auto* keys = root["pass_keys"].as_array())
        for (const auto& node : *keys) {
            const toml::node_view<const toml::node> entry{static_cast<const toml::node&>(node)};
            into.passKeys.push_back(
                    {reader.secret(entry, "file"), reader.instant(entry, "sign_from")});
        }
    const toml::node_view<const toml::node> top{static_cast<const toml::node&>(root)};
    if (into.ticketKeys.empty())
        reader.fail(top, "ticket_keys", "needs at least one entry");
    if (into.passKeys.empty())
        reader.fail(top, "pass_keys", "needs at least one entry");
}

/// How the installation looks at itself from where buyers are.
void readOutside(
        Reader& reader, const toml::node_view<const toml::node>& outside, ServeConfig& into)
{
    if (outside["walk"])
        into.walksOutside = reader.flag(outside, "walk");
    into.outsideCaFile = reader.text(outside, "ca_file", false);
    into.balancerStats = reader.text(outside, "balancer_stats", false);
    const auto isAddress = [](const std::string& url) {
        return url.starts_with("http://") || url.starts_with("https://");
    };
    if (!into.balancerStats.empty() && !isAddress(into.balancerStats))
        reader.fail(outside["balancer_stats"], "balancer_stats",
                "must be an address such as http://127.0.0.1:8404/stats;csv");
}

void readSubjectKeys(Reader& reader, const toml::table& root, ServeConfig& into)
{
    constexpr std::size_t shortest = 16; // characters; the shop may have written it by hand
    const auto* keys = root["subject_key"].as_array();
    if (!keys)
        return;
    for (const auto& node : *keys) {
        const toml::node_view<const toml::node> entry{static_cast<const toml::node&>(node)};
        const auto secret = reader.secret(entry, "secret_file");
        if (!secret.empty() && secret.size() < shortest)
            reader.fail(entry["secret_file"], "secret_file", "must hold at least 16 characters");
        if (!into.subjectKeys.emplace(reader.text(entry, "sale"), secret).second)
            reader.fail(entry["sale"], "sale", "has a key already");
    }
}

void readProviders(Reader& reader, const toml::table& root, ServeConfig& into)
{
    const auto* providers = root["provider"].as_array();
    if (!providers)
        return;
    for (const auto& node : *providers) {
        const toml::node_view<const toml::node> entry{static_cast<const toml::node&>(node)};
        if (reader.text(entry, "kind") != "stripe")
            reader.fail(entry["kind"], "kind", "must be 'stripe'");
        into.providers.push_back({reader.text(entry, "id"), reader.text(entry, "url"),
                reader.secret(entry, "secret_file"),
                {reader.secret(entry, "webhook_secret_file")}});
        if (entry["ca_file"])
            into.providers.back().caFile = reader.text(entry, "ca_file");
        if (entry["webhook_secret_file_2"])
            into.providers.back().webhookSecrets.push_back(
                    reader.secret(entry, "webhook_secret_file_2"));
    }
}

} // namespace

Result<ListenAddress> listenAddressFromText(const std::string& text)
{
    const auto colon = text.rfind(':');
    unsigned port = 70000;
    if (colon != std::string::npos) {
        const auto* end = text.data() + text.size();
        const auto read = std::from_chars(text.data() + colon + 1, end, port);
        if (read.ec != std::errc{} || read.ptr != end)
            port = 70000;
    }
    if (colon == std::string::npos || colon == 0 || port > 65535)
        return Fault{FaultCode::Invalid, "'" + text + "' is not an address HOST:PORT"};
    return ListenAddress{text.substr(0, colon), static_cast<std::uint16_t>(port)};
}

Result<ServeConfig> readServeConfig(const std::string& path)
{
    toml::table root;
    try {
        root = toml::parse_file(path);
    } catch (const toml::parse_error& failed) {
        const auto line = failed.source().begin.line;
        return Fault{FaultCode::Invalid,
                path + (line ? ":" + std::to_string(line) : "") + ": "
                        + std::string{failed.description()}};
    }
    Reader reader(path);
    const toml::node_view<const toml::node> top{static_cast<const toml::node&>(root)};
    ServeConfig config;
    config.instance = reader.text(top["instance"], "name");
    config.isRehearsal = reader.flag(top["instance"], "rehearsal");
    const auto http = top["http"];
    config.listen = readListen(reader, http, "listen");
    if (http["payments_listen"])
        config.paymentsListen = readListen(reader, http, "payments_listen");
    config.sharePort = http["share_port"].value_or(false);
    config.privateListen = readListen(reader, http, "private_listen");
    config.publicUrl = reader.text(http, "public_url");
    readOutside(reader, top["outside"], config);
    config.trustedProxies = readNetworks(reader, http, "trusted_proxies");
    config.exempt = readNetworks(reader, http, "exempt");
    config.proxyProtocol = reader.flag(http, "proxy_protocol");
    if (config.proxyProtocol && config.trustedProxies.empty())
        reader.fail(http["proxy_protocol"], "proxy_protocol",
                "needs trusted_proxies: from anybody else it is not read");
    config.postgresUrl = reader.text(top["postgres"], "url");
    config.redisUrl = reader.text(top["redis"], "url");
    config.redisPassword = reader.secret(top["redis"], "password_file");
    readKeys(reader, root, config);
    readProviders(reader, root, config);
    readSubjectKeys(reader, root, config);
    if (reader.fault())
        return *reader.fault();
    return config;
}

} // namespace saikobi::daemon
