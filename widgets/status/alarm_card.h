#pragma once

#include <QWidget>

#include <functional>
#include <vector>

#include "widgets/status/alarm_rows.h"
#include "widgets/status/formatter.h"

class QLabel;
class QPushButton;
class QScrollArea;

namespace saikobi::status {

/// One alarm in full: cause, consequence, first response, deadline, its limit, who raised it, and
/// the card that goes on from there.
class AlarmCard : public QWidget {
    Q_OBJECT

public:
    explicit AlarmCard(QWidget* parent = nullptr);

    /// Titles of the cards of the runbook by their ids, in the language of the screen.
    void setTitles(std::function<QString(const QString& card)> titleOf)
    {
        m_titleOf = std::move(titleOf);
    }
    void open(const ListedAlarm& alarm);
    void present(const ListedAlarm& alarm, contract::Instant now, const Formatter& formatter);
    AlarmKey key() const { return m_alarm.key(); }
    QString shownText() const;

signals:
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void write();

    std::function<QString(const QString& card)> m_titleOf{};
    ListedAlarm m_alarm{};
    Formatter m_formatter{};
    QLabel* m_heading;
    QScrollArea* m_place;
    QLabel* m_text;
    QPushButton* m_back;
};

} // namespace saikobi::status
