#include "tests/bench/console_scene.h"

#include <QCoreApplication>

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>

#include "tests/support/tape.h"

namespace saikobi::bench {

namespace {

constexpr int instances = 4;
constexpr int arrivalsPerSecond = 20;
constexpr int passesPerSecond = 5;

} // namespace

ConsoleScene::ConsoleScene(QSize size)
    : m_now(tests::at(0))
    , m_session({[this] { return m_now; }, [] { return std::chrono::steady_clock::now(); }})
    , m_window(m_session, m_appearance)
    , m_pump(m_inbox, m_session.model(), nullptr)
    , m_picture({contract::ProfileKind::Rehearsal, "demo", "op-1"})
{
    const auto invented = sources::scriptedSnapshot({.startAt = m_now}, std::chrono::seconds{0});
    m_products = invented.products ? invented.products->value : m_products;
    m_methods = invented.methods ? invented.methods->value : m_methods;
    m_appearance.setLanguage(QStringLiteral("ja"));
    m_appearance.setTheme(status::Theme::Light);
    m_window.resize(size);
    m_window.show();
    paintAll();
}

void ConsoleScene::hear(int second)
{
    m_now = tests::at(second + 0.3);
    model::RedisNews redis;
    redis.at = m_now;
    redis.roundTripMs = 1;
    redis.mayAppend = true;
    redis.ticks.push_back(tests::lineTick(second,
            {arrivalsPerSecond * second + 4000, passesPerSecond * second,
                    passesPerSecond * second - second / 20}));
    for (int i = 0; i < instances; ++i)
        redis.ticks.push_back(tests::instanceTick(second, "serve-" + std::to_string(i),
                {{contract::counter::ordersPaid, second + second % 7}}));
    // A sale has something to tell about twice a minute.
    if (second % 30 == 0) {
        contract::TimelineEntry entry;
        entry.id = "e" + std::to_string(second);
        entry.at = tests::at(second);
        entry.kind = "note";
        entry.actor = "op-1";
        redis.entries.push_back(entry);
    }
    m_picture.take(redis);
    model::PostgresNews postgres;
    postgres.at = m_now;
    postgres.roundTripMs = 3;
    postgres.user = "op-1";
    postgres.isOperator = true;
    postgres.saleExists = true;
    postgres.callsPerSecond = 20;
    postgres.products = m_products;
    postgres.methods = m_methods;
    for (auto& product : postgres.products)
        product.sold += std::min<std::int64_t>(product.available(), second / 60);
    m_picture.take(postgres);
}

contract::SnapshotPtr ConsoleScene::compose()
{
    return std::make_shared<const contract::SaleSnapshot>(m_picture.compose(m_now));
}

void paintAll()
{
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents();
}

double cpuSeconds(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double residentMiB()
{
    long pages = 0;
    long resident = 0;
    std::ifstream{"/proc/self/statm"} >> pages >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

} // namespace saikobi::bench
