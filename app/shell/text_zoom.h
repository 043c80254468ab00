#pragma once

#include <QHash>

#include <array>
#include <functional>

class QWidget;

namespace saikobi::shell {

/// Lets what was given a size in code follow the size of the text: faces, fixed widths and heights,
/// rows of tables. Widgets that measure themselves anew when their font changes are left alone.
class TextZoom {
public:
    /// `change` gives the whole program its new font; both sizes in percent of the usual one.
    void run(int from, int to, const std::function<void()>& change);
    /// A style sheet of the whole program puts faces back to what they were under the one before.
    void keep() const;

private:
    enum Length { LeastWidth, LeastHeight, MostWidth, MostHeight, Row, Face, lengths };
    using Lengths = std::array<double, lengths>; ///< 0: nobody has said so

    struct Kept {
        Lengths usual{}; ///< at 100 %, so that going there and back leaves nothing behind
        Lengths given{};
    };

    static Lengths read(const QWidget& widget);
    static void give(QWidget& widget, int length, double value);

    QHash<const QWidget*, Kept> m_kept{};
};

} // namespace saikobi::shell
