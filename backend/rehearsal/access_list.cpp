#include "backend/rehearsal/access_list.h"

#include <sstream>

#include "backend/rehearsal/embedded_acl.h"
#include "backend/rehearsal/secrets.h"

namespace saikobi::rehearsal {

namespace {

std::string placeholderOf(AccessUser::Kind kind)
{
    switch (kind) {
    case AccessUser::Kind::Admin:
        return "saikobi_admin";
    case AccessUser::Kind::Backend:
        return "saikobi_backend";
    case AccessUser::Kind::Operator:
        return "OPERATOR";
    case AccessUser::Kind::Viewer:
        return "VIEWER";
    }
    return {};
}

void replaceAll(std::string& text, const std::string& what, const std::string& with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

std::string shippedLine(const std::string& user)
{
    std::istringstream lines{std::string{acl::embedded.front().text}};
    for (std::string line; std::getline(lines, line);)
        if (line.rfind("user " + user + " ", 0) == 0)
            return line;
    return {};
}

} // namespace

std::string accessList(const std::vector<AccessUser>& users)
{
    std::string out = shippedLine("default") + "\n";
    for (const auto& user : users) {
        const auto placeholder = placeholderOf(user.kind);
        auto line = shippedLine(placeholder);
        replaceAll(line, "#SHA256_OF_" + placeholder,
                user.password.empty() ? "nopass" : "#" + sha256Hex(user.password));
        replaceAll(line, placeholder, user.name);
        out += line + "\n";
    }
    return out;
}

} // namespace saikobi::rehearsal
