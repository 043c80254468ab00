#include <QTest>

#include "app/shell/session.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::tests;

/// One sale being watched.
class TestSession : public QObject {
    Q_OBJECT

private slots:
    void init() { failOnAnyWarning(); }

    /// Inventory and Controls each wish for what they show, and neither takes it from the other.
    void screensWishForThemselves()
    {
        shell::Session session(commands::Clock::ofThisMachine());
        session.openDemo();
        contract::DeskWish inventory;
        inventory.detail = contract::ProductId{1};
        session.wish(inventory);
        contract::DeskWish controls;
        controls.block = "number:1-9";
        session.wish(controls);
        const auto sees = [&session](bool detail) {
            const auto sale = session.model().current();
            return sale && sale->blockReach && sale->blockReach->value.what == "number:1-9"
                    && sale->productDetail.has_value() == detail;
        };
        QTRY_VERIFY(sees(true));
        session.wish({});
        QTRY_VERIFY(sees(false));
    }
};

QTEST_MAIN(TestSession)
#include "test_session.moc"
