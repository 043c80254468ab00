#include "app/shell/canvas.h"

#include <QApplication>
#include <QEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace saikobi::shell {

namespace {

/// The smallest promised window, less the frame that tells the mode.
constexpr QSize design{1272, 792};

/// A scroll area gives a layout the height that its wrapped texts would like at that width; the
/// screens make do with the least. It does not see their layout behind this.
class Holder : public QWidget {
public:
    explicit Holder(QWidget* held)
        : m_held(held)
    {
        held->setParent(this);
    }

protected:
    void resizeEvent(QResizeEvent*) override { m_held->setGeometry(rect()); }

private:
    QWidget* m_held;
};

} // namespace

Canvas::Canvas(const Parts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_head(frame(parts.head, Qt::ScrollBarAlwaysOff))
    , m_body(frame(parts.body, Qt::ScrollBarAsNeeded))
    , m_foot(frame(parts.foot, Qt::ScrollBarAlwaysOff))
{
    m_body->setObjectName(QStringLiteral("canvasBody"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_body, 1);
    column->addWidget(m_foot);
    for (const auto* each : {m_head, m_foot})
        connect(m_body->horizontalScrollBar(), &QScrollBar::valueChanged,
                each->horizontalScrollBar(), &QScrollBar::setValue);
    connect(qApp, &QApplication::focusChanged, this,
            [this](const QWidget*, const QWidget* now) { follow(now); });
    fit();
}

QScrollArea* Canvas::frame(QWidget* part, Qt::ScrollBarPolicy bars)
{
    auto* area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus); // nothing in it is commanded by keys
    area->setHorizontalScrollBarPolicy(bars);
    area->setVerticalScrollBarPolicy(bars);
    area->setWidgetResizable(true);
    area->setWidget(new Holder(part));
    part->installEventFilter(this);
    return area;
}

void Canvas::setScale(int percent)
{
    m_scale = percent;
    fit();
}

/// All three are equally wide, so that they are scrolled sideways as one.
void Canvas::fit()
{
    const auto least = [](const QWidget* part) { return part->layout()->totalMinimumSize(); };
    const bool isUsual = m_scale <= 100;
    const int width = std::max({least(m_parts.head).width(), least(m_parts.body).width(),
            least(m_parts.foot).width(), isUsual ? 0 : design.width() * m_scale / 100});
    const int head = m_parts.head->layout()->totalSizeHint().height();
    const int foot = m_parts.foot->layout()->totalSizeHint().height();
    m_head->setFixedHeight(head);
    m_foot->setFixedHeight(foot);
    const int height = isUsual ? 0 : design.height() * m_scale / 100 - head - foot;
    m_head->widget()->setMinimumSize(width, head);
    m_body->widget()->setMinimumSize(width, std::max(height, least(m_parts.body).height()));
    m_foot->widget()->setMinimumSize(width, foot);
}

/// A field that keys lead to is brought into sight.
void Canvas::follow(const QWidget* focused)
{
    const auto* area = !focused             ? nullptr
            : m_body->isAncestorOf(focused) ? m_body
            : m_head->isAncestorOf(focused) ? m_head
            : m_foot->isAncestorOf(focused) ? m_foot
                                            : nullptr;
    if (!area || m_scale <= 100)
        return;
    const QRect place(focused->mapTo(area->widget(), QPoint()), focused->size());
    const QRect whole = m_body->widget()->geometry();
    m_body->ensureVisible(place.center().x(),
            area == m_body ? place.center().y() : -whole.top() + m_body->viewport()->height() / 2,
            std::min(place.width(), m_body->viewport()->width()) / 2,
            area == m_body ? std::min(place.height(), m_body->viewport()->height()) / 2 : 0);
}

bool Canvas::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest)
        fit();
    return QWidget::eventFilter(watched, event);
}

} // namespace saikobi::shell
