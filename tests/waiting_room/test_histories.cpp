#include <QTest>

#include <random>
#include <set>

#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using contract::CommandKind;
using contract::Phase;
using tests::PacedLine;
using waiting_room::Claimed;
using namespace std::chrono_literals;

namespace {

constexpr int steps = 1500;

std::uint32_t startValue()
{
    const auto given = qEnvironmentVariableIntValue("SAIKOBI_SEED");
    return given > 0 ? static_cast<std::uint32_t>(given) : std::random_device{}() % 1000000 + 1;
}

/// A line to which anything may happen, and what must stay true of it.
class History {
public:
    History(tests::TestStores& stores, std::uint32_t seed)
        : m_line(stores, 120, 5s)
        , m_random(seed)
        , m_begun(m_line.now())
    {
        m_line.settings().passLife = 120s;
        m_line.settings().order
                = below(2) == 0 ? contract::SaleOrder::Draw : contract::SaleOrder::Fifo;
        m_line.settings().maxShoppers = below(3) == 0 ? 150 : 0;
    }

    /// What was broken first; empty: nothing.
    std::string run()
    {
        for (int i = 0; i < steps && m_broken.empty(); ++i) {
            doSomething();
            look();
        }
        if (m_broken.empty())
            weighPasses();
        return m_broken;
    }
    std::size_t passes() const { return m_passes.size(); }

private:
    int below(int end) { return std::uniform_int_distribution<int>{0, end - 1}(m_random); }

    void doSomething()
    {
        switch (below(12)) {
        case 0:
            m_line.join(below(40) + 1);
            break;
        case 1:
            command();
            break;
        case 2:
            if (!m_granted.empty() && below(4) == 0)
                m_line.leave(
                        *std::next(m_granted.begin(), below(static_cast<int>(m_granted.size()))));
            break;
        case 3:
            m_line.advance(std::chrono::milliseconds{below(below(10) == 0 ? 20000 : 1500)});
            break;
        default:
            m_line.advance(100ms);
            claim();
        }
    }

    void command()
    {
        const auto number = [this](int end) { return std::to_string(below(end)); };
        switch (below(9)) {
        case 0:
        case 1:
            return send(CommandKind::SetRate,
                    {{"rate", std::to_string(1 + below(600))}, {"override", "1"}});
        case 2:
            return send(CommandKind::Hold, {});
        case 3:
            return send(CommandKind::Admit, {{"n", number(12)}});
        case 4:
            return send(CommandKind::Close, {});
        case 5:
            return send(CommandKind::Reopen, {});
        case 6:
            return send(CommandKind::OpenNow, {});
        default:
            return send(CommandKind::Release, {});
        }
    }

    void send(CommandKind kind, const std::map<std::string, std::string>& parameters)
    {
        m_line.command(m_line.made(kind, parameters));
    }

    void claim()
    {
        std::vector<std::int64_t> places;
        for (int i = below(30); i > 0 && m_state.issued > 0; --i)
            places.push_back(1 + below(static_cast<int>(m_state.issued)));
        std::sort(places.begin(), places.end());
        places.erase(std::unique(places.begin(), places.end()), places.end());
        look(); // what applies to the claims is known: the clock does not move in between
        auto admitted = m_state.admit;
        const auto answers = m_line.claim(places);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            if (answers[i].kind != Claimed::Kind::Granted)
                continue;
            if (!m_granted.insert(places[i]).second)
                m_broken = "place " + std::to_string(places[i]) + " has a second pass";
            if (m_state.phase != Phase::Open && --admitted < 0)
                m_broken = "a pass while held or closed, beyond what was admitted";
            m_passes.push_back(m_line.now());
        }
    }

    void look()
    {
        const auto state = m_line.pace().line;
        if (state.serving < m_state.serving)
            m_broken = "the front went back";
        if (m_state.drawn >= 0 && state.drawn != m_state.drawn)
            m_broken = "who takes part in the draw changed";
        if (state.serving > state.issued)
            m_broken = "somebody was called who has no number";
        if (state.completed + state.abandoned + state.live != state.passes)
            m_broken = "a session is lost or counted twice";
        // Passes that came back with the join.
        for (auto more = state.passes - static_cast<std::int64_t>(m_passes.size()); more > 0;
                --more)
            m_passes.push_back(m_line.now());
        m_state = state;
        if (m_rates.empty() || m_rates.back().second != state.rate.value)
            m_rates.emplace_back(m_line.now(), state.rate.value);
    }

    double rateAt(contract::Instant at) const
    {
        auto rate = m_rates.front().second;
        for (const auto& [from, value] : m_rates)
            if (from <= at)
                rate = value;
        return rate / 60.0;
    }

    /// Credit that may have been saved up by then: by any rate that was in force at that instant.
    double burstAt(contract::Instant at) const
    {
        double most = std::max(2.0, 3 * rateAt(at - 1ms));
        for (const auto& [from, value] : m_rates)
            if (from == at)
                most = std::max(most, value / 20.0);
        return most;
    }

    /// No window, however long, holds more passes than the rates in it and one burst.
    void weighPasses()
    {
        for (std::size_t first = 0; first < m_passes.size(); ++first) {
            double allowed = burstAt(m_passes[first]);
            for (std::size_t last = first; last < m_passes.size(); ++last) {
                if (last > first)
                    allowed += given(m_passes[last - 1], m_passes[last]);
                if (static_cast<double>(last - first + 1) > allowed + 1e-6) {
                    m_broken = "too many passes from "
                            + std::to_string((m_passes[first] - m_begun).count() / 1000000) + " ms";
                    return;
                }
            }
        }
    }

    double given(contract::Instant from, contract::Instant to) const
    {
        double sum = 0;
        for (std::size_t i = 0; i < m_rates.size(); ++i) {
            const auto begin = std::max(from, m_rates[i].first);
            const auto end = i + 1 < m_rates.size() ? std::min(to, m_rates[i + 1].first) : to;
            if (end > begin)
                sum += m_rates[i].second / 60.0
                        * std::chrono::duration<double>(end - begin).count();
        }
        return sum;
    }

    PacedLine m_line;
    std::mt19937 m_random;
    contract::Instant m_begun;
    contract::LineState m_state{};
    std::set<std::int64_t> m_granted{};
    std::vector<contract::Instant> m_passes{};
    std::vector<std::pair<contract::Instant, int>> m_rates{};
    std::string m_broken{};
};

} // namespace

/// Whatever staff and visitors do in whatever order, some things are always true.
class TestHistories : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void promisesHoldInAnyHistory_data();
    void promisesHoldInAnyHistory();

private:
    std::unique_ptr<tests::TestStores> m_stores;
};

void TestHistories::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestHistories::promisesHoldInAnyHistory_data()
{
    QTest::addColumn<quint32>("seed");
    const auto start = startValue();
    qInfo("SAIKOBI_SEED=%u repeats these histories", start);
    for (quint32 i = 0; i < 6; ++i)
        QTest::addRow("history %u", start + i) << start + i;
}

void TestHistories::promisesHoldInAnyHistory()
{
    QFETCH(quint32, seed);
    m_stores->clear();
    History history(*m_stores, seed);
    const auto broken = history.run();
    QVERIFY2(broken.empty(), broken.c_str());
    QVERIFY(history.passes() > 0);
}

QTEST_GUILESS_MAIN(TestHistories)
#include "test_histories.moc"
