#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/shell/session.h"
#include "backend/contract/shipped_cards.h"
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

    /// With every store down the cards of the last connect are there; each shop has its own.
    void withoutStoresTheCardsOfTheLastConnectOpen()
    {
        const QTemporaryDir folder;
        auto own = contract::shippedCards();
        own.all.front().text.title.ja = "店の題";
        contract::stampRevisions(own);
        sources::CardCopy(folder.filePath(QStringLiteral("runbook-production-shop-a.json")))
                .take(contract::toJson(own));

        shell::Session session(commands::Clock::ofThisMachine());
        session.setCardFolder(folder.path());
        const auto& shipped = contract::shippedCards().revision;
        QCOMPARE(session.cards().revision, shipped);
        sources::Profile profile;
        profile.kind = contract::ProfileKind::Production;
        profile.postgresUrl = "postgresql://127.0.0.1:1/none";
        profile.redisPort = 1;
        profile.sale = "shop-a";
        QSignalSpy changes(&session, &shell::Session::cardsChanged);
        session.openProfile(profile);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(session.cards().revision, own.revision);
        profile.sale = "shop-b";
        session.openProfile(profile);
        QCOMPARE(session.cards().revision, shipped);
        session.openDemo();
        QCOMPARE(session.cards().revision, shipped);
    }
};

QTEST_MAIN(TestSession)
#include "test_session.moc"
