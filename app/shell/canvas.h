#pragma once

#include <QWidget>

class QScrollArea;

namespace saikobi::shell {

/// What stands in the window, one above the other: head and foot stay in sight, the body between
/// them is scrolled when text is larger than the window has room for. It is never made smaller than
/// what the usual text has at the smallest promised window, so nothing is cut off at any size.
class Canvas : public QWidget {
    Q_OBJECT

public:
    struct Parts {
        QWidget* head = nullptr;
        QWidget* body = nullptr;
        QWidget* foot = nullptr;
    };
    explicit Canvas(const Parts& parts, QWidget* parent);

    void setScale(int percent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QScrollArea* frame(QWidget* part, Qt::ScrollBarPolicy bars);
    void fit();
    void follow(const QWidget* focused);

    Parts m_parts;
    QScrollArea* m_head;
    QScrollArea* m_body;
    QScrollArea* m_foot;
    int m_scale = 100;
};

} // namespace saikobi::shell
