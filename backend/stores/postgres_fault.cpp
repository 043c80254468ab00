#include "backend/stores/postgres_fault.h"

#include <pqxx/pqxx>

#include <string_view>

namespace saikobi::stores {

using contract::Fault;
using contract::FaultCode;

namespace {

FaultCode meaningOf(std::string_view state)
{
    if (state.empty())
        return FaultCode::Refused; // libpqxx drops the state of some errors, such as a missing
                                   // right
    if (state == "23505" || state.substr(0, 2) == "40")
        return FaultCode::Conflict;
    if (state == "55P03" || state == "57014" || state.substr(0, 2) == "53")
        return FaultCode::Busy;
    if (state.substr(0, 2) == "57" || state.substr(0, 2) == "08")
        return FaultCode::Unknown; // the server goes away; a commit may have happened
    const auto group = state.substr(0, 2);
    if (group == "22" || group == "23" || group == "42" || group == "P0" || group == "25")
        return FaultCode::Refused;
    return FaultCode::Internal;
}

} // namespace

Fault toFault(const std::exception& failed, bool isOpen)
{
    if (!isOpen || dynamic_cast<const pqxx::broken_connection*>(&failed)
            || dynamic_cast<const pqxx::in_doubt_error*>(&failed))
        return {FaultCode::Unknown, std::string{"postgres: "} + failed.what()};
    if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&failed))
        return {meaningOf(sql->sqlstate()), sql->sqlstate() + " " + sql->what()};
    return {FaultCode::Internal, failed.what()};
}

std::string withSettings(const std::string& url, const std::string& applicationName)
{
    const char* joint = url.find('?') == std::string::npos ? "?" : "&";
    return url + joint + "connect_timeout=2&application_name=" + applicationName;
}

} // namespace saikobi::stores
