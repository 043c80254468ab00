#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>

#include "app/shell/appearance.h"
#include "app/shell/main_window.h"
#include "app/shell/rehearsal_process.h"
#include "app/shell/session.h"
#include "app/sources/profile.h"
#include "tests/support/offscreen.h"
#include "widgets/control/confirm_strip.h"

using namespace saikobi;
using namespace saikobi::shell;
using contract::CommandKind;
using contract::CommandState;

namespace {

/// For a machine that does much else; how long it really takes is printed, not asserted.
constexpr int patienceMs = 30000;

} // namespace

/// The whole way: keys on the window, a command through real stores, its effect back on the window.
class TestRehearsalWindow : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(QFileInfo::exists(QDir(qEnvironmentVariable("SAIKOBI_BIN"))
                                           .filePath(QStringLiteral("saikobid"))),
                "saikobid is not built");
        m_rehearsal = std::make_unique<RehearsalProcess>();
        QSignalSpy ready(m_rehearsal.get(), &RehearsalProcess::ready);
        QSignalSpy failed(m_rehearsal.get(), &RehearsalProcess::failed);
        m_rehearsal->start(
                m_folder.path(), {QStringLiteral("--crowd"), QStringLiteral("300/min,for=5m")});
        QTRY_VERIFY_WITH_TIMEOUT(ready.count() + failed.count() > 0, 90000);
        QVERIFY2(failed.isEmpty(),
                failed.isEmpty() ? "" : qPrintable(failed.at(0).at(0).toString()));
        const auto profile = sources::readProfile(ready.at(0).at(0).toString());
        QVERIFY(profile);
        m_appearance = std::make_unique<Appearance>();
        m_appearance->setLanguage(QStringLiteral("en"));
        m_session = std::make_unique<Session>(commands::Clock::ofThisMachine());
        m_window = std::make_unique<MainWindow>(*m_session, *m_appearance);
        m_window->resize(1280, 800);
        m_window->show();
        m_window->activateWindow();
        m_session->openProfile(profile.value());
        m_session->desk().setReadOnly(false);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->wasLive(), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(phase() == contract::Phase::Open, 30000);
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_session.reset();
        m_rehearsal.reset();
    }

    void aHoldIsReadBack()
    {
        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(strip()->isArmed());
        press(Qt::Key_Return, Qt::NoModifier);
        QCOMPARE(last().command.kind, CommandKind::Hold);
        QTRY_VERIFY_WITH_TIMEOUT(last().state == CommandState::InForce, patienceMs);
        QVERIFY(last().inForceAfter);
        qInfo("in force after %d ms", static_cast<int>(last().inForceAfter->count()));
        QTRY_VERIFY_WITH_TIMEOUT(phase() == contract::Phase::Held, patienceMs);
        QCOMPARE(m_session->model().current()->line->value.heldBy, std::string("op-1"));
    }

    void commandIsTaken()
    {
        press(Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY(button("holderTake"));
        QTRY_VERIFY(button("holderTake")->isEnabled());
        QVERIFY(!button("admitArm")->isEnabled());
        button("holderTake")->click();
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(last().command.kind, CommandKind::TakeCommand);
        QTRY_VERIFY_WITH_TIMEOUT(last().state == CommandState::InForce, patienceMs);
    }

    void onePersonIsLetInWhileHeld()
    {
        QTRY_VERIFY(button("admitArm")->isEnabled());
        button("admitArm")->click();
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(last().command.kind, CommandKind::Admit);
        QTRY_VERIFY_WITH_TIMEOUT(last().state == CommandState::InForce, patienceMs);
    }

    void aReleaseAtHalfGoesOn()
    {
        QTRY_VERIFY(button("releaseArm")->isEnabled());
        const int half = m_window->findChild<QSpinBox*>(QStringLiteral("releaseRate"))->value();
        button("releaseArm")->click();
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(last().command.kind, CommandKind::Release);
        QTRY_VERIFY_WITH_TIMEOUT(last().state == CommandState::InForce, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(phase() == contract::Phase::Open, patienceMs);
        QTRY_COMPARE(m_session->model().current()->line->value.rate.value, half);
    }

    /// A raise would be too early: the release has just been.
    void aLowerRateIsInForce()
    {
        const int old = m_session->model().current()->line->value.rate.value;
        QTRY_VERIFY(button("rateArm")->isEnabled());
        button("rateStep-10")->click();
        button("rateArm")->click();
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(last().state == CommandState::InForce, patienceMs);
        QTRY_VERIFY(m_session->model().current()->line->value.rate.value < old);
        QCOMPARE(last().oldValue, QString::number(old));
    }

    void allOfItStandsInTheTimelineWithItsActor()
    {
        QTRY_VERIFY(std::count_if(m_session->model().current()->timeline.begin(),
                            m_session->model().current()->timeline.end(),
                            [](const auto& entry) {
                                return entry.kind == "command" && entry.actor == "op-1";
                            })
                >= 5);
    }

private:
    controls::ConfirmStrip* strip() { return m_window->findChild<controls::ConfirmStrip*>(); }
    QPushButton* button(const char* name)
    {
        return m_window->findChild<QPushButton*>(QLatin1String(name));
    }
    const commands::CommandReport& last() { return m_session->desk().journal().back(); }
    contract::Phase phase()
    {
        const auto sale = m_session->model().current();
        return sale && sale->line ? sale->line->value.phase : contract::Phase::Before;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers)
    {
        auto* target = QApplication::focusWidget();
        QTest::keyClick(target ? target : m_window.get(), key, modifiers);
    }

    QTemporaryDir m_folder{};
    std::unique_ptr<RehearsalProcess> m_rehearsal;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestRehearsalWindow)
#include "test_rehearsal_window.moc"
