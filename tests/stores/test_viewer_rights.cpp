#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <pqxx/pqxx>

#include "backend/contract/keys.h"
#include "backend/stores/redis_connection.h"
#include "tests/support/sample_sale.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::tests;

namespace {

constexpr int patienceMs = 120'000;

/// What somebody typed, and what the program printed about each line of it.
struct Typed {
    QStringList lines{};
    QStringList answers{};
};

} // namespace

/// A viewer's credentials cannot change anything, whatever is typed into psql and redis-cli (I10):
/// the stores themselves refuse every table, function, stream and key.
class TestViewerRights : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_stores->clear();
        loadSample(*m_stores);
        QVERIFY(m_folder.isValid());
    }

    void psqlRefusesEveryTable()
    {
        QStringList lines;
        for (const auto& [table, column] : tables("'r', 'p', 'v', 'm'")) {
            lines << QStringLiteral("insert into %1 default values;").arg(table)
                  << QStringLiteral("update %1 set %2 = %2;").arg(table, column)
                  << QStringLiteral("delete from %1;").arg(table)
                  << QStringLiteral("truncate %1;").arg(table)
                  << QStringLiteral("select 1 from %1 for update;").arg(table)
                  << QStringLiteral("begin; lock table %1 in exclusive mode; rollback;").arg(table)
                  << QStringLiteral("alter table %1 add column x int;").arg(table)
                  << QStringLiteral("drop table %1 cascade;").arg(table);
        }
        QVERIFY(lines.size() > 100);
        expectRefused(lines);
    }

    void psqlRefusesEveryFunction()
    {
        const auto calls = column(
                "select format('select %s(%s);', p.oid::regproc, (select string_agg("
                "format('null::%s', format_type(t, null)), ', ') from unnest(p.proargtypes) t)) "
                "from pg_proc p where p.pronamespace = 'saikobi'::regnamespace order by 1");
        QVERIFY(calls.size() > 20);
        expectRefused(calls);
    }

    void psqlRefusesWhatIsNotOfTheSale()
    {
        QStringList lines{QStringLiteral("create table public.x (a int);"),
                QStringLiteral("create table saikobi.x (a int);"),
                QStringLiteral("create temporary table x (a int);"),
                QStringLiteral("create schema x;"), QStringLiteral("create role x;"),
                QStringLiteral(
                        "create function saikobi.x() returns int language sql as 'select 1';"),
                QStringLiteral("select lo_create(0);"),
                QStringLiteral("select lo_from_bytea(0, 'x');"),
                QStringLiteral("select pg_advisory_lock(hashtext('saikobi.audit_all_stock'));"),
                QStringLiteral("select pg_try_advisory_lock(1, 2);"),
                QStringLiteral("select pg_advisory_xact_lock_shared(1);"),
                QStringLiteral("set role saikobi_owner;"),
                QStringLiteral("set role saikobi_backend;"),
                QStringLiteral("set role saikobi_operator;"),
                QStringLiteral("set session authorization \"op-1\";"),
                QStringLiteral("alter role \"op-1\" nologin;"),
                QStringLiteral("alter role \"viewer-1\" superuser;"),
                QStringLiteral("grant saikobi_operator to \"viewer-1\";"),
                QStringLiteral("alter system set max_connections = 10;"),
                QStringLiteral("alter database saikobi set work_mem = '1GB';"),
                QStringLiteral("copy saikobi.meta to '/tmp/saikobi-meta';"),
                QStringLiteral("copy saikobi.meta to program 'true';"),
                QStringLiteral("select pg_read_file('PG_VERSION');"),
                QStringLiteral("select pg_reload_conf();"), QStringLiteral("checkpoint;")};
        for (const auto& sequence :
                column("select oid::regclass from pg_class where relkind = 'S' and "
                       "relnamespace = 'saikobi'::regnamespace"))
            lines << QStringLiteral("select nextval('%1');").arg(sequence)
                  << QStringLiteral("select setval('%1', 1);").arg(sequence);
        pqxx::connection backend(m_stores->backendUrl());
        lines << QStringLiteral("select pg_terminate_backend(%1);").arg(backend.backendpid())
              << QStringLiteral("select pg_cancel_backend(%1);").arg(backend.backendpid());
        expectRefused(lines);
    }

    /// Every command of this Redis on every key, in several shapes, and after that all keys are as
    /// they were; those that write, and those about the server, are refused by name.
    void redisCliChangesNothing()
    {
        fillKeys();
        const auto before = digest();
        QStringList lines;
        for (const auto& command : commands())
            for (const auto& key : keys()) {
                lines << QStringLiteral("%1 %2").arg(command, key)
                      << QStringLiteral("%1 %2 1").arg(command, key)
                      << QStringLiteral("%1 %2 1 2").arg(command, key)
                      << QStringLiteral("%1 %2 * a 1").arg(command, key)
                      << QStringLiteral("%1 1 %2 1").arg(command, key)
                      << QStringLiteral("%1 %2 %3").arg(command, key, keys().first());
            }
        QVERIFY(lines.size() > 10'000);
        QVERIFY(!redisCli("viewer-1", lines).answers.isEmpty());
        QCOMPARE(digest(), before);
    }

    void redisCliRefusesByName_data()
    {
        QTest::addColumn<QString>("line");
        for (const auto* line : {"SET {k} 1", "DEL {k}", "UNLINK {k}", "EXPIRE {k} 1",
                     "PERSIST {k}", "RENAME {k} x", "COPY {k} {k}2", "RESTORE {k}2 0 x",
                     "HSET {k} phase open", "HDEL {k} phase", "ZADD {k} 1 a", "SADD {k} a",
                     "LPUSH {k} a", "SETBIT {k} 1 1", "XADD {k} * a 1", "XDEL {k} 0-1",
                     "XTRIM {k} MAXLEN 0", "XGROUP CREATE {k} g 0", "SORT {k} STORE {k}2",
                     "GETDEL {k}", "GETEX {k} EX 1", "MOVE {k} 1", "BITOP AND {k}2 {k}",
                     "GEOADD {k} 1 1 a", "PFADD {k} a", "SWAPDB 0 1", "FLUSHALL", "FLUSHDB",
                     "EVAL return 0", "EVAL_RO return 0", "FCALL saikobi_pace 1 {k} 1",
                     "FCALL_RO saikobi_pace 1 {k} 1", "FUNCTION FLUSH", "FUNCTION LOAD x",
                     "FUNCTION DELETE saikobi", "SCRIPT FLUSH", "CONFIG SET maxmemory 1",
                     "CONFIG GET *", "ACL LIST", "ACL SETUSER viewer-1 +@all", "CLIENT KILL ID 1",
                     "CLIENT PAUSE 1000", "CLIENT NO-EVICT on", "SHUTDOWN NOSAVE",
                     "REPLICAOF 127.0.0.1 1", "FAILOVER", "SAVE", "BGSAVE", "BGREWRITEAOF",
                     "MIGRATE 127.0.0.1 1 {k} 0 100", "MONITOR", "PUBLISH a b", "SUBSCRIBE a",
                     "SLOWLOG RESET", "LATENCY RESET", "KEYS *"})
            QTest::addRow("%s", line) << QString::fromLatin1(line);
    }

    void redisCliRefusesByName()
    {
        QFETCH(QString, line);
        fillKeys();
        const auto before = digest();
        for (const auto& key : {keys().first(), keys().last()}) {
            auto typed = line;
            typed.replace(QStringLiteral("{k}"), key);
            const auto answers = redisCli("viewer-1", {typed}).answers;
            QVERIFY2(!answers.isEmpty() && answers.first().contains(QStringLiteral("NOPERM")),
                    qPrintable(typed + QStringLiteral(": ") + answers.join(u' ')));
        }
        QCOMPARE(digest(), before);
    }

    /// An operator writes the own streams and nothing else.
    void anOperatorWritesOnlyTheOwnStreams()
    {
        fillKeys();
        const auto own = QString::fromStdString(contract::keys::commands("demo", "op-1"));
        const auto before = digest();
        for (const auto& key : keys())
            if (key != own) {
                const auto told = redisCli("op-1",
                        {QStringLiteral("XADD %1 * a 1").arg(key),
                                QStringLiteral("DEL %1").arg(key)})
                                          .answers;
                QCOMPARE(told.size(), qsizetype(2));
                for (const auto& answer : told)
                    QVERIFY2(answer.contains(QStringLiteral("NOPERM")), qPrintable(key));
            }
        QCOMPARE(digest(), before);
        const auto told
                = redisCli("op-1", {QStringLiteral("XADD %1 * a 1").arg(own)}).answers.value(0);
        QVERIFY2(!told.contains(QStringLiteral("NOPERM")), qPrintable(told));
    }

private:
    /// Relations of those kinds, each with a column that may be written.
    std::vector<std::pair<QString, QString>> tables(const std::string& kinds)
    {
        std::vector<std::pair<QString, QString>> out;
        pqxx::connection connection(m_stores->superuserUrl());
        pqxx::work work(connection);
        for (const auto& row :
                work.exec("select c.oid::regclass, (select quote_ident(attname) from pg_attribute "
                          "where attrelid = c.oid and attnum > 0 and not attisdropped "
                          "and attidentity = '' and attgenerated = '' order by attnum limit 1) "
                          "from pg_class c where relkind in ("
                        + kinds + ") and relnamespace = 'saikobi'::regnamespace order by 1"))
            out.emplace_back(QString::fromUtf8(row[0].c_str()), QString::fromUtf8(row[1].c_str()));
        return out;
    }

    QStringList column(const std::string& sql)
    {
        QStringList out;
        pqxx::connection connection(m_stores->superuserUrl());
        pqxx::work work(connection);
        for (const auto& row : work.exec(sql))
            out << QString::fromUtf8(row[0].c_str());
        return out;
    }

    /// Types it into psql, each line a statement of its own, out of the read-only default that the
    /// login has: nothing but the rights must stop it. Every line must end in "insufficient
    /// privilege", or, of views and sequences that bear no such act, in another refusal.
    void expectRefused(const QStringList& lines)
    {
        const auto before = contents();
        const auto path = m_folder.filePath(QStringLiteral("typed.sql"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("\\set VERBOSITY sqlstate\nset default_transaction_read_only = off;\n");
        for (const auto& line : lines)
            file.write(line.toUtf8() + '\n');
        file.close();
        QProcess psql;
        psql.start(QStringLiteral("psql"),
                {QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-At"),
                        QStringLiteral("-f"), path, QStringLiteral("-d"),
                        QString::fromStdString(m_stores->viewerUrl())});
        QVERIFY(psql.waitForFinished(patienceMs));
        const auto told = QString::fromUtf8(psql.readAllStandardError());
        static const QRegularExpression shape(
                QStringLiteral("typed\\.sql:(\\d+): ERROR:\\s+(\\w{5})"));
        QMap<int, QString> states;
        for (auto match = shape.globalMatch(told); match.hasNext();) {
            const auto one = match.next();
            states[one.captured(1).toInt()] = one.captured(2);
        }
        // 42501 insufficient_privilege; 42809 and 55000 are said of views, which hold nothing,
        // 0A000 and 22023 of what no role may do.
        const QStringList refusals{QStringLiteral("42501"), QStringLiteral("42809"),
                QStringLiteral("55000"), QStringLiteral("0A000"), QStringLiteral("22023")};
        for (qsizetype i = 0; i < lines.size(); ++i)
            QVERIFY2(refusals.contains(states.value(static_cast<int>(i) + 3)),
                    qPrintable(lines[i] + QStringLiteral(" → ")
                            + states.value(static_cast<int>(i) + 3, QStringLiteral("done"))));
        QCOMPARE(contents(), before);
    }

    /// What all tables hold, in one word.
    std::string contents()
    {
        std::string out;
        for (const auto& [table, column] : tables("'r'"))
            out += m_stores->valueOf("select md5(coalesce(string_agg(t::text, '|' order by "
                                     "t::text), '')) from "
                    + table.toStdString() + " t");
        return out;
    }

    QStringList keys() const
    {
        QStringList out;
        for (const auto& key : contract::keys::ofLine("demo"))
            out << QString::fromStdString(key);
        out << QString::fromStdString(contract::keys::commands("demo", "op-1"))
            << QString::fromStdString(contract::keys::commands("demo", "op-2"))
            << QString::fromStdString(contract::keys::budget("sim"));
        return out;
    }

    /// Each key holds something, of each type in turn.
    void fillKeys()
    {
        m_stores->redisCall({"FLUSHALL"});
        int turn = 0;
        for (const auto& each : keys()) {
            const auto key = each.toStdString();
            switch (each.contains(QStringLiteral("commands")) ? 4 : turn++ % 5) {
            case 0:
                m_stores->redisCall({"HSET", key, "phase", "held", "epoch", "1"});
                break;
            case 1:
                m_stores->redisCall({"ZADD", key, "1", "a", "2", "b"});
                break;
            case 2:
                m_stores->redisCall({"SET", key, "12345"});
                break;
            case 3:
                m_stores->redisCall({"SADD", key, "a", "b"});
                break;
            default:
                m_stores->redisCall({"XADD", key, "1-1", "a", "1"});
            }
        }
    }

    /// Every key with all it holds and its life, as Redis itself writes it down.
    std::string digest()
    {
        std::string out = m_stores->redisCall({"DBSIZE"});
        for (const auto& key : keys())
            out += '|' + m_stores->redisCall({"DUMP", key.toStdString()})
                    + m_stores->redisCall({"PTTL", key.toStdString()});
        return out;
    }

    /// All commands that this server knows, but for those that only end or silence the session.
    QStringList commands()
    {
        const QStringList spared{QStringLiteral("quit"), QStringLiteral("reset"),
                QStringLiteral("hello"), QStringLiteral("auth"), QStringLiteral("client"),
                QStringLiteral("wait"), QStringLiteral("subscribe"), QStringLiteral("psubscribe"),
                QStringLiteral("ssubscribe"), QStringLiteral("monitor"), QStringLiteral("sync"),
                QStringLiteral("psync")};
        QStringList out;
        const auto connection = stores::RedisConnection::open(m_stores->adminRedis());
        const auto all = connection.value()->call({"COMMAND", "LIST"});
        for (const auto& each : all.value().items)
            if (const auto name = QString::fromStdString(each.text); !spared.contains(name))
                out << name;
        return out;
    }

    Typed redisCli(const char* user, const QStringList& lines)
    {
        const auto& redis = m_stores->redis();
        QProcess cli;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("REDISCLI_AUTH"),
                QString::fromStdString(m_stores->redis().optionsFor(user).password));
        cli.setProcessEnvironment(environment);
        QStringList words{QStringLiteral("-h"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"),
                QString::number(redis.port()), QStringLiteral("--no-auth-warning"),
                QStringLiteral("--user"), QString::fromLatin1(user)};
        if (m_stores->redis().optionsFor(user).password.empty())
            words << QStringLiteral("--pass") << QString();
        cli.start(QStringLiteral("redis-cli"), words);
        cli.write(lines.join(u'\n').toUtf8() + '\n');
        cli.closeWriteChannel();
        Typed out{lines, {}};
        if (cli.waitForFinished(patienceMs))
            out.answers = QString::fromUtf8(cli.readAllStandardOutput())
                                  .split(u'\n', Qt::SkipEmptyParts);
        return out;
    }

    QTemporaryDir m_folder{};
    std::unique_ptr<TestStores> m_stores{};
};

QTEST_GUILESS_MAIN(TestViewerRights)
#include "test_viewer_rights.moc"
