#include "tests/faults/desk_child.h"

#include <QCoreApplication>
#include <QStringList>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <string_view>

#include "tests/e2e/console.h"

namespace saikobi::tests {

namespace {

constexpr const char* asked = "--console";
constexpr int nothing = -1; ///< what is printed for a figure without a value

double valueOf(const contract::SaleSnapshot& sale, contract::Figure figure)
{
    const auto& found = sale.figures.at(static_cast<std::size_t>(figure));
    return found ? found->value : nothing;
}

std::optional<double> number(const QString& text)
{
    const auto value = text.toDouble();
    return value == nothing ? std::nullopt : std::optional{value};
}

void print(const Console& console)
{
    const auto& sale = *console.sale();
    using contract::Figure;
    std::printf("%.3f %d %.3f %.3f %.3f %d\n", DeskChild::now(),
            static_cast<int>(contract::stateOf(sale, Figure::Waiting, sale.madeAt)),
            valueOf(sale, Figure::Waiting), valueOf(sale, Figure::Arrivals),
            valueOf(sale, Figure::Orders), console.hasCommand() ? 1 : 0);
    std::fflush(stdout);
}

} // namespace

std::optional<int> DeskChild::runIfAsked(int argc, char** argv)
{
    if (argc != 3 || std::string_view{argv[1]} != asked)
        return std::nullopt;
    QCoreApplication app{argc, argv};
    const auto console = Console::open(QString::fromLocal8Bit(argv[2]));
    if (!console)
        return 1;
    QObject::connect(&console->model(), &model::SaleModel::changed, &app, [&console] {
        if (console->sale())
            print(*console);
    });
    return QCoreApplication::exec();
}

bool DeskChild::start(const QString& profilePath)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), {asked, profilePath});
    return m_process.waitForStarted();
}

void DeskChild::signal(int number) const
{
    ::kill(static_cast<pid_t>(m_process.processId()), number);
}

const std::vector<Seen>& DeskChild::seen()
{
    while (m_process.canReadLine()) {
        const auto words = QString::fromLatin1(m_process.readLine()).trimmed().split(u' ');
        if (words.size() == 6)
            m_seen.push_back({words[0].toDouble(), words[1].toInt(), number(words[2]),
                    number(words[3]), number(words[4]), words[5] == QLatin1String("1")});
    }
    return m_seen;
}

double DeskChild::now()
{
    timespec at{};
    ::clock_gettime(CLOCK_BOOTTIME, &at);
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
}

} // namespace saikobi::tests
