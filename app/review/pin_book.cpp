#include "app/review/pin_book.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <algorithm>

namespace saikobi::review {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;

namespace {

/// A connection of its own to one file, which ends with it.
class SqliteFile {
public:
    SqliteFile(const QString& path, bool isReadOnly)
    {
        auto file = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        file.setDatabaseName(path);
        if (isReadOnly)
            file.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
        m_isOpen = file.open();
    }
    ~SqliteFile()
    {
        QSqlDatabase::database(m_name, false).close();
        QSqlDatabase::removeDatabase(m_name);
    }
    SqliteFile(const SqliteFile&) = delete;
    SqliteFile& operator=(const SqliteFile&) = delete;

    bool isOpen() const { return m_isOpen; }
    QSqlDatabase database() const { return QSqlDatabase::database(m_name, false); }

private:
    QString m_name{QUuid::createUuid().toString()};
    bool m_isOpen = false;
};

/// Empty when it was done.
QString putInside(QSqlDatabase file, const std::vector<contract::TimelineEntry>& entries)
{
    QSqlQuery query(file);
    file.transaction();
    bool isDone = true;
    for (const auto* statement : {"create table if not exists pin (entry)", "delete from pin",
                 "delete from about where name = 'pin'",
                 "insert into about (name, what) values ('pin', 'what somebody pinned while "
                 "reviewing, as JSON; not of the recording itself')"})
        isDone = isDone && query.exec(QString::fromLatin1(statement));
    isDone = isDone && query.prepare(QStringLiteral("insert into pin (entry) values (?)"));
    for (const auto& entry : entries) {
        query.addBindValue(QString::fromStdString(contract::toJson(entry)));
        isDone = isDone && query.exec();
    }
    return isDone && file.commit() ? QString() : query.lastError().text();
}

} // namespace

PinBook::PinBook(const QString& recordingPath)
    : m_recording(recordingPath)
    , m_path(recordingPath + QStringLiteral(".pins"))
{
    QFile file(m_path);
    if (recordingPath.isEmpty())
        return;
    if (file.open(QIODevice::ReadOnly))
        readBeside(file);
    else if (QFile::exists(recordingPath))
        readInside();
    std::sort(m_entries.begin(), m_entries.end(),
            [](const auto& a, const auto& b) { return a.at < b.at; });
}

void PinBook::readBeside(QIODevice& file)
{
    while (!file.atEnd() && m_entries.size() < mostPins)
        if (auto entry = contract::timelineEntryFromJson(file.readLine().trimmed().toStdString()))
            m_entries.push_back(std::move(entry.value()));
}

/// Most recordings have no such table; then there are no pins.
void PinBook::readInside()
{
    const SqliteFile file(m_recording, true);
    if (!file.isOpen())
        return;
    QSqlQuery query(file.database());
    query.setForwardOnly(true);
    query.exec(QStringLiteral("select entry from pin"));
    while (query.next() && m_entries.size() < mostPins)
        if (auto entry = contract::timelineEntryFromJson(query.value(0).toString().toStdString()))
            m_entries.push_back(std::move(entry.value()));
}

Outcome PinBook::handOn(const QString& path) const
{
    if (QFileInfo(path) == QFileInfo(m_recording))
        return Fault{FaultCode::Refused, path.toStdString()};
    const QString unfinished = path + QStringLiteral(".part");
    QFile::remove(unfinished);
    if (!QFile::copy(m_recording, unfinished))
        return Fault{FaultCode::Unavailable, path.toStdString()};
    QFile::setPermissions(unfinished, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
    QString wrong;
    {
        const SqliteFile file(unfinished, false);
        wrong = file.isOpen() ? putInside(file.database(), m_entries) : unfinished;
    }
    QFile::remove(path);
    if (wrong.isEmpty() && QFile::rename(unfinished, path))
        return Nothing{};
    QFile::remove(unfinished);
    return Fault{FaultCode::Unavailable, path.toStdString() + ": " + wrong.toStdString()};
}

Outcome PinBook::pin(contract::Instant at, const QString& text, const QString& actor)
{
    if (m_entries.size() >= mostPins)
        return Fault{FaultCode::Refused, m_path.toStdString()};
    contract::TimelineEntry entry;
    entry.id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    entry.at = at;
    entry.kind = "pin";
    entry.source = "review";
    entry.actor = actor.toStdString();
    entry.reason = text.toStdString();
    const auto after = std::upper_bound(m_entries.begin(), m_entries.end(), at,
            [](auto instant, const auto& known) { return instant < known.at; });
    m_entries.insert(after, entry);
    const auto written = write();
    if (!written)
        std::erase_if(m_entries, [&entry](const auto& each) { return each.id == entry.id; });
    return written;
}

Outcome PinBook::remove(const std::string& id)
{
    if (std::erase_if(m_entries, [&id](const auto& each) { return each.id == id; }) == 0)
        return Fault{FaultCode::NotFound, id};
    return write();
}

Outcome PinBook::write() const
{
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return Fault{FaultCode::Unavailable, m_path.toStdString()};
    for (const auto& entry : m_entries)
        file.write(QByteArray::fromStdString(contract::toJson(entry)) + '\n');
    if (!file.commit())
        return Fault{FaultCode::Unavailable, m_path.toStdString()};
    return Nothing{};
}

} // namespace saikobi::review
