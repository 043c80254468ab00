#include "widgets/status/palette.h"

#include <QApplication>
#include <QPalette>
#include <QWidget>

namespace saikobi::status {

namespace {

const Palette light{.ground = QColor(0xE4, 0xE6, 0xE8),
        .text = QColor(0x10, 0x18, 0x20),
        .second = QColor(0x4A, 0x51, 0x58),
        .outline = QColor(0x6B, 0x73, 0x7B),
        .series = {QColor(0x10, 0x18, 0x20), QColor(0x3B, 0x7D, 0xD8), QColor(0x3F, 0x7F, 0x55),
                QColor(0x5B, 0x14, 0x70)},
        .accent = QColor(0x1F, 0x5F, 0xB4)};

const Palette dark{.ground = QColor(0x2B, 0x2D, 0x30),
        .text = QColor(0xE8, 0xEB, 0xEE),
        .second = QColor(0xB6, 0xBC, 0xC3),
        .outline = QColor(0x8C, 0x94, 0x9C),
        .series = {QColor(0xDC, 0xE8, 0xF5), QColor(0x4F, 0xA3, 0xE0), QColor(0x7E, 0x63, 0xE2),
                QColor(0x79, 0xF5, 0xCC)},
        .accent = QColor(0x4F, 0xA3, 0xE0)};

} // namespace

const Palette& paletteOf(Theme theme)
{
    return theme == Theme::Dark ? dark : light;
}

Theme themeOf(const QWidget& widget)
{
    return QApplication::palette(&widget).color(QPalette::Window).lightness() < 128 ? Theme::Dark
                                                                                    : Theme::Light;
}

const Palette& paletteOf(const QWidget& widget)
{
    return paletteOf(themeOf(widget));
}

QColor profileColour(contract::ProfileKind kind, Theme theme)
{
    const auto& series = paletteOf(theme).series;
    switch (kind) {
    case contract::ProfileKind::Production:
        return series[0];
    case contract::ProfileKind::Rehearsal:
        return series[theme == Theme::Light ? 2 : 3];
    case contract::ProfileKind::Development:
        return series[theme == Theme::Light ? 3 : 2];
    }
    return series[0];
}

QColor tint(const QColor& ink, const QColor& ground, double part)
{
    const auto mix = [part](int a, int b) { return static_cast<int>(a * part + b * (1 - part)); };
    return {mix(ink.red(), ground.red()), mix(ink.green(), ground.green()),
            mix(ink.blue(), ground.blue())};
}

} // namespace saikobi::status
