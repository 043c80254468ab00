#include "backend/control/control.h"

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include <map>
#include <utility>

#include "backend/control/control_store.h"

namespace saikobi::control {

using namespace std::chrono_literals;
using contract::Result;

namespace {

constexpr auto operatorsEvery = 3s;
/// A line that has gone away while it had our rows never answers; then they are read again.
constexpr auto patience = 5s;

contract::CommandDecision unknownKind(const OpenCommand& open, contract::Instant at)
{
    const auto& id = open.relayed.command.id;
    return {id, contract::CommandState::Refused,
            R"({"id":")" + id + R"(","result":"refused","path":"postgres","why":"unknown-kind"})",
            at};
}

} // namespace

class Control::Impl : public std::enable_shared_from_this<Control::Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_store(m_parts.executor, m_parts.postgres)
    {
    }

    void tick()
    {
        const auto now = std::chrono::steady_clock::now();
        if (now >= m_operatorsAt && !m_isReadingOperators)
            readOperators(now);
        if (!m_isRelaying || now - m_relayingSince > patience)
            readOpen(now);
    }

private:
    void readOperators(std::chrono::steady_clock::time_point now)
    {
        m_operatorsAt = now + operatorsEvery;
        m_isReadingOperators = true;
        m_store.readOperators(
                [weak = weak_from_this()](const Result<std::vector<std::string>>& names) {
                    const auto self = weak.lock();
                    if (!self)
                        return;
                    self->m_isReadingOperators = false;
                    // While Postgres is away the people we know stay operators.
                    if (names)
                        self->m_parts.lines.setOperators(names.value());
                });
    }

    void readOpen(std::chrono::steady_clock::time_point now)
    {
        m_isRelaying = true;
        m_relayingSince = now;
        m_unanswered = 0;
        ++m_round;
        m_store.readOpen([weak = weak_from_this(), round = m_round](
                                 const Result<std::vector<OpenCommand>>& open) {
            const auto self = weak.lock();
            if (self && self->m_round == round)
                self->relay(open ? open.value() : std::vector<OpenCommand>{});
        });
    }

    void relay(const std::vector<OpenCommand>& open)
    {
        Decisions refused;
        std::vector<std::string> ours;
        std::vector<std::string> acts;
        std::map<std::string, std::vector<contract::RelayedCommand>> bySale;
        for (const auto& one : open) {
            if (one.isKindKnown && contract::isAlarmAct(one.relayed.command.kind))
                acts.push_back(one.relayed.command.id);
            if (one.isKindKnown && contract::isDecidedByPostgres(one.relayed.command.kind))
                ours.push_back(one.relayed.command.id);
            else if (one.isKindKnown)
                bySale[one.relayed.command.sale].push_back(one.relayed);
            else
                refused.push_back(unknownKind(one, m_parts.clock()));
        }
        if (!refused.empty())
            m_store.decide(std::move(refused), [](const contract::Outcome&) {
                // Not written: it is still open, and refused again in the next round.
            });
        // Relayed as well: whichever store is in charge now decides them.
        if (!acts.empty())
            m_store.applyAlarmActs(std::move(acts), [](const contract::Outcome&) {
                // Not decided: still open, and asked again in the next round.
            });
        m_unanswered = bySale.size() + (ours.empty() ? 0 : 1);
        m_isRelaying = m_unanswered > 0;
        if (!ours.empty())
            m_store.apply(std::move(ours),
                    [weak = weak_from_this(), round = m_round](const contract::Outcome& applied) {
                        if (!applied) // still open: the next round tries again
                            spdlog::warn("saikobi.control: {}", applied.error().detail);
                        if (const auto self = weak.lock())
                            self->answered(round);
                    });
        for (auto& [sale, rows] : bySale)
            m_parts.lines.apply(sale, std::move(rows),
                    [weak = weak_from_this(), executor = m_parts.executor, round = m_round](
                            Decisions decisions) {
                        boost::asio::post(executor,
                                [weak, round, decisions = std::move(decisions)]() mutable {
                                    if (const auto self = weak.lock())
                                        self->writeBack(round, std::move(decisions));
                                });
                    });
    }

    void writeBack(std::uint64_t round, Decisions decisions)
    {
        if (decisions.empty())
            return answered(round);
        m_store.decide(
                std::move(decisions), [weak = weak_from_this(), round](const contract::Outcome&) {
                    // Not written: the row is still open, relayed again, and told the same
                    // decision.
                    if (const auto self = weak.lock())
                        self->answered(round);
                });
    }

    void answered(std::uint64_t round)
    {
        if (round == m_round && --m_unanswered == 0)
            m_isRelaying = false;
    }

    Parts m_parts;
    ControlStore m_store;
    std::chrono::steady_clock::time_point m_operatorsAt{};
    bool m_isReadingOperators = false;
    std::chrono::steady_clock::time_point m_relayingSince{};
    bool m_isRelaying = false;
    std::uint64_t m_round = 0; ///< answers of an older one are late and mean nothing
    std::size_t m_unanswered = 0; ///< sales of this round
};

Control::Control(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

Control::~Control() = default;

void Control::tick()
{
    m_impl->tick();
}

} // namespace saikobi::control
