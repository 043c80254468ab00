#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include <fstream>
#include <thread>

#include "backend/rehearsal/child_process.h"
#include "backend/rehearsal/data_folder.h"
#include "backend/rehearsal/part.h"
#include "backend/rehearsal/secrets.h"

using namespace saikobi;
using namespace saikobi::rehearsal;
using namespace std::chrono_literals;

class TestChildProcess : public QObject {
    Q_OBJECT

private slots:
    void tellsHowItEnded();
    void writesItsOutputApart();
    void namesAProgramThatIsNotThere();
    void diesWithTheThreadThatStartedIt();
    void killsAWholeFamily();
    void waitsForTheReadyLine();
    void startsAPartAgain();
    void waitsLongerEachTime();

private:
    std::filesystem::path in(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    ChildOptions shell(const std::string& script) const
    {
        ChildOptions options;
        options.program = "/bin/sh";
        options.arguments = {"-c", script};
        options.log = in("log");
        return options;
    }
    QTemporaryDir m_folder;
};

void TestChildProcess::tellsHowItEnded()
{
    auto exits = ChildProcess::start(shell("exit 3"));
    QVERIFY(exits);
    QVERIFY(exits.value().waitForExit(10s));
    QVERIFY(exits.value().exitStatus() == 3);
    auto dies = ChildProcess::start(shell("kill -9 $$"));
    QVERIFY(dies.value().waitForExit(10s));
    QVERIFY(!dies.value().exitStatus());
    QCOMPARE(dies.value().ending(), std::string{"signal 9"});
}

void TestChildProcess::writesItsOutputApart()
{
    auto options = shell("echo out; echo err >&2");
    options.output = in("out");
    QVERIFY(ChildProcess::start(options).value().waitForExit(10s));
    QCOMPARE(readWholeFile(in("out")).value(), std::string{"out\n"});
    QCOMPARE(readWholeFile(in("log")).value(), std::string{"err\n"});
}

void TestChildProcess::namesAProgramThatIsNotThere()
{
    ChildOptions options;
    options.program = "/nowhere/redis-server";
    const auto started = ChildProcess::start(options);
    QVERIFY(!started);
    QVERIFY(started.error().detail.find("/nowhere/redis-server") != std::string::npos);
}

void TestChildProcess::diesWithTheThreadThatStartedIt()
{
    std::optional<ChildProcess> child;
    std::thread([&] { child = ChildProcess::start(shell("exec sleep 600")).value(); }).join();
    QVERIFY(child->waitForExit(10s));
    QCOMPARE(child->ending(), std::string{"signal 9"});
}

void TestChildProcess::killsAWholeFamily()
{
    auto options = shell("sleep 600 & echo ready; wait");
    options.output = in("family");
    auto parent = ChildProcess::start(options).value();
    QTRY_COMPARE(descendantsOf(parent.pid()).size(), std::size_t{1});
    auto all = descendantsOf(parent.pid());
    const auto grandchild = all.front();
    all.push_back(parent.pid());
    QVERIFY(killAll(all, 10s));
    QVERIFY(parent.waitForExit(10s));
    QTRY_VERIFY(!std::filesystem::exists("/proc/" + std::to_string(grandchild) + "/exe")
            || ::kill(grandchild, 0) != 0);
}

void TestChildProcess::waitsForTheReadyLine()
{
    const auto folder = DataFolder::open(in("ready")).value();
    Part talks(
            folder, "talks", "/bin/sh", {"-c", "echo hello; echo ready http=here; exec sleep 600"});
    QVERIFY(talks.start());
    const auto line = talks.waitUntilReady([] { return false; });
    QVERIFY(line);
    QCOMPARE(line.value(), std::string{"http=here"});
    talks.stop(10s);
    QVERIFY(!talks.isRunning());

    Part fails(folder, "fails", "/bin/sh", {"-c", "echo no such table >&2; exit 1"});
    QVERIFY(fails.start());
    const auto why = fails.waitUntilReady([] { return false; });
    QVERIFY(!why);
    QVERIFY(why.error().detail.find("no such table") != std::string::npos);
}

void TestChildProcess::startsAPartAgain()
{
    const auto folder = DataFolder::open(in("again")).value();
    Part part(folder, "part", "/bin/sh", {"-c", "exec sleep 600"});
    QVERIFY(part.start());
    const auto pidOf = [&folder] { return readWholeFile(folder.pid("part")).value(); };
    const auto first = pidOf();
    ::kill(static_cast<pid_t>(std::stol(first)), SIGKILL);
    QTRY_VERIFY(!part.isRunning());
    const auto now = Part::Clock::now();
    part.keepAlive(now);
    QVERIFY(!part.isRunning()); // not at once
    part.keepAlive(now + 1s);
    QVERIFY(part.isRunning());
    QVERIFY(pidOf() != first);
}

void TestChildProcess::waitsLongerEachTime()
{
    QVERIFY(pauseBeforeRestart(0ms, 0ms) == 200ms);
    QVERIFY(pauseBeforeRestart(200ms, 1s) == 400ms);
    QVERIFY(pauseBeforeRestart(8000ms, 1s) == 10000ms);
    QVERIFY(pauseBeforeRestart(10000ms, 60s) == 200ms);
}

QTEST_GUILESS_MAIN(TestChildProcess)
#include "test_child_process.moc"
