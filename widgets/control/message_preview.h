#pragma once

#include <QWidget>

#include "widgets/control/hold_panel.h"
#include "widgets/status/formatter.h"

class QLabel;

namespace saikobi::controls {

/// The draft as the waiting page will show it: both languages side by side, with the promised time
/// in the words of that page.
class MessagePreview : public QWidget {
    Q_OBJECT

public:
    explicit MessagePreview(QWidget* parent = nullptr);
    void present(const MessageDraft& draft, const status::Formatter& formatter);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* m_heading;
    QLabel* m_ja;
    QLabel* m_en;
};

} // namespace saikobi::controls
