#pragma once

#include <QWidget>

#include <optional>

#include "backend/contract/feed.h"
#include "widgets/status/alarm_mark.h"
#include "widgets/status/alarm_rows.h"
#include "widgets/status/formatter.h"

class QPushButton;

namespace saikobi::status {

/// The bottom band: what began first, the two newest alarms that nobody has seen, how many there
/// are, whether they flood, whether they can be heard. Every part has its place, also when empty.
class AlarmBand : public QWidget {
    Q_OBJECT
    Q_PROPERTY(QString shownFirst READ shownFirst)
    Q_PROPERTY(QString shownFlood READ shownFlood)
    Q_PROPERTY(int cutOff READ cutOff)

public:
    explicit AlarmBand(QWidget* parent = nullptr);

    struct Content {
        std::vector<ListedAlarm> alarms{};
        bool isKnown = false;
        contract::DataState state = contract::DataState::NoData;
        contract::AlarmFlood flood{};
    };
    void present(const Content& content, contract::Instant now, const Formatter& formatter);
    /// Its words and what a press on it does are the frame's.
    QPushButton* sound() const { return m_sound; }

    QString shownFirst() const;
    QString shownFlood() const;
    int cutOff() const; ///< how many pixels of the longest text do not fit; tests look at it
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void chosen(saikobi::status::AlarmKey alarm);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Cell {
        QRectF place{};
        QString caption{};
        const ListedAlarm* alarm = nullptr;
    };
    std::array<Cell, 3> cells() const;
    QRectF countsPlace() const;
    QString counts() const;
    QString text(const ListedAlarm& alarm) const;
    void paintCell(QPainter& painter, const Cell& cell) const;
    void describe();
    void announceNew();

    Content m_content{};
    std::optional<ListedAlarm> m_first{};
    std::vector<ListedAlarm> m_newest{};
    contract::Instant m_now{};
    contract::Instant m_announced{}; ///< ring of the newest that assistive technology was told
    Formatter m_formatter{};
    AlarmBlink m_blink;
    QPushButton* m_sound;
};

/// Of those that began first, by the rules of first-out; a console's own only while nothing else is
/// active.
std::optional<ListedAlarm> firstOutOf(const std::vector<ListedAlarm>& alarms);
/// The newest that nobody has acknowledged, newest first.
std::vector<ListedAlarm> newestUnseen(const std::vector<ListedAlarm>& alarms, std::size_t most);

} // namespace saikobi::status
