#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/commands/note_book.h"
#include "app/model/sale_model.h"
#include "backend/contract/snapshot.h"

using namespace saikobi;
using namespace saikobi::commands;
using namespace std::chrono_literals;

namespace {

struct Post : EntryPort {
    void write(const contract::TimelineEntry& entry,
            std::function<void(EntryOutcome)> answered) override
    {
        sent.push_back(entry);
        answer = std::move(answered);
    }
    std::vector<contract::TimelineEntry> sent{};
    std::function<void(EntryOutcome)> answer{};
};

/// A console of a live sale, with its book in a folder.
struct Desk {
    contract::Instant now = contract::fromUnixMs(1'760'000'000'000);
    contract::Deadline steady{};
    model::SaleModel model{};
    Post post{};
    contract::SaleSnapshot sale{};
    NoteBook book{model, post, {[this] { return now; }, [this] { return steady; }}, "c0ffee01"};

    explicit Desk(const QString& folder, bool mayCommand = true)
    {
        sale.sale = "demo";
        sale.user = "op-1";
        sale.mayCommand = mayCommand;
        book.setFolder(folder);
        show();
    }
    void show()
    {
        ++sale.sequence;
        model.accept(std::make_shared<const contract::SaleSnapshot>(sale));
    }
    void write(const char* text) { book.note(QLatin1String(text), now - 30s); }
    void answer(EntryOutcome outcome)
    {
        post.answer(outcome);
        book.look();
    }
};

} // namespace

class TestNoteBook : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aNoteIsSharedAndSaysSoUntilThen()
    {
        QTemporaryDir folder;
        Desk desk(folder.path());
        desk.write("venue called");
        QCOMPARE(desk.post.sent.size(), std::size_t{1});
        QCOMPARE(desk.post.sent[0].at, desk.now - 30s);
        QCOMPARE(desk.book.entries().at(0).data.at("local"), std::string{"1"});
        desk.answer(EntryOutcome::Shared);
        QVERIFY(!desk.book.entries().at(0).data.contains("local"));
        // Once the timeline of the sale shows it, it is not shown twice.
        desk.sale.timeline.push_back(desk.post.sent[0]);
        desk.show();
        QVERIFY(desk.book.entries().empty());
    }

    void whileTheStoreIsAwayItIsKeptAndTriedAgain()
    {
        QTemporaryDir folder;
        Desk desk(folder.path());
        desk.write("first");
        desk.write("second");
        desk.answer(EntryOutcome::Away);
        QCOMPARE(desk.post.sent.size(), std::size_t{1});
        desk.steady += NoteBook::triesAgain;
        desk.book.look();
        QCOMPARE(desk.post.sent.size(), std::size_t{2});
        QCOMPARE(desk.post.sent[1].id, desk.post.sent[0].id); // the same, so that it counts once
        desk.answer(EntryOutcome::Shared);
        QCOMPARE(desk.post.sent.size(), std::size_t{3});
        QCOMPARE(desk.post.sent[2].reason, std::string{"second"});
    }

    void whatWasRefusedIsNotAskedForEver()
    {
        QTemporaryDir folder;
        Desk desk(folder.path());
        desk.write("refused");
        desk.answer(EntryOutcome::Refused);
        desk.steady += 1h;
        desk.book.look();
        QCOMPARE(desk.post.sent.size(), std::size_t{1});
        QCOMPARE(desk.book.entries().size(), std::size_t{1}); // it stays here
    }

    void aViewersNotesStayHere()
    {
        QTemporaryDir folder;
        Desk desk(folder.path(), false);
        desk.write("mine");
        QVERIFY(desk.post.sent.empty());
        QCOMPARE(desk.book.entries().size(), std::size_t{1});
    }

    void theFileBringsBackWhatNobodyElseHas()
    {
        QTemporaryDir folder;
        {
            Desk desk(folder.path());
            desk.write("shared");
            desk.answer(EntryOutcome::Shared);
            desk.write("not shared");
        }
        Desk desk(folder.path());
        QCOMPARE(desk.book.entries().size(), std::size_t{1});
        QCOMPARE(desk.book.entries()[0].reason, std::string{"not shared"});
        QCOMPARE(desk.post.sent.size(), std::size_t{1});
        QCOMPARE(desk.post.sent[0].reason, std::string{"not shared"});
    }

    void aTornFileIsReadAsFarAsItGoes()
    {
        QTemporaryDir folder;
        {
            Desk desk(folder.path());
            desk.write("whole");
        }
        QFile file(folder.filePath(QStringLiteral("demo.journal")));
        QVERIFY(file.open(QIODevice::Append));
        file.write("{\"id\": \"console:to");
        file.close();
        Desk desk(folder.path());
        QCOMPARE(desk.book.entries().size(), std::size_t{1});
    }

    void anotherSaleHasItsOwn()
    {
        QTemporaryDir folder;
        Desk desk(folder.path());
        desk.write("of demo");
        desk.sale.sale = "other";
        desk.show();
        QVERIFY(desk.book.entries().empty());
        desk.write("of other");
        desk.sale.sale = "demo";
        desk.show();
        QCOMPARE(desk.book.entries().size(), std::size_t{1});
        QCOMPARE(desk.book.entries()[0].reason, std::string{"of demo"});
    }

    void theBookHasAnEnd()
    {
        Desk desk({});
        for (std::size_t i = 0; i < NoteBook::mostKept + 50; ++i)
            desk.write("again");
        QCOMPARE(desk.book.entries().size(), NoteBook::mostKept);
    }

    void anEmptyNoteIsNone()
    {
        Desk desk({});
        desk.write("   ");
        QVERIFY(desk.book.entries().empty());
    }

    void silencingIsWrittenToo()
    {
        Desk desk({});
        desk.book.silenced(std::nullopt);
        desk.book.silenced(5min);
        QCOMPARE(desk.book.entries()[0].data.at("minutes"), std::string{"5"});
        QCOMPARE(desk.book.entries()[1].subject, std::string{"silence"});
    }
};

QTEST_GUILESS_MAIN(TestNoteBook)
#include "test_note_book.moc"
