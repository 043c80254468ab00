#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>

#include <algorithm>

#include "app/shell/alarm_tones.h"
#include "tests/app_shell/alarm_scene.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace saikobi::tests;

/// Sounds, notifications and notes of the window.
class TestAlarmCaller : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_scene = std::make_unique<AlarmScene>();
        QVERIFY(QTest::qWaitForWindowActive(&m_scene->window));
    }
    void cleanup() { m_scene.reset(); }

    void eachPriorityIsHeardAndP1IsTold()
    {
        m_scene->show(faultAt + 6s); // a P3, and a TEST of before
        m_scene->show(faultAt + 53s); // errors became P1
        QVERIFY(std::count(m_scene->sound->played.begin(), m_scene->sound->played.end(),
                        contract::AlarmPriority::P1)
                >= 1);
        const auto urgent = std::count_if(m_scene->notices->notices.begin(),
                m_scene->notices->notices.end(), [](const auto& one) { return one.isUrgent; });
        QVERIFY(urgent >= 1);
    }

    /// D23: silencing is no acknowledging; it has an entry of its own, and new ones ring again.
    void silencingIsAnActOfItsOwn()
    {
        QTemporaryDir folder;
        m_scene->session.notes().setFolder(folder.path());
        m_scene->show(faultAt + 53s);
        m_scene->window.alarmSide().caller().silence();
        QVERIFY(!m_scene->last()); // no command: it is this console's alone
        const auto heard = m_scene->sound->played.size();
        m_scene->show(faultAt + 54s);
        QCOMPARE(m_scene->sound->played.size(), heard);
        const auto entries = m_scene->session.notes().entries();
        QCOMPARE(entries.size(), std::size_t{1});
        QCOMPARE(entries[0].kind, std::string{"silence"});
        m_scene->show(faultAt + 69s); // a store is lost: another P1
        QVERIFY(m_scene->sound->played.size() > heard);
    }

    void mutingShowsWhatIsLeft()
    {
        m_scene->show(faultAt + 53s);
        m_scene->window.alarmSide().caller().mute(5min);
        const auto* button = m_scene->window.findChild<QPushButton*>(QStringLiteral("bandSound"));
        QVERIFY2(button->text().contains(QStringLiteral("05:00")), qPrintable(button->text()));
        m_scene->show(faultAt + 63s);
        m_scene->window.alarmSide().caller().beat();
        QVERIFY2(button->text().contains(QStringLiteral("04:50")), qPrintable(button->text()));
    }

    /// A note bears the time of its first letter.
    void aNoteIsStampedAtItsFirstLetter()
    {
        QTemporaryDir folder;
        m_scene->session.notes().setFolder(folder.path());
        m_scene->show(0s);
        const auto first = m_scene->now;
        auto* note = m_scene->window.findChild<QLineEdit*>(QStringLiteral("noteText"));
        m_scene->window.alarmSide().beginNote();
        QVERIFY(note->hasFocus());
        QTest::keyClicks(note, QStringLiteral("ven"));
        m_scene->show(40s);
        QTest::keyClicks(note, QStringLiteral("ue called"));
        QTest::keyClick(note, Qt::Key_Return);
        const auto entries = m_scene->session.notes().entries();
        QCOMPARE(entries.size(), std::size_t{1});
        QCOMPARE(entries[0].at, first);
        QCOMPARE(entries[0].reason, std::string{"venue called"});
        QVERIFY(note->text().isEmpty());
    }

    void aNoteOutlivesTheProgram()
    {
        QTemporaryDir folder;
        m_scene->session.notes().setFolder(folder.path());
        m_scene->show(0s);
        m_scene->session.notes().note(QStringLiteral("kept"), m_scene->now);
        m_scene = std::make_unique<AlarmScene>();
        m_scene->session.notes().setFolder(folder.path());
        m_scene->show(1s);
        const auto entries = m_scene->session.notes().entries();
        QCOMPARE(entries.size(), std::size_t{1});
        QCOMPARE(entries[0].reason, std::string{"kept"});
        QCOMPARE(entries[0].data.at("local"), std::string{"1"}); // nobody else has it yet
    }

    void withoutADeviceItSaysSo()
    {
        m_scene->window.alarmSide().caller().setPorts(nullptr, nullptr);
        m_scene->show(faultAt + 53s);
        const auto* button = m_scene->window.findChild<QPushButton*>(QStringLiteral("bandSound"));
        QCOMPARE(button->text(), QStringLiteral("no sound"));
    }

    /// 40 alarms are not 40 bubbles: P3 are told by one for the flood.
    void aFloodIsToldOnce()
    {
        for (auto after = 0s; after <= 125s; after += 1s)
            m_scene->show(faultAt + after);
        const auto& notices = m_scene->notices->notices;
        QCOMPARE(
                std::count_if(notices.begin(), notices.end(),
                        [](const auto& one) { return one.title == QStringLiteral("Alarm flood"); }),
                1);
        QVERIFY(notices.size() < 40);
    }

    void theDeadManCalls()
    {
        m_scene->show(faultAt + 53s);
        m_scene->notices->notices.clear();
        m_scene->show(faultAt + 115s); // the P1 of second 52 is 63 s old
        const auto& notices = m_scene->notices->notices;
        QVERIFY(std::any_of(notices.begin(), notices.end(), [](const auto& one) {
            return one.isUrgent && one.title.contains(QStringLiteral("unseen"));
        }));
    }

    /// Each priority has a sound of its own, and none of them clicks at its edges.
    void tonesDiffer()
    {
        using contract::AlarmPriority;
        std::vector<QByteArray> tones;
        for (const auto priority : {AlarmPriority::P1, AlarmPriority::P2, AlarmPriority::P3}) {
            tones.push_back(alarmTone(priority, 44100));
            QVERIFY(tones.back().size() > 44100 / 2);
            QCOMPARE(tones.back().left(2), QByteArray(2, 0));
        }
        QVERIFY(tones[0] != tones[1] && tones[1] != tones[2]);
        QVERIFY(tones[0].size() > tones[1].size() && tones[1].size() > tones[2].size());
    }

private:
    std::unique_ptr<AlarmScene> m_scene;
};

QTEST_MAIN(TestAlarmCaller)
#include "test_alarm_caller.moc"
