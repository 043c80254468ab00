#pragma once

#include <string>

#include "backend/contract/result.h"

namespace saikobi::stores {

/// What `saikobi.meta` says.
struct SchemaState {
    int schemaVersion = 0; ///< 0: nothing there yet
    int libraryVersion = 0;
    std::string installation{}; ///< UUID, made by the first migration
};

int newestSchemaVersion(); ///< of the migrations this program carries
int libraryVersion(); ///< of the Redis function library this program carries
const std::string& functionLibrary(); ///< its source, ready for FUNCTION LOAD

/// Creates or upgrades schema, roles and functions at `url` (a superuser or the owner). Safe to
/// repeat. Refused when the schema is newer than this program.
contract::Result<SchemaState> migrate(const std::string& url);

/// Refused, naming both versions, when the schema is newer or older than this program.
contract::Result<SchemaState> checkSchema(const std::string& url);

} // namespace saikobi::stores
