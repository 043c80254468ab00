#pragma once

#include <QWidget>

#include "app/pages/view.h"

namespace saikobi::pages {

/// One screen inside the frame. It shows what it is given and remembers nothing of its own about
/// the sale, so that any source can stand behind it.
class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Called once a second while the page is visible, and at once when it becomes visible.
    virtual void present(const View& view) = 0;
    /// Name on the rail, in the language of the moment.
    virtual QString title() const = 0;
    /// The table of this screen as it is shown (else the lines of its plots), for a file; empty:
    /// there is none.
    virtual QString csv() const { return {}; }

signals:
    /// What the source should read and remember for this screen besides.
    void wished(const saikobi::contract::DeskWish& wish);
    /// Somebody looks closely at a plot: the screen stands still for that.
    void touched();
    /// What happened then is to be shown in the timeline.
    void momentWanted(saikobi::contract::Instant at);
    /// More about this stands on another screen: "payments".
    void screenWanted(const QString& name);
};

} // namespace saikobi::pages
