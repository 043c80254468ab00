#pragma once

#include <QFont>

namespace saikobi::status {

/// The few sizes of the screens, all relative to the user's own font size, so that 200 % scales
/// all.
enum class TypeSize { Small, Body, Strong, Figure };

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
