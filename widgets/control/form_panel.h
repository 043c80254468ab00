#pragma once

#include "widgets/control/panel.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace saikobi::controls {

/// A panel made of named fields in rows, each with its words before it, and of buttons that arm.
class FormPanel : public Panel {
    Q_OBJECT

public:
    using Panel::Panel;

protected:
    struct Number {
        QLabel* name = nullptr;
        QSpinBox* field = nullptr;
    };
    struct Text {
        QLabel* name = nullptr;
        QLineEdit* field = nullptr;
    };
    struct Range {
        int least = 0;
        int most = 0;
        int value = 0;
    };

    /// A row that takes what is added next.
    void beginRow();
    Number addNumber(const char* name, Range range);
    Text addText(const char* name, int longest);
    QPushButton* addButton(const char* name);
    void endRows();
    /// The caption is also the name for assistive technology.
    static void say(const Number& number, const QString& caption, const QString& suffix = {});
    static void say(const Text& text, const QString& caption, const QString& example = {});

private:
    QHBoxLayout* m_row = nullptr;
};

} // namespace saikobi::controls
