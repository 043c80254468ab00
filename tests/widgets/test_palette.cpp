#include <QTest>

#include <algorithm>
#include <cmath>

#include "widgets/status/palette.h"

using namespace saikobi::status;

namespace {

/// Relative luminance and contrast of WCAG 2.2, 1.4.3.
double luminance(const QColor& colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
            + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace

class TestPalette : public QObject {
    Q_OBJECT

private slots:
    void everyThingIsReadable_data()
    {
        QTest::addColumn<Theme>("theme");
        QTest::addRow("light") << Theme::Light;
        QTest::addRow("dark") << Theme::Dark;
    }

    void everyThingIsReadable()
    {
        QFETCH(Theme, theme);
        const auto& colours = paletteOf(theme);
        QVERIFY(contrast(colours.text, colours.ground) >= 4.5);
        QVERIFY(contrast(colours.second, colours.ground) >= 4.5);
        QVERIFY(contrast(colours.outline, colours.ground) >= 3);
        QVERIFY(contrast(colours.accent, colours.ground) >= 3);
        for (const auto& line : colours.series)
            QVERIFY(contrast(line, colours.ground) >= 3);
    }

    void profilesHaveDifferentStripes()
    {
        using saikobi::contract::ProfileKind;
        for (const auto theme : {Theme::Light, Theme::Dark}) {
            QVERIFY(profileColour(ProfileKind::Production, theme)
                    != profileColour(ProfileKind::Rehearsal, theme));
            QVERIFY(profileColour(ProfileKind::Rehearsal, theme)
                    != profileColour(ProfileKind::Development, theme));
        }
    }
};

QTEST_GUILESS_MAIN(TestPalette)
#include "test_palette.moc"
