#include "backend/contract/command.h"

#include "backend/contract/json_members.h"

namespace saikobi::contract {

std::string parametersToJson(const std::map<std::string, std::string>& parameters)
{
    return serialize(json::strings(parameters));
}

} // namespace saikobi::contract
