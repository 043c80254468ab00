#include "app/review/pin_book.h"

#include <QFile>
#include <QSaveFile>
#include <QUuid>

#include <algorithm>

namespace saikobi::review {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;

PinBook::PinBook(const QString& recordingPath)
    : m_path(recordingPath + QStringLiteral(".pins"))
{
    QFile file(m_path);
    if (recordingPath.isEmpty() || !file.open(QIODevice::ReadOnly))
        return;
    while (!file.atEnd() && m_entries.size() < mostPins) {
        const auto line = file.readLine().trimmed().toStdString();
        if (auto entry = contract::timelineEntryFromJson(line))
            m_entries.push_back(std::move(entry.value()));
    }
    std::sort(m_entries.begin(), m_entries.end(),
            [](const auto& a, const auto& b) { return a.at < b.at; });
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
