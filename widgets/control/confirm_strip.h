#pragma once

#include <QPointer>
#include <QString>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <optional>

#include "backend/contract/quantity.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace saikobi::controls {

/// What a person must do to execute what is armed. No class acts on one key or one click.
enum class Gesture {
    Enter, ///< protective, armed by the chord
    CtrlEnter, ///< ordinary
    WordAndCtrlEnter ///< dangerous: type the sale's id first
};

struct Confirmation {
    QString question{}; ///< names the object: "Hold sale shop-a?"
    QString change{}; ///< old → new
    Gesture gesture = Gesture::CtrlEnter;
    QString word{}; ///< to be typed for the dangerous class
};

enum class Disarmed { ByUser, ByTime, ByFocus, ByData };

/// The one line kept for the confirmation in progress and for what became of the last command.
/// Armed lasts ten seconds and ends with the focus.
class ConfirmStrip : public QWidget {
    Q_OBJECT
    Q_PROPERTY(bool armed READ isArmed)

public:
    using SteadyClock = std::function<contract::Deadline()>;
    static constexpr std::chrono::seconds armedFor{10};

    explicit ConfirmStrip(SteadyClock clock, QWidget* parent = nullptr);

    void arm(const Confirmation& confirmation);
    void disarm(Disarmed why);
    bool isArmed() const { return m_armed.has_value(); }
    /// What stands here while nothing is armed.
    void say(const QString& sentence) { offer(sentence, {}); }
    /// The same with a button that leads to what the sentence is about; `way`: its words.
    void offer(const QString& sentence, const QString& way);
    QString shownText() const;
    /// Looks at the clock; runs by itself while armed. A test that moves the clock calls it.
    void review();

    QSize sizeHint() const override;

signals:
    void executed();
    /// The way of the sentence is taken.
    void followed();
    void disarmed(saikobi::controls::Disarmed why);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    bool handleKey(const QKeyEvent& key);
    void tryToExecute();
    void clear();
    void display(const QString& question, const QString& change);
    void retranslate();
    QString hint(std::chrono::seconds left) const;

    SteadyClock m_clock;
    std::optional<Confirmation> m_armed{};
    contract::Deadline m_until{};
    QString m_said{};
    QString m_way{};
    QTimer m_reviewing{};
    QPointer<QWidget> m_before{}; ///< had the focus before; gets it back
    QLabel* m_question;
    QLabel* m_change;
    QLineEdit* m_word;
    QLabel* m_hint;
    QPushButton* m_execute;
    QPushButton* m_cancel;
    QPushButton* m_follow; ///< where those two are while something is armed
};

} // namespace saikobi::controls
