#include "tests/bench/figure.h"

#include <boost/json.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace saikobi::bench {

namespace {

bool hasBar(const Figure& figure)
{
    return figure.least || figure.most;
}

void write(const Figure& figure)
{
    const char* path = std::getenv("SAIKOBI_BENCH_FIGURES");
    if (!path)
        return;
    boost::json::object line{{"name", figure.name}, {"value", figure.value}, {"unit", figure.unit}};
    if (figure.reference) {
        line["reference"] = figure.reference->name;
        line["reference_value"] = figure.reference->value;
    }
    if (figure.least)
        line["least"] = *figure.least;
    if (figure.most)
        line["most"] = *figure.most;
    if (hasBar(figure))
        line["met"] = figure.isMet();
    std::ofstream{path, std::ios::app} << boost::json::serialize(line) << '\n';
}

} // namespace

bool Figure::isMet() const
{
    return std::isfinite(value) && (!least || value >= *least) && (!most || value <= *most);
}

void report(const Figure& figure)
{
    std::printf("%-34s %14.6g %-10s", figure.name.c_str(), figure.value, figure.unit.c_str());
    if (figure.reference) {
        std::printf("  %s %.6g", figure.reference->name.c_str(), figure.reference->value);
        if (figure.reference->value != 0)
            std::printf("  x%.3f", figure.value / figure.reference->value);
    }
    if (hasBar(figure))
        std::printf("  %s", figure.isMet() ? "met" : "NOT MET");
    std::printf("\n");
    std::fflush(stdout);
    write(figure);
}

bool mustBeZero(const std::string& name, long long count)
{
    Figure figure{name, static_cast<double>(count), "", std::nullopt, std::nullopt, 0};
    report(figure);
    if (count != 0)
        std::fprintf(stderr, "bench: %s must be zero and is %lld\n", name.c_str(), count);
    return count == 0;
}

} // namespace saikobi::bench
