#include "widgets/runbook/step_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "widgets/runbook/step_mark.h"
#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::runbook {

namespace {

QLabel* label(QWidget* parent, const char* name)
{
    auto* made = new QLabel(parent);
    made->setObjectName(QLatin1String(name));
    made->setTextFormat(Qt::PlainText);
    made->setAttribute(Qt::WA_TransparentForMouseEvents);
    return made;
}

void colour(QLabel* label, const QColor& ink)
{
    auto palette = label->palette();
    if (palette.color(QPalette::WindowText) == ink)
        return;
    palette.setColor(QPalette::WindowText, ink);
    label->setPalette(palette);
}

} // namespace

StepRow::StepRow(QWidget* parent)
    : QWidget(parent)
    , m_mark(new StepMark(this))
    , m_text(label(this, "stepText"))
    , m_figure(label(this, "stepFigure"))
    , m_note(label(this, "stepNote"))
{
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_text);
    words->addWidget(m_figure);
    words->addWidget(m_note);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_mark, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    for (auto* each : {m_text, m_figure, m_note})
        each->setWordWrap(true);
    m_note->setFont(status::scaled(font(), status::TypeSize::Small));
}

void StepRow::present(const ShownStep& step, bool isChosen)
{
    m_step = step;
    m_isChosen = isChosen;
    const auto& colours = status::paletteOf(*this);
    m_mark->present(step);
    m_text->setText(step.text);
    m_text->setFont(
            status::scaled(font(), isChosen ? status::TypeSize::Strong : status::TypeSize::Body));
    colour(m_text, step.isGreyed ? colours.second : colours.text);
    m_figure->setText(step.figure);
    m_figure->setVisible(!step.figure.isEmpty());
    m_note->setText(step.note);
    m_note->setVisible(!step.note.isEmpty());
    colour(m_note, colours.second);
    setAccessibleName(step.text);
    setAccessibleDescription(
            QStringList{step.standing, step.figure, step.note}.join(QStringLiteral(", ")));
    update();
}

void StepRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const auto& colours = status::paletteOf(*this);
    if (m_step.state == contract::MarkState::Overridden)
        painter.fillRect(QRect(0, 0, 4, height()), colours.accent);
    if (!m_isChosen)
        return;
    painter.setPen(QPen(colours.accent, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

void StepRow::mousePressEvent(QMouseEvent*)
{
    emit clicked();
}

void StepRow::mouseDoubleClickEvent(QMouseEvent*)
{
    emit doubleClicked();
}

} // namespace saikobi::runbook
