#include "app/review/recording_reader.h"

#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QUuid>

#include <charconv>
#include <string_view>

#include "backend/contract/recorded_tick.h"
#include "backend/contract/recorded_time.h"
#include "backend/contract/recording_format.h"

namespace saikobi::review {

using contract::Instant;
using Kind = RecordingProblem::Kind;

namespace {

constexpr std::string_view tickTable{"tick"};
constexpr const char* notATime = "a time that is none";

/// Values as they lie in the file: no way through UTF-16 for hundreds of megabytes.
QString bytesOf(const QString& columns)
{
    auto names = columns.split(QStringLiteral(", "));
    for (auto& name : names)
        name = QStringLiteral("cast(%1 as blob)").arg(name);
    return names.join(QStringLiteral(", "));
}

std::int64_t wholeIn(const std::optional<std::string>& cell)
{
    std::int64_t out = 0;
    if (cell)
        std::from_chars(cell->data(), cell->data() + cell->size(), out);
    return out;
}

std::optional<Instant> timeIn(const std::optional<std::string>& cell)
{
    return cell ? contract::recordedInstant(*cell) : std::nullopt;
}

} // namespace

RecordingReader::RecordingReader(const QString& path)
    : m_path(path)
    , m_connection(QUuid::createUuid().toString())
{
    m_meta.path = path.toStdString();
}

RecordingReader::~RecordingReader()
{
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
}

RecordingProblem RecordingReader::problem(Kind kind, const std::string& detail) const
{
    return {kind, m_meta.path, detail};
}

std::unique_ptr<RecordingReader> RecordingReader::open(const QString& path, RecordingProblem& why)
{
    std::unique_ptr<RecordingReader> out(new RecordingReader(path));
    auto failed = out->readHead();
    if (!failed)
        failed = out->readMeta();
    if (!failed)
        return out;
    why = *failed;
    return nullptr;
}

RecordingReader::Problem RecordingReader::readHead()
{
    if (const QFileInfo file(m_path); !file.isFile() || !file.isReadable())
        return problem(Kind::Missing);
    auto file = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    file.setDatabaseName(m_path);
    file.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    if (!file.open())
        return problem(Kind::NotARecording);
    const auto head = rows(QStringLiteral("recording"),
            QStringLiteral("select format from recording"), {}, [this](const Cells& row) {
                m_meta.format = row[0].value_or("");
                return std::string{};
            });
    if (head || m_meta.format.rfind("saikobi-recording-", 0) != 0)
        return problem(Kind::NotARecording);
    if (m_meta.format != contract::recordingFormat)
        return problem(Kind::OtherFormat, m_meta.format);
    return rows(QStringLiteral("recording"),
            QStringLiteral("select %1 from recording")
                    .arg(bytesOf(QString::fromLatin1(contract::recordingHead))),
            {}, [this](const Cells& row) {
                m_meta.installation = row[1].value_or("");
                m_meta.sale = row[2].value_or("");
                m_meta.run.value = static_cast<std::int32_t>(wholeIn(row[3]));
                // What is not known to be a rehearsal is shown as what it would be grave to
                // mistake.
                m_meta.kind = contract::fromName<contract::ProfileKind>(row[5].value_or(""))
                                      .value_or(contract::ProfileKind::Production);
                return std::string{};
            });
}

RecordingReader::Problem RecordingReader::readMeta()
{
    const auto sale = rows(QStringLiteral("sale"),
            QStringLiteral("select name_ja, name_en, time_zone, opens_at, "
                           "json_extract(settings, '$.claim_window_s'), "
                           "json_extract(settings, '$.late_window_s'), "
                           "json_extract(settings, '$.pass_life_s'), "
                           "json_extract(settings, '$.max_shoppers') from sale"),
            {}, [this](const Cells& row) {
                m_meta.nameJa = row[0].value_or("");
                m_meta.nameEn = row[1].value_or("");
                m_meta.timeZone = row[2].value_or("Asia/Tokyo");
                m_meta.opensAt = timeIn(row[3]);
                auto& pacing = m_meta.pacing;
                for (auto [into, cell] : {std::pair{&pacing.claimWindow, &row[4]},
                             std::pair{&pacing.lateWindow, &row[5]},
                             std::pair{&pacing.passLife, &row[6]}})
                    if (*cell)
                        *into = static_cast<double>(wholeIn(*cell));
                pacing.maxShoppers = wholeIn(row[7]);
                return std::string{};
            });
    if (sale)
        return sale;
    bool isEmpty = false;
    const auto ends = rows(QStringLiteral("tick"),
            QStringLiteral("select min(at), max(at) from tick"), {}, [&](const Cells& row) {
                isEmpty = !row[0];
                const auto from = timeIn(row[0]);
                const auto to = timeIn(row[1]);
                if (!isEmpty && (!from || !to))
                    return std::string{notATime};
                m_meta.from = std::chrono::floor<std::chrono::seconds>(from.value_or(Instant{}));
                m_meta.to = std::chrono::floor<std::chrono::seconds>(to.value_or(Instant{}));
                return std::string{};
            });
    if (ends)
        return ends;
    if (isEmpty)
        return problem(Kind::Empty);
    return m_meta.seconds() > Recording::mostSeconds ? Problem{problem(Kind::TooLong)} : Problem{};
}

RecordingReader::Problem RecordingReader::rows(const QString& table, const QString& sql,
        const std::vector<QString>& values,
        const std::function<std::string(const Cells&)>& take) const
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.setForwardOnly(true);
    const auto fault = [&](const std::string& what) {
        return problem(Kind::Damaged, table.toStdString() + ": " + what);
    };
    if (!query.prepare(sql))
        return fault(query.lastError().databaseText().toStdString());
    for (const auto& value : values)
        query.addBindValue(value);
    if (!query.exec())
        return fault(query.lastError().databaseText().toStdString());
    Cells cells(static_cast<std::size_t>(query.record().count()));
    for (std::size_t number = 1; query.next(); ++number) {
        for (int i = 0; i < static_cast<int>(cells.size()); ++i) {
            const auto value = query.value(i);
            auto& cell = cells[static_cast<std::size_t>(i)];
            cell = value.isNull() ? std::nullopt : std::optional{value.toByteArray().toStdString()};
        }
        if (const auto wrong = take(cells); !wrong.empty())
            return fault("row " + std::to_string(number) + ": " + wrong);
    }
    // A page that cannot be read ends the rows; only the error tells it from their end.
    if (query.lastError().isValid())
        return fault(query.lastError().databaseText().toStdString());
    return std::nullopt;
}

RecordingReader::Problem RecordingReader::verify(const std::string& table, const char* columns,
        const std::function<bool(std::int64_t rows)>& goesOn) const
{
    std::optional<std::pair<std::string, std::string>> listed;
    auto failed = rows(QStringLiteral("content"),
            QStringLiteral("select rows, hash from content where name = ?"),
            {QString::fromStdString(table)}, [&listed](const Cells& row) {
                listed = {row[0].value_or(""), row[1].value_or("")};
                return std::string{};
            });
    if (failed)
        return failed;
    if (!listed)
        return problem(Kind::Damaged, table + " is not in the table content");
    contract::ContentSum sum;
    bool isOver = false;
    const auto name = QString::fromStdString(table);
    failed = rows(name,
            QStringLiteral("select %1 from %2 order by rowid")
                    .arg(bytesOf(QString::fromLatin1(columns)), name),
            {}, [&](const Cells& row) {
                sum.add(row);
                isOver = sum.rows() % 4096 == 0 && !goesOn(sum.rows());
                return std::string{isOver ? "cancelled" : ""};
            });
    if (isOver)
        return problem(Kind::Cancelled);
    if (!failed && *listed != std::pair{std::to_string(sum.rows()), sum.hash()})
        return problem(Kind::Damaged, table + " has other rows than the table content says");
    return failed;
}

RecordingReader::Problem RecordingReader::verifyTicks(const std::function<bool(int)>& goesOn) const
{
    const auto usual = 5 * static_cast<std::int64_t>(m_meta.seconds()); // of four instances
    for (const auto& table : contract::recordingTables)
        if (table.name == tickTable)
            return verify(table.name, table.columns, [&](std::int64_t done) {
                return goesOn(static_cast<int>(std::min<std::int64_t>(99, 100 * done / usual)));
            });
    return std::nullopt;
}

RecordingReader::Problem RecordingReader::verifyAllButTicks() const
{
    const auto onward = [](std::int64_t) { return true; };
    auto failed = verify(contract::seriesTable.name, contract::seriesTable.columns, onward);
    for (const auto& table : contract::recordingTables)
        if (!failed && table.name != tickTable)
            failed = verify(table.name, table.columns, onward);
    return failed;
}

RecordingReader::Problem RecordingReader::series(std::vector<Series>& into) const
{
    return rows(QStringLiteral("series"),
            QStringLiteral("select %1 from series order by rowid limit %2")
                    .arg(bytesOf(QStringLiteral("id, unit, numbers")))
                    .arg(Series::most),
            {}, [&](const Cells& row) {
                auto values = contract::numbersFrom(row[2].value_or(""));
                if (!values || values->size() != m_meta.seconds())
                    return row[0].value_or("") + " is no list of as many numbers as seconds";
                into.push_back({row[0].value_or(""), row[1].value_or(""), std::move(*values)});
                return std::string{};
            });
}

RecordingReader::Problem RecordingReader::ticks(
        Instant from, Instant to, const std::function<void(contract::Tick)>& take) const
{
    return rows(QStringLiteral("tick"),
            QStringLiteral("select %1 from tick where at >= ? and at < ? order by at, rowid")
                    .arg(bytesOf(QStringLiteral(
                            "at, instance, incarnation, counters, histograms, gauges, line"))),
            {QString::fromStdString(contract::recordedText(from)),
                    QString::fromStdString(contract::recordedText(to))},
            [&](const Cells& row) {
                const auto at = timeIn(row[0]);
                if (!at)
                    return std::string{notATime};
                contract::Tick tick;
                tick.sale = m_meta.sale;
                tick.run = m_meta.run;
                tick.at = std::chrono::floor<std::chrono::milliseconds>(*at);
                tick.instance = row[1].value_or("");
                tick.incarnation = row[2].value_or("");
                const auto read = contract::readTickColumns(tick, row[3].value_or(""),
                        row[4].value_or(""), row[5].value_or(""), row[6].value_or(""));
                if (!read)
                    return read.error().detail.empty() ? std::string{"no tick"}
                                                       : read.error().detail;
                take(std::move(tick));
                return std::string{};
            });
}

RecordingReader::Problem RecordingReader::scenes(
        Instant from, Instant to, const std::function<void(contract::SceneRow)>& take) const
{
    return rows(QStringLiteral("scene"),
            QStringLiteral("select %1 from scene where at >= ? and at < ? order by at, rowid")
                    .arg(bytesOf(QStringLiteral("at, part, is_full, data"))),
            {QString::fromStdString(contract::recordedText(from)),
                    QString::fromStdString(contract::recordedText(to))},
            [&](const Cells& row) {
                const auto at = timeIn(row[0]);
                if (!at)
                    return std::string{notATime};
                take({*at, row[1].value_or(""), row[2] == "t", row[3].value_or("{}")});
                return std::string{};
            });
}

Instant RecordingReader::sceneBefore(Instant at) const
{
    auto found = m_meta.from;
    rows(QStringLiteral("scene"),
            QStringLiteral("select coalesce((select max(at) from scene where part = 'sale' "
                           "and is_full = 't' and at <= ?), (select min(at) from scene))"),
            {QString::fromStdString(contract::recordedText(at))}, [&found](const Cells& row) {
                found = timeIn(row[0]).value_or(found);
                return std::string{};
            });
    return found;
}

RecordingReader::Problem RecordingReader::timeline(std::vector<contract::TimelineEntry>& into) const
{
    // SQLite puts the JSON together; ours reads it, as everywhere.
    return rows(QStringLiteral("timeline"),
            QStringLiteral("select cast(json_object('id', id, 'sale', '', 'run', 1, 'at', 0, "
                           "'source', source, 'actor', actor, 'kind', kind, 'subject', subject, "
                           "'reason', reason, 'revision', cast(revision as integer), "
                           "'data', json(data)) as blob), at from timeline order by at, rowid"),
            {}, [&](const Cells& row) {
                auto entry = contract::timelineEntryFromJson(row[0].value_or(""));
                const auto at = timeIn(row[1]);
                if (!entry || !at)
                    return std::string{entry ? notATime : "no entry"};
                entry.value().sale = m_meta.sale;
                entry.value().run = m_meta.run;
                entry.value().at = *at;
                into.push_back(std::move(entry).value());
                return std::string{};
            });
}

RecordingReader::Problem RecordingReader::walks(WalkSteps& into) const
{
    return rows(QStringLiteral("walk"),
            QStringLiteral("select card, walk, steps from walk order by rowid"), {},
            [&into](const Cells& row) {
                into[{row[0].value_or(""), wholeIn(row[1])}] = row[2].value_or("");
                return std::string{};
            });
}

RecordingReader::Problem RecordingReader::products(std::vector<SoldProduct>& into) const
{
    return rows(QStringLiteral("product"),
            QStringLiteral("select code, name_ja, name_en, price, total, held, sold, sold_out_at "
                           "from product order by rowid"),
            {}, [&into](const Cells& row) {
                into.push_back({row[0].value_or(""), row[1].value_or(""), row[2].value_or(""),
                        {wholeIn(row[3])}, wholeIn(row[4]), wholeIn(row[5]), wholeIn(row[6]),
                        timeIn(row[7])});
                return std::string{};
            });
}

RecordingReader::Problem RecordingReader::purchases(std::vector<Purchase>& into) const
{
    auto failed = rows(QStringLiteral("purchase"),
            QStringLiteral("select created_at, ended_at, status, method, amount, attempt, reason "
                           "from purchase order by rowid"),
            {}, [&into](const Cells& row) {
                const auto created = timeIn(row[0]);
                if (!created)
                    return std::string{notATime};
                into.push_back({*created, timeIn(row[1]), row[2].value_or(""), row[3].value_or(""),
                        {wholeIn(row[4])}, wholeIn(row[5]), row[6].value_or(""), {}});
                return std::string{};
            });
    if (failed)
        return failed;
    return rows(QStringLiteral("purchase_line"),
            QStringLiteral("select number, product, qty, price from purchase_line order by rowid"),
            {}, [&into](const Cells& row) {
                const auto number = wholeIn(row[0]);
                if (number < 1 || number > static_cast<std::int64_t>(into.size()))
                    return std::string{"a line of no purchase"};
                into[static_cast<std::size_t>(number) - 1].lines.push_back(
                        {row[1].value_or(""), wholeIn(row[2]), {wholeIn(row[3])}});
                return std::string{};
            });
}

RecordingReader::Problem RecordingReader::visits(std::vector<Visit>& into) const
{
    return rows(QStringLiteral("visit"),
            QStringLiteral("select granted_at, ended_at, outcome from visit order by rowid"), {},
            [&into](const Cells& row) {
                const auto granted = timeIn(row[0]);
                if (!granted)
                    return std::string{notATime};
                into.push_back({*granted, timeIn(row[1]), row[2].value_or("")});
                return std::string{};
            });
}

} // namespace saikobi::review
