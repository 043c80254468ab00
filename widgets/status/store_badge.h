#pragma once

#include <QString>
#include <QWidget>

#include "backend/contract/feed.h"
#include "widgets/status/formatter.h"

namespace saikobi::status {

/// One store: whether it answers, how fast, how old its newest data is. A shape tells the state
/// without colour: full disc, half disc, hatched ring, cross, empty ring.
class StoreBadge : public QWidget {
    Q_OBJECT
    Q_PROPERTY(QString shownState READ shownState)
    Q_PROPERTY(int neededWidth READ neededWidth)

public:
    explicit StoreBadge(QWidget* parent = nullptr);

    void setStore(const QString& name);
    void present(const contract::Feed& feed, contract::Instant now, const Formatter& formatter);

    QString shownState() const;
    contract::DataState state() const { return m_state; }
    int neededWidth() const; ///< below this the text is cut; tests look at it
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString m_name{};
    QString m_roundTrip{};
    QString m_age{};
    contract::DataState m_state = contract::DataState::NoData;
};

/// Why a store is lost, without what every such sentence begins with: the first line of its error,
/// from what the server itself said. Empty while it answers.
QString causeOf(const contract::Feed& feed);

/// State of a whole feed: its error, and the age of its last answer (polled once a second).
contract::DataState stateOf(const contract::Feed& feed, contract::Instant now);

} // namespace saikobi::status
