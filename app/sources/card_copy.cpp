#include "app/sources/card_copy.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSaveFile>

#include "backend/contract/shipped_cards.h"

namespace saikobi::sources {

namespace {

Q_LOGGING_CATEGORY(log, "saikobi.source.cards")

CardCopy::CardsPtr shipped()
{
    // Lives as long as the program: nobody owns it.
    return {&contract::shippedCards(), [](const contract::Cards*) {}};
}

} // namespace

CardCopy::CardCopy(QString file)
    : m_file(std::move(file))
{
}

CardCopy::CardsPtr CardCopy::open() const
{
    QFile file(m_file);
    if (m_file.isEmpty() || !file.open(QIODevice::ReadOnly))
        return shipped();
    auto cards = contract::cardsFromJson(
            file.read(static_cast<qint64>(contract::longestRunbook) + 1).toStdString());
    if (cards)
        return std::make_shared<const contract::Cards>(std::move(cards).value());
    qCWarning(log, "%s: %s; the shipped cards are shown", qUtf8Printable(m_file),
            cards.error().detail.c_str());
    return shipped();
}

void CardCopy::take(const std::string& json)
{
    auto next = shipped();
    if (!json.empty()) {
        auto cards = contract::cardsFromJson(json);
        if (!cards) {
            qCWarning(log, "runbook of this shop: %s", cards.error().detail.c_str());
            return;
        }
        next = std::make_shared<const contract::Cards>(std::move(cards).value());
    }
    keep(json);
    const std::lock_guard lock(m_mutex);
    m_newest = std::move(next);
}

CardCopy::CardsPtr CardCopy::newest()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_newest, nullptr);
}

/// Half a file would be no runbook at all, so it is put in the place of the old one when complete.
void CardCopy::keep(const std::string& json) const
{
    if (m_file.isEmpty())
        return;
    if (json.empty()) {
        QFile::remove(m_file);
        return;
    }
    QDir().mkpath(QFileInfo(m_file).path());
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly)
            || file.write(QByteArray::fromStdString(json)) != static_cast<qint64>(json.size())
            || !file.commit())
        qCWarning(log, "%s: %s", qUtf8Printable(m_file), qUtf8Printable(file.errorString()));
}

} // namespace saikobi::sources
