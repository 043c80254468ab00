#include "widgets/status/note_box.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>

#include <utility>

#include "widgets/status/key_text.h"
#include "widgets/status/type_scale.h"

namespace saikobi::status {

NoteBox::NoteBox(Clock clock, QWidget* parent)
    : QWidget(parent)
    , m_clock(std::move(clock))
    , m_stamp(new QLabel(this))
    , m_text(new QLineEdit(this))
{
    m_stamp->setObjectName(QStringLiteral("noteStamp"));
    m_stamp->setFont(scaled(font(), TypeSize::Small));
    // Its place is kept, so that the first letter moves nothing.
    m_stamp->setFixedWidth(
            QFontMetrics(m_stamp->font()).horizontalAdvance(QStringLiteral("00:00:00")) + 4);
    m_text->setObjectName(QStringLiteral("noteText"));
    m_text->setMaxLength(longest);
    m_text->installEventFilter(this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_stamp);
    row->addWidget(m_text, 1);
    connect(m_text, &QLineEdit::textEdited, this, &NoteBox::noteStart);
    connect(m_text, &QLineEdit::returnPressed, this, &NoteBox::send);
    retranslate();
}

void NoteBox::setFormatter(const Formatter& formatter)
{
    m_formatter = formatter;
}

void NoteBox::begin()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
}

void NoteBox::noteStart()
{
    if (m_text->text().isEmpty())
        m_startedAt.reset();
    else if (!m_startedAt)
        m_startedAt = m_clock();
    m_stamp->setText(m_startedAt ? m_formatter.clock(*m_startedAt) : QString());
}

void NoteBox::send()
{
    const auto text = m_text->text().trimmed();
    if (text.isEmpty() || !m_startedAt)
        return;
    const auto at = *m_startedAt;
    m_text->clear();
    m_startedAt.reset();
    m_stamp->clear();
    emit written(text, at);
}

bool NoteBox::eventFilter(QObject* watched, QEvent* event)
{
    const bool isEscape = event->type() == QEvent::KeyPress
            && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (watched == m_text && isEscape) {
        emit left(); // what was typed stays for later
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void NoteBox::retranslate()
{
    m_text->setPlaceholderText(withKeys(tr("note …", "field for a note"), *this, "actionNote"));
    m_text->setAccessibleName(tr("Note for the timeline"));
    m_stamp->setAccessibleName(tr("Time of the note's first letter"));
}

void NoteBox::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::status
