#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/rehearsal/people.h"
#include "backend/rehearsal/private_postgres.h"
#include "backend/rehearsal/private_redis.h"

namespace saikobi::rehearsal {

/// Both stores on one folder, migrated, with everybody's logins.
class PrivateStores {
public:
    static contract::Result<PrivateStores> start(
            const std::filesystem::path& folder, Durability durability = Durability::PowerCut);

    PrivatePostgres& postgres() { return m_postgres; }
    PrivateRedis& redis() { return m_redis; }
    const Person& person(const std::string& name) const; ///< one of people.h
    std::string postgresUrl(const std::string& name) const;
    std::string redisUrl(const std::string& name) const { return m_redis.url(name); }

private:
    PrivateStores(std::vector<Person> people, PrivatePostgres postgres, PrivateRedis redis);

    std::vector<Person> m_people;
    PrivatePostgres m_postgres;
    PrivateRedis m_redis;
};

} // namespace saikobi::rehearsal
