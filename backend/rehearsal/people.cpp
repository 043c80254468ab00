#include "backend/rehearsal/people.h"

#include "backend/rehearsal/folders.h"
#include "backend/rehearsal/secrets.h"

namespace saikobi::rehearsal {

contract::Result<std::vector<Person>> peopleOf(const std::filesystem::path& folder)
{
    const auto secrets = std::filesystem::absolute(folder) / "secrets";
    if (const auto made = makePrivateFolder(secrets, std::nullopt); !made)
        return made.error();
    std::vector<Person> people{{Person::Kind::Backend, backendName},
            {Person::Kind::Operator, operatorName}, {Person::Kind::Viewer, viewerName}};
    for (auto& person : people) {
        person.passwordFile = secrets / (person.name + ".password");
        person.passfile = secrets / (person.name + ".pgpass");
        auto password = readOrMake(person.passwordFile, [] { return randomHex(24); });
        if (!password)
            return password.error();
        person.password = std::move(password).value();
        if (const auto written = writePrivateFile(
                    person.passfile, "*:*:*:" + person.name + ":" + person.password + "\n");
                !written)
            return written.error();
    }
    return people;
}

} // namespace saikobi::rehearsal
