#include "widgets/status/alarm_card.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "backend/contract/alarm_limits.h"
#include "widgets/status/alarm_advice.h"
#include "widgets/status/alarm_words.h"
#include "widgets/status/type_scale.h"

namespace saikobi::status {

AlarmCard::AlarmCard(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_place(new QScrollArea(this))
    , m_text(new QLabel(m_place))
    , m_back(new QPushButton(this))
{
    setFocusPolicy(Qt::StrongFocus);
    m_heading->setFont(scaled(font(), TypeSize::Strong));
    m_heading->setWordWrap(true);
    m_text->setObjectName(QStringLiteral("alarmCardText"));
    m_text->setFont(scaled(font(), TypeSize::Small));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_place->setWidget(m_text);
    m_place->setWidgetResizable(true);
    m_place->setFrameShape(QFrame::NoFrame);
    m_place->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_place->setFocusPolicy(Qt::NoFocus);
    m_place->viewport()->setAutoFillBackground(false);
    m_text->setAutoFillBackground(false);
    m_back->setObjectName(QStringLiteral("alarmCardBack"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_heading);
    column->addWidget(m_place, 1);
    column->addWidget(m_back);
    connect(m_back, &QPushButton::clicked, this, &AlarmCard::closed);
    write();
}

void AlarmCard::open(const ListedAlarm& alarm)
{
    m_alarm = alarm;
    write();
}

void AlarmCard::present(const ListedAlarm& alarm, contract::Instant, const Formatter& formatter)
{
    m_alarm = alarm;
    m_formatter = formatter;
    write();
}

QString AlarmCard::shownText() const
{
    return m_heading->text() + QLatin1Char('\n') + m_text->text();
}

void AlarmCard::write()
{
    const auto& record = m_alarm.record;
    const auto id = QString::fromStdString(std::string{name(record.alarm)});
    m_heading->setText(tr("%1 %2", "%1: id of an alarm, %2: what it is about")
                               .arg(id, AlarmWords::title(record, m_formatter)));
    QStringList lines;
    lines << tr("Card %1: %2", "%1: id of a runbook card, %2: its title")
                     .arg(m_alarm.card, m_titleOf ? m_titleOf(m_alarm.card) : QString())
          << tr("Cause: %1", "%1: sentence").arg(AlarmAdvice::cause(record.alarm))
          << tr("Consequence: %1", "%1: sentence").arg(AlarmAdvice::consequence(record.alarm))
          << tr("First: %1", "what to do first, %1: sentence")
                     .arg(AlarmAdvice::response(record.alarm))
          << tr("Act: %1", "%1: by when, such as within 3 minutes")
                     .arg(AlarmAdvice::deadline(record.priority));
    if (const auto figure = contract::figureNamed(record.figure))
        lines << tr("Limit: %1 (%2)", "%1: value with unit, %2: id of the figure")
                         .arg(AlarmWords::value(*figure, record.limit, m_formatter),
                                 QString::fromStdString(record.figure));
    if (!record.raisedBy.empty())
        lines << tr("Raised by %1", "%1: instance or console")
                         .arg(QString::fromStdString(record.raisedBy));
    if (record.confirmed)
        lines << tr("Acted on: %1, %2", "%1: who confirmed an alarm, %2: clock time")
                         .arg(QString::fromStdString(record.confirmedBy),
                                 m_formatter.clock(*record.confirmed));
    if (record.isShelved())
        lines << tr("Shelved by %1: %2", "%1: who put an alarm aside, %2: why")
                         .arg(QString::fromStdString(record.shelvedBy),
                                 QString::fromStdString(record.shelvedWhy));
    lines << (record.tested ? tr("Last test: %1", "of an alarm, %1: clock time")
                                      .arg(m_formatter.clock(*record.tested))
                            : tr("Never tested in this sale.", "an alarm"));
    m_text->setText(lines.join(QStringLiteral("\n\n")));
    m_text->setAccessibleName(m_heading->text());
    m_back->setText(tr("Back to the timeline (Esc)", "button"));
}

void AlarmCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit closed();
    else
        QWidget::keyPressEvent(event);
}

void AlarmCard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        write();
    if (event->type() == QEvent::FontChange) {
        m_heading->setFont(scaled(font(), TypeSize::Strong));
        m_text->setFont(scaled(font(), TypeSize::Small));
    }
}

} // namespace saikobi::status
