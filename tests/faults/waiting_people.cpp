#include "tests/faults/waiting_people.h"

#include <algorithm>

namespace saikobi::tests {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t threads = 6;
constexpr auto pause = 5ms; ///< between two joins, and before a question is repeated

} // namespace

WaitingPeople::WaitingPeople(Installation& installation, std::string sale)
    : m_installation(installation)
    , m_sale(std::move(sale))
{
}

WaitingPeople::~WaitingPeople()
{
    stop();
}

std::vector<std::unique_ptr<WebClient>> WaitingPeople::openDoors() const
{
    std::vector<std::unique_ptr<WebClient>> doors;
    for (std::size_t i = 0; i < m_installation.instances(); ++i)
        doors.push_back(std::make_unique<WebClient>(m_installation.port(i)));
    return doors;
}

void WaitingPeople::joinOnce(std::vector<std::unique_ptr<WebClient>>& doors, std::size_t first)
{
    const auto visitor = QString::number(++m_visitors, 16).rightJustified(32, u'0').toStdString();
    const auto asked = LineHistory::Clock::now();
    for (std::size_t attempt = 0;; ++attempt) {
        auto& door = *doors[(first + attempt) % doors.size()];
        const auto answer
                = door.post("/sales/" + m_sale + "/tickets", "{\"visitor\":\"" + visitor + "\"}");
        const auto answered = LineHistory::Clock::now();
        std::unique_lock lock(m_mutex);
        if (answer.status == 201 || answer.status == 200) {
            const auto said = answer.json();
            const auto number = said[QStringLiteral("number")].toInteger();
            m_people.push_back(
                    {said[QStringLiteral("ticket")].toString().toStdString(), number, number});
            m_history.add({number, asked, answered});
            m_repeated += attempt > 0 ? 1 : 0;
            return;
        }
        if (m_stopped.wait_for(lock, pause, [this] { return m_isStopping; }))
            return;
    }
}

void WaitingPeople::gather(std::size_t count)
{
    std::atomic<std::int64_t> left{static_cast<std::int64_t>(count)};
    std::vector<std::thread> crowd;
    for (std::size_t i = 0; i < threads; ++i)
        crowd.emplace_back([this, i, &left] {
            auto doors = openDoors();
            while (left-- > 0)
                joinOnce(doors, i);
        });
    for (auto& one : crowd)
        one.join();
}

void WaitingPeople::keepJoining()
{
    for (std::size_t i = 0; i < m_installation.instances(); ++i)
        m_threads.emplace_back([this, i] {
            auto doors = openDoors();
            for (bool isOver = false; !isOver;) {
                joinOnce(doors, i);
                std::unique_lock lock(m_mutex);
                isOver = m_stopped.wait_for(lock, pause, [this] { return m_isStopping; });
            }
        });
}

void WaitingPeople::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_stopped.notify_all();
    for (auto& thread : m_threads)
        thread.join();
    m_threads.clear();
    m_isStopping = false;
}

std::size_t WaitingPeople::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_people.size();
}

std::int64_t WaitingPeople::highestNumber() const
{
    const std::lock_guard lock(m_mutex);
    std::int64_t highest = 0;
    for (const auto& person : m_people)
        highest = std::max(highest, person.number);
    return highest;
}

LineHistory::Verdict WaitingPeople::checkHistory() const
{
    const std::lock_guard lock(m_mutex);
    return m_history.check();
}

std::string WaitingPeople::askOne(WebClient& door, Person& person, bool mustBeCalled) const
{
    const auto answer = door.get("/sales/" + m_sale + "/tickets/me", bearer(person.ticket));
    const auto said = answer.json();
    const auto who = "number " + std::to_string(person.number);
    if (answer.status != 200)
        return who + ": status " + std::to_string(answer.status) + " " + answer.body;
    if (said[QStringLiteral("number")].toInteger() != person.number)
        return who + " became " + answer.body;
    const auto position = said[QStringLiteral("position")].toInteger(-1);
    if (position < 0 || position > person.position)
        return who + " moved from position " + std::to_string(person.position) + ": " + answer.body;
    person.position = position;
    if (mustBeCalled && !said[QStringLiteral("called")].toBool())
        return who + " was not called: " + answer.body;
    return {};
}

std::string WaitingPeople::askAll(bool mustBeCalled)
{
    std::vector<Person> people;
    {
        const std::lock_guard lock(m_mutex);
        people = m_people;
    }
    std::vector<std::string> complaints(threads);
    std::vector<std::thread> crowd;
    for (std::size_t i = 0; i < threads; ++i)
        crowd.emplace_back([&, i] {
            auto doors = openDoors();
            for (auto at = i; at < people.size() && complaints[i].empty(); at += threads)
                complaints[i] = askOne(*doors[i % doors.size()], people[at], mustBeCalled);
        });
    for (auto& one : crowd)
        one.join();
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < people.size(); ++i)
        m_people[i].position = people[i].position;
    for (const auto& complaint : complaints)
        if (!complaint.empty())
            return complaint;
    return {};
}

std::string WaitingPeople::askPlaces()
{
    return askAll(false);
}

std::string WaitingPeople::allCalled()
{
    return askAll(true);
}

} // namespace saikobi::tests
