#pragma once

#include <QFont>
#include <QWidget>

namespace saikobi::status {

/// The few sizes of the screens, all relative to the user's own font size, so that 200 % scales
/// all.
enum class TypeSize { Small, Body, Strong, Figure };

inline constexpr double usualPoints = 9.75; ///< 13 px at 96 dpi: Live then fits 1280×800

/// A length measured beside the usual text, beside the text of `widget`.
inline int besideText(const QWidget& widget, int usual)
{
    return qRound(usual * widget.font().pointSizeF() / usualPoints);
}

inline QFont scaled(QFont base, TypeSize size)
{
    constexpr auto factors = [](TypeSize wanted) {
        switch (wanted) {
        case TypeSize::Small:
            return 0.86;
        case TypeSize::Body:
        case TypeSize::Strong:
            return 1.0;
        case TypeSize::Figure:
            return 2.0;
        }
        return 1.0;
    };
    base.setPointSizeF(base.pointSizeF() * factors(size));
    base.setBold(size == TypeSize::Strong || size == TypeSize::Figure);
    return base;
}

} // namespace saikobi::status
