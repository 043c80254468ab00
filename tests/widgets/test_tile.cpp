#include <QImage>
#include <QPixmap>
#include <QRegularExpression>
#include <QTest>

#include "widgets/status/data_marks.h"
#include "widgets/status/tile.h"

using namespace saikobi;
using namespace saikobi::status;
using contract::DataState;

namespace {

TileContent zero(DataState state)
{
    TileContent content;
    content.state = state;
    content.value = QStringLiteral("0");
    content.number = 0;
    content.age = QStringLiteral("0.4 s");
    content.seenAt = QStringLiteral("12:10:03");
    content.absence = QStringLiteral("no data");
    content.gauge = Gauge{.from = 0, .to = 10, .normalTo = 5, .limit = 8};
    return content;
}

QImage picture(Tile& tile, const TileContent& content)
{
    tile.present(content);
    return tile.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

int inked(const QImage& image, const QRect& area)
{
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x)
            count += image.pixel(x, y) != image.pixel(2, 2) ? 1 : 0;
    return count;
}

} // namespace

class TestTile : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_tile = std::make_unique<Tile>();
        m_tile->setHeading(
                QStringLiteral("Waiting"), QStringLiteral("people"), QStringLiteral("now"));
        m_tile->resize(226, m_tile->sizeHint().height());
    }

    void whatIsNotKnownNeverReadsAsZero_data()
    {
        QTest::addColumn<DataState>("state");
        QTest::addColumn<QString>("shown");
        QTest::addRow("fresh: the value") << DataState::Live << QStringLiteral("0");
        QTest::addRow("late: still the value") << DataState::Late << QStringLiteral("0");
        QTest::addRow("stale: in brackets") << DataState::Stale << QStringLiteral("[0]");
        QTest::addRow("lost: a dash") << DataState::Lost << QStringLiteral("—");
        QTest::addRow("never seen: a dot") << DataState::NoData << QStringLiteral("·");
    }

    void whatIsNotKnownNeverReadsAsZero()
    {
        QFETCH(DataState, state);
        QFETCH(QString, shown);
        m_tile->present(zero(state));
        QCOMPARE(m_tile->property("shownValue").toString(), shown);
        QCOMPARE(m_tile->accessibleDescription().contains(shown), true);
    }

    void everyStateLooksDifferentFromEveryOther()
    {
        std::vector<QImage> images;
        for (const auto state : {DataState::Live, DataState::Late, DataState::Stale,
                     DataState::Lost, DataState::NoData})
            images.push_back(picture(*m_tile, zero(state)));
        for (std::size_t a = 0; a < images.size(); ++a)
            for (std::size_t b = a + 1; b < images.size(); ++b)
                QVERIFY(images[a] != images[b]);
    }

    void statesAreToldApartWithoutColour()
    {
        const auto grey = [this](DataState state) {
            return picture(*m_tile, zero(state)).convertToFormat(QImage::Format_Grayscale8);
        };
        QVERIFY(grey(DataState::Live) != grey(DataState::Stale));
        QVERIFY(grey(DataState::Live) != grey(DataState::Lost));
        QVERIFY(grey(DataState::Lost) != grey(DataState::NoData));
    }

    void onlyOldDataIsHatched()
    {
        // The place of the alarm mark is empty in every state, so that ink there is the hatch.
        const QRect corner(m_tile->width() - 22, 4, 18, 14);
        QCOMPARE(inked(picture(*m_tile, zero(DataState::Live)), corner), 0);
        QCOMPARE(inked(picture(*m_tile, zero(DataState::Lost)), corner), 0);
        QVERIFY(inked(picture(*m_tile, zero(DataState::Stale)), corner) > 20);
    }

    void aLostValueLeavesNoBarBehind()
    {
        auto full = zero(DataState::Live);
        full.number = 10;
        auto lost = full;
        lost.state = DataState::Lost;
        auto absent = lost;
        absent.number.reset();
        QVERIFY(picture(*m_tile, full) != picture(*m_tile, lost));
        QCOMPARE(picture(*m_tile, lost), picture(*m_tile, absent));
    }

    void theLastValueStaysReadableWhenLost()
    {
        auto known = zero(DataState::Lost);
        known.value = QStringLiteral("4,210");
        QVERIFY(picture(*m_tile, known) != picture(*m_tile, zero(DataState::Lost)));
    }

    void noStateChangesItsSize()
    {
        const auto size = m_tile->sizeHint();
        for (const auto state : {DataState::Live, DataState::Stale, DataState::Lost}) {
            m_tile->present(zero(state));
            QCOMPARE(m_tile->sizeHint(), size);
        }
    }

    void marksGoAroundTheValue()
    {
        QCOMPARE(marked(QStringLiteral("12"), DataState::Stale), QStringLiteral("[12]"));
        QCOMPARE(marked(QStringLiteral("12"), DataState::Lost), QStringLiteral("—"));
    }

private:
    std::unique_ptr<Tile> m_tile;
};

QTEST_MAIN(TestTile)
#include "test_tile.moc"
