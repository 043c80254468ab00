#include "backend/rehearsal/private_stores.h"

#include <algorithm>
#include <cassert>

#include "backend/rehearsal/postgres_store.h"
#include "backend/stores/migration.h"

namespace saikobi::rehearsal {

using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace {

/// Connections of the hundred: the rest stays free for the server's own and for migrations.
Login loginOf(const Person& person)
{
    switch (person.kind) {
    case Person::Kind::Backend:
        return {person.name, "saikobi_backend", person.password, 70, false};
    case Person::Kind::Operator:
        return {person.name, "saikobi_operator", person.password, 12, false};
    case Person::Kind::Viewer:
        return {person.name, "saikobi_viewer", person.password, 8, true};
    }
    return {};
}

AccessUser accessOf(const Person& person)
{
    switch (person.kind) {
    case Person::Kind::Backend:
        return {AccessUser::Kind::Backend, person.name, person.password};
    case Person::Kind::Operator:
        return {AccessUser::Kind::Operator, person.name, person.password};
    case Person::Kind::Viewer:
        break;
    }
    // redis-cli takes no password file, and a viewer on loopback can change nothing.
    return {AccessUser::Kind::Viewer, person.name, {}};
}

Outcome prepareDatabase(const std::string& superuserUrl, const std::vector<Person>& people)
{
    if (const auto migrated = stores::migrate(superuserUrl); !migrated)
        return migrated.error();
    if (const auto marked = markAsRehearsal(superuserUrl); !marked)
        return marked;
    for (const auto& person : people)
        if (const auto made = ensureLogin(superuserUrl, loginOf(person)); !made)
            return made.error();
    return Nothing{};
}

} // namespace

PrivateStores::PrivateStores(
        std::vector<Person> people, PrivatePostgres postgres, PrivateRedis redis)
    : m_people(std::move(people))
    , m_postgres(std::move(postgres))
    , m_redis(std::move(redis))
{
}

Result<PrivateStores> PrivateStores::start(
        const std::filesystem::path& folder, Durability durability)
{
    auto people = peopleOf(folder);
    if (!people)
        return people.error();
    std::vector<AccessUser> users;
    for (const auto& person : people.value())
        users.push_back(accessOf(person));
    auto redis = PrivateRedis::start(folder, std::move(users));
    if (!redis)
        return redis.error();
    auto postgres = PrivatePostgres::start(folder, durability);
    if (!postgres)
        return postgres.error();
    if (const auto prepared = prepareDatabase(postgres.value().superuserUrl(), people.value());
            !prepared)
        return prepared.error();
    return PrivateStores(
            std::move(people).value(), std::move(postgres).value(), std::move(redis).value());
}

const Person& PrivateStores::person(const std::string& name) const
{
    const auto found = std::find_if(m_people.begin(), m_people.end(),
            [&name](const auto& one) { return one.name == name; });
    assert(found != m_people.end());
    return *found;
}

std::string PrivateStores::postgresUrl(const std::string& name) const
{
    return m_postgres.url(name, person(name).passfile);
}

} // namespace saikobi::rehearsal
