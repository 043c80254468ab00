#pragma once

#include <QString>

#include <chrono>
#include <optional>

#include "widgets/control/panel.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace saikobi::controls {

/// What waiting people are told. Both languages are required, or none.
struct MessageDraft {
    QString ja{};
    QString en{};
    std::optional<std::chrono::minutes> resumeIn{};
};

/// Draft of the hold: the message in both languages and the promised time. The hold itself is armed
/// by its chord from anywhere, or by the button here, whatever the text; the message can be sent
/// alone.
class HoldPanel : public Panel {
    Q_OBJECT

public:
    static constexpr int longestMessage = 200;

    explicit HoldPanel(QWidget* parent = nullptr);

    MessageDraft draft() const;
    /// What was written before this panel was made; says nothing to those who listen.
    void setDraft(const MessageDraft& draft);
    /// Why the message alone cannot be sent; holding stays possible.
    void setMessageObstacle(const QString& reason);
    /// The draft of a console that has not shown this panel yet.
    static MessageDraft usual();

signals:
    void holdRequested();
    void drafted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void retranslate() override;

private:
    void takeTemplate(int index);
    void check();

    QComboBox* m_template;
    QSpinBox* m_minutes;
    QLabel* m_templateName;
    QLabel* m_minutesName;
    QPlainTextEdit* m_ja;
    QPlainTextEdit* m_en;
    QPushButton* m_hold;
    QPushButton* m_message;
    QString m_messageObstacle{};
};

} // namespace saikobi::controls
