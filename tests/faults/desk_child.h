#pragma once

#include <QProcess>
#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace saikobi::tests {

/// One second of a console in another process, as it saw it.
struct Seen {
    double at = 0; ///< s of the machine's clock that no suspension of the process stops
    int state = 0; ///< contract::DataState of `waiting`
    std::optional<double> waiting{};
    std::optional<double> arrivals{};
    std::optional<double> orders{};
    bool hasCommand = false;
};

/// A console that can be stopped or killed without stopping the test: this program again, with
/// other arguments.
class DeskChild {
public:
    /// What `main` of the test calls first. Runs the console if the arguments ask for it.
    static std::optional<int> runIfAsked(int argc, char** argv);

    bool start(const QString& profilePath);
    void signal(int number) const;
    /// All it has told so far.
    const std::vector<Seen>& seen();
    static double now();

private:
    QProcess m_process{};
    std::vector<Seen> m_seen{};
};

} // namespace saikobi::tests
