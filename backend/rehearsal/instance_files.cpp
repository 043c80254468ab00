#include "backend/rehearsal/instance_files.h"

#include "backend/rehearsal/secrets.h"

namespace saikobi::rehearsal {

using contract::Result;

namespace fs = std::filesystem;

namespace {

/// A basic string of TOML and a quoted value of INI escape the same two characters.
std::string quoted(const std::string& text)
{
    std::string out{"\""};
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string line(const char* key, const std::string& value)
{
    return std::string{key} + " = " + quoted(value) + "\n";
}

/// Long past: keys of a rehearsal are good from the beginning.
constexpr const char* signFrom = "sign_from = 2020-01-01T00:00:00Z\n";

} // namespace

Result<fs::path> writeInstance(const DataFolder& folder, const InstanceSettings& settings)
{
    std::string text = "# Written by saikobid rehearsal at each start.\n[instance]\n"
            + line("name", settings.name) + "rehearsal = true\n" + "\n[http]\n"
            + line("listen", settings.listen) + "share_port = true\n"
            + (settings.paymentsListen.empty() ? std::string{}
                                               : line("payments_listen", settings.paymentsListen))
            + line("private_listen", "127.0.0.1:0") + line("public_url", settings.publicUrl)
            + "trusted_proxies = [\"127.0.0.0/8\"]\n" + "exempt = [\"127.0.0.0/8\"]\n"
            + "\n[postgres]\n" + line("url", settings.postgresUrl) + "\n[redis]\n"
            + line("url", settings.redisUrl) + line("password_file", settings.redisPassword)
            + "\n[[ticket_keys]]\nid = 1\n" + line("secret_file", settings.keys.ticketKey)
            + signFrom + "\n[[pass_keys]]\n" + line("file", settings.keys.passKey) + signFrom;
    for (const auto& provider : settings.providers)
        text += "\n[[provider]]\n" + line("id", provider) + line("kind", "stripe")
                + line("url", settings.providerUrl)
                + line("secret_file", settings.keys.providerSecret)
                + line("webhook_secret_file", settings.keys.webhookSecret);
    const auto file = folder.config(settings.name + ".toml");
    if (const auto written = writePrivateFile(file, text); !written)
        return written.error();
    return file;
}

Result<fs::path> writeProfile(const DataFolder& folder, const ProfileSettings& settings)
{
    std::string secrets;
    if (!settings.redisPassword.empty()) {
        const auto file = folder.profile("secrets-" + settings.person + ".ini");
        if (const auto written
                = writePrivateFile(file, "[redis]\npassword=" + settings.redisPassword + "\n");
                !written)
            return written.error();
        secrets = "\n[secrets]\nfile=" + quoted(file) + "\n";
    }
    const auto text = "kind=rehearsal\n\n[postgres]\nurl=" + quoted(settings.postgresUrl)
            + "\n\n[redis]\nurl=redis://127.0.0.1:" + std::to_string(settings.redisPort)
            + "\nuser=" + settings.person + "\n" + secrets + "\n[sale]\nid=" + settings.sale
            + "\n\n[journey]\npages=" + settings.pagesUrl + "\nwebhook=" + settings.webhookUrl
            + "\n";
    const auto file = folder.profile(settings.name + ".ini");
    if (const auto written = writePrivateFile(file, text); !written)
        return written.error();
    return file;
}

} // namespace saikobi::rehearsal
