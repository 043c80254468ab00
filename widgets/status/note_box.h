#pragma once

#include <QWidget>

#include <functional>
#include <optional>

#include "backend/contract/quantity.h"
#include "widgets/status/formatter.h"

class QLabel;
class QLineEdit;

namespace saikobi::status {

/// Where a note is written. It bears the time of its first letter, which stands beside it from then
/// on: what people saw happened before they had finished describing it.
class NoteBox : public QWidget {
    Q_OBJECT

public:
    using Clock = std::function<contract::Instant()>;
    static constexpr int longest = 1000;

    explicit NoteBox(Clock clock, QWidget* parent = nullptr);

    void setFormatter(const Formatter& formatter);
    void begin(); ///< takes the keyboard

signals:
    void written(QString text, saikobi::contract::Instant at);
    void left(); ///< `Esc`: nothing was written

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void noteStart();
    void send();
    void retranslate();

    Clock m_clock;
    Formatter m_formatter{};
    std::optional<contract::Instant> m_startedAt{};
    QLabel* m_stamp;
    QLineEdit* m_text;
};

} // namespace saikobi::status
