#pragma once

#include <optional>
#include <string>

namespace saikobi::bench {

/// What the figure is measured against: another program of the same machine and run, or a set goal.
struct Reference {
    std::string name{};
    double value = 0;
};

/// One measured figure. `least` and `most` are the bar it must reach to be called met.
struct Figure {
    std::string name{};
    double value = 0;
    std::string unit{};
    std::optional<Reference> reference{};
    std::optional<double> least{};
    std::optional<double> most{};

    bool isMet() const;
};

/// Prints `name value unit  reference value  ratio  met` and adds a JSON line to the file that
/// SAIKOBI_BENCH_FIGURES names, from which `tests/bench/run` makes its table.
void report(const Figure& figure);

/// Something that must be zero. False, and said so on stderr, when it is not: the program then
/// exits with 1.
bool mustBeZero(const std::string& name, long long count);

} // namespace saikobi::bench
