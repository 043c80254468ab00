#include "backend/control/walk_keeper.h"

#include <chrono>
#include <map>
#include <tuple>

#include "backend/alarms/walk_watch.h"
#include "backend/control/walk_store.h"

namespace saikobi::control {

using alarms::WalkChange;
using contract::FaultCode;
using contract::Result;
using contract::WalkMark;
using contract::WalkMarks;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 5s; ///< a round without an answer; then the next begins
constexpr auto readsAllEvery = 15s;

using Place = std::tuple<contract::WalkName, std::string>;
using Ids = std::map<Place, std::string>;

Place placeOf(const WalkMark& mark)
{
    return {mark.walk, mark.step};
}

} // namespace

class WalkKeeper::Impl : public std::enable_shared_from_this<WalkKeeper::Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_store(m_parts.sale, m_parts.executor, m_parts.redis, m_parts.postgres)
        , m_watch(m_parts.instance)
    {
    }

    /// What an answer has to do; nothing when its round is over or the keeper gone.
    template<class T, class Take>
    auto inRound(Take take)
    {
        return [weak = weak_from_this(), round = m_round, take = std::move(take)](
                       const Result<T>& result) {
            const auto self = weak.lock();
            if (self && self->m_round == round && self->m_isBusy)
                take(*self, result);
        };
    }

    void tick(const std::optional<alarms::Moment>& seen, contract::Epoch epoch)
    {
        const auto now = std::chrono::steady_clock::now();
        if (m_isBusy && now - m_begunAt < patience)
            return;
        m_isBusy = true;
        m_begunAt = now;
        m_seen = seen;
        m_epoch = epoch;
        ++m_round;
        const bool isAllDue = !m_readAllAt || now - *m_readAllAt >= readsAllEvery;
        m_store.read(isAllDue,
                inRound<WalkMarks>([now, isAllDue](Impl& self, const Result<WalkMarks>& read) {
                    if (read && isAllDue)
                        self.m_readAllAt = now;
                    if (read)
                        self.take(read.value(), self.m_inPostgres);
                    self.judge();
                }));
    }

private:
    void take(const WalkMarks& marks, Ids& there)
    {
        for (const auto& mark : marks) {
            there[placeOf(mark)] = mark.id;
            auto& known = m_marks[placeOf(mark)];
            if (known.id.empty() || contract::isNewer(mark, known))
                known = mark;
        }
    }

    /// What one store does not have as it is known here.
    WalkMarks missingIn(const Ids& there) const
    {
        WalkMarks out;
        for (const auto& [place, mark] : m_marks) {
            const auto found = there.find(place);
            if (found == there.end() || found->second != mark.id)
                out.push_back(mark);
        }
        return out;
    }

    void judge()
    {
        std::vector<WalkChange> changes;
        if (m_seen && !m_marks.empty()) {
            WalkMarks all;
            for (const auto& [place, mark] : m_marks)
                all.push_back(mark);
            changes = m_watch.step(*m_seen, contract::walksOf(all));
        }
        WalkPush out;
        out.epoch = m_epoch;
        out.instance = m_parts.instance;
        out.known = m_revision;
        if (!m_revision.empty())
            out.adopt = missingIn(m_inRedis);
        out.changes = changes;
        m_store.push(
                out, inRound<WalkAnswer>([changes](Impl& self, const Result<WalkAnswer>& answer) {
                    if (answer)
                        return self.takeAnswer(answer.value());
                    // Another server may come back with another memory.
                    self.m_revision.clear();
                    // Sent or not: where nobody knows, the next round sees what became of it.
                    if (answer.error().code != FaultCode::Unknown && !changes.empty())
                        return self.writeToPostgres(changes);
                    self.m_isBusy = false;
                }));
    }

    void takeAnswer(const WalkAnswer& answer)
    {
        if (answer.isNews || answer.revision != m_revision) {
            m_inRedis.clear();
            take(answer.marks, m_inRedis);
        }
        m_revision = answer.revision;
        const auto missing = missingIn(m_inPostgres);
        if (missing.empty()) {
            m_isBusy = false;
            return;
        }
        m_store.mirror(missing,
                inRound<contract::Nothing>(
                        [missing](Impl& self, const Result<contract::Nothing>& done) {
                            for (const auto& mark : missing)
                                if (done)
                                    self.m_inPostgres[placeOf(mark)] = mark.id;
                            self.m_isBusy = false;
                        }));
    }

    void writeToPostgres(const std::vector<WalkChange>& changes)
    {
        m_store.write(m_parts.instance, changes,
                inRound<bool>([](Impl& self, const Result<bool>&) { self.m_isBusy = false; }));
    }

    const Parts m_parts;
    WalkStore m_store;
    alarms::WalkWatch m_watch;

    bool m_isBusy = false;
    std::uint64_t m_round = 0; ///< answers of an older one are late and mean nothing
    std::chrono::steady_clock::time_point m_begunAt{};
    std::optional<std::chrono::steady_clock::time_point> m_readAllAt{};
    std::optional<alarms::Moment> m_seen{};
    contract::Epoch m_epoch{};

    std::map<Place, WalkMark> m_marks{}; ///< the newest of each step, from whichever store
    std::string m_revision{}; ///< of Redis's marks; empty: nothing heard
    Ids m_inRedis{};
    Ids m_inPostgres{};
};

WalkKeeper::WalkKeeper(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

WalkKeeper::~WalkKeeper() = default;

void WalkKeeper::tick(const std::optional<alarms::Moment>& seen, contract::Epoch epoch)
{
    m_impl->tick(seen, epoch);
}

} // namespace saikobi::control
