#pragma once

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace saikobi::tests {

using Triple = std::array<double, 3>;

inline double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

inline Triple linearOf(const QColor& colour)
{
    return {linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())};
}

/// Contrast of WCAG 2.2, 1.4.3.
inline double contrast(const QColor& a, const QColor& b)
{
    const auto luminance = [](const QColor& colour) {
        const auto rgb = linearOf(colour);
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    };
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

enum class Vision { Normal, Protan, Deutan, Tritan };
inline constexpr std::array visions{Vision::Normal, Vision::Protan, Vision::Deutan, Vision::Tritan};

/// Linear RGB as somebody sees it who lacks one kind of cone: Machado, Oliveira, Fernandes, IEEE
/// TVCG 15(6), 2009, severity 1.
inline Triple seen(const QColor& colour, Vision vision)
{
    using Matrix = std::array<Triple, 3>;
    static constexpr Matrix normal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    static constexpr Matrix protan{{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216},
            {-0.003882, -0.048116, 1.051998}}};
    static constexpr Matrix deutan{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413},
            {-0.011820, 0.042940, 0.968881}}};
    static constexpr Matrix tritan{{{1.255528, -0.076749, -0.178779},
            {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};
    const auto& by = vision == Vision::Protan ? protan
            : vision == Vision::Deutan        ? deutan
            : vision == Vision::Tritan        ? tritan
                                              : normal;
    const auto rgb = linearOf(colour);
    Triple out{};
    for (std::size_t i = 0; i < 3; ++i)
        out[i] = std::clamp(by[i][0] * rgb[0] + by[i][1] * rgb[1] + by[i][2] * rgb[2], 0.0, 1.0);
    return out;
}

/// CIE L*a*b* of linear sRGB, white D65.
inline Triple labOf(const Triple& rgb)
{
    const double x = (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047;
    const double y = 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2];
    const double z = (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883;
    const auto f = [](double t) {
        return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

/// CIEDE2000: Sharma, Wu, Dalal, Color Research and Application 30(1), 2005.
inline double deltaE2000(const Triple& a, const Triple& b)
{
    constexpr double pi = std::numbers::pi;
    const auto lab1 = labOf(a);
    const auto lab2 = labOf(b);
    const double meanC = (std::hypot(lab1[1], lab1[2]) + std::hypot(lab2[1], lab2[2])) / 2;
    const double c7 = std::pow(meanC, 7);
    const double g = 0.5 * (1 - std::sqrt(c7 / (c7 + std::pow(25.0, 7))));
    const double a1 = lab1[1] * (1 + g);
    const double a2 = lab2[1] * (1 + g);
    const double c1 = std::hypot(a1, lab1[2]);
    const double c2 = std::hypot(a2, lab2[2]);
    const auto hue = [](double y, double x) {
        return x == 0 && y == 0 ? 0 : std::fmod(std::atan2(y, x) + 2 * pi, 2 * pi);
    };
    const double h1 = hue(lab1[2], a1);
    const double h2 = hue(lab2[2], a2);
    double turn = h2 - h1;
    if (std::abs(turn) > pi)
        turn += turn > 0 ? -2 * pi : 2 * pi;
    const bool isGrey = c1 * c2 == 0;
    const double dL = lab2[0] - lab1[0];
    const double dC = c2 - c1;
    const double dH = isGrey ? 0 : 2 * std::sqrt(c1 * c2) * std::sin(turn / 2);
    const double meanL = (lab1[0] + lab2[0]) / 2;
    const double meanC2 = (c1 + c2) / 2;
    double meanH = h1 + h2;
    if (!isGrey)
        meanH = std::abs(h1 - h2) <= pi ? meanH / 2
                : meanH < 2 * pi        ? (meanH + 2 * pi) / 2
                                        : (meanH - 2 * pi) / 2;
    const auto degrees = [](double value) { return value * pi / 180; };
    const double t = 1 - 0.17 * std::cos(meanH - degrees(30)) + 0.24 * std::cos(2 * meanH)
            + 0.32 * std::cos(3 * meanH + degrees(6)) - 0.20 * std::cos(4 * meanH - degrees(63));
    const double off = std::pow(meanL - 50, 2);
    const double sL = 1 + 0.015 * off / std::sqrt(20 + off);
    const double sC = 1 + 0.045 * meanC2;
    const double sH = 1 + 0.015 * meanC2 * t;
    const double around = (meanH * 180 / pi - 275) / 25;
    const double m7 = std::pow(meanC2, 7);
    const double rT = -2 * std::sqrt(m7 / (m7 + std::pow(25.0, 7)))
            * std::sin(degrees(60) * std::exp(-around * around));
    return std::sqrt(std::pow(dL / sL, 2) + std::pow(dC / sC, 2) + std::pow(dH / sH, 2)
            + rT * (dC / sC) * (dH / sH));
}

} // namespace saikobi::tests
