#include "widgets/status/shelve_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <array>

#include "widgets/status/alarm_words.h"
#include "widgets/status/type_scale.h"

namespace saikobi::status {

namespace {

constexpr std::array<int, 4> lengths{5, 15, 30, 60};
constexpr int usual = 1;

} // namespace

ShelveForm::ShelveForm(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_lengthName(new QLabel(this))
    , m_length(new QComboBox(this))
    , m_untilClear(new QCheckBox(this))
    , m_reasonName(new QLabel(this))
    , m_reason(new QLineEdit(this))
    , m_shelve(new QPushButton(this))
    , m_cancel(new QPushButton(this))
{
    m_heading->setFont(scaled(font(), TypeSize::Strong));
    m_heading->setWordWrap(true);
    m_length->setObjectName(QStringLiteral("shelveLength"));
    m_untilClear->setObjectName(QStringLiteral("shelveUntilClear"));
    m_reason->setObjectName(QStringLiteral("shelveReason"));
    m_reason->setMaxLength(static_cast<int>(contract::longestAlarmText));
    m_shelve->setObjectName(QStringLiteral("shelveSend"));
    m_cancel->setObjectName(QStringLiteral("shelveCancel"));
    for (std::size_t i = 0; i < lengths.size(); ++i)
        m_length->addItem(QString());
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_shelve, 1);
    buttons->addWidget(m_cancel, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    for (QWidget* each : {static_cast<QWidget*>(m_heading), static_cast<QWidget*>(m_lengthName),
                 static_cast<QWidget*>(m_length), static_cast<QWidget*>(m_untilClear),
                 static_cast<QWidget*>(m_reasonName), static_cast<QWidget*>(m_reason)})
        column->addWidget(each);
    column->addLayout(buttons);
    column->addStretch(1);
    connect(m_reason, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_shelve->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_reason, &QLineEdit::returnPressed, this, &ShelveForm::send);
    connect(m_shelve, &QPushButton::clicked, this, &ShelveForm::send);
    connect(m_cancel, &QPushButton::clicked, this, &ShelveForm::cancelled);
    retranslate();
}

void ShelveForm::open(const ListedAlarm& alarm)
{
    m_alarm = alarm.key();
    m_record = alarm.record;
    m_reason->clear();
    m_length->setCurrentIndex(usual);
    m_untilClear->setChecked(true);
    m_shelve->setEnabled(false);
    retranslate();
}

void ShelveForm::begin()
{
    m_reason->setFocus(Qt::OtherFocusReason);
}

void ShelveForm::send()
{
    if (m_reason->text().trimmed().isEmpty())
        return;
    const auto length = lengths.at(static_cast<std::size_t>(m_length->currentIndex()));
    emit wanted({m_alarm, std::chrono::minutes{length}, m_untilClear->isChecked(),
            m_reason->text().trimmed()});
}

void ShelveForm::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit cancelled();
    else
        QWidget::keyPressEvent(event);
}

void ShelveForm::retranslate()
{
    m_heading->setText(tr("Shelve %1 %2?", "%1: id of an alarm, %2: what it is about")
                               .arg(QString::fromStdString(std::string{name(m_record.alarm)}),
                                       AlarmWords::of(m_record.alarm)));
    m_lengthName->setText(tr("For", "how long an alarm is put aside"));
    m_lengthName->setBuddy(m_length);
    m_length->setAccessibleName(tr("How long it is shelved"));
    for (std::size_t i = 0; i < lengths.size(); ++i)
        m_length->setItemText(static_cast<int>(i), tr("%n minute(s)", "", lengths.at(i)));
    m_untilClear->setText(tr("ends with the alarm", "shelving: if that comes sooner"));
    m_reasonName->setText(tr("Reason (needed)", "why an alarm is put aside"));
    m_reasonName->setBuddy(m_reason);
    m_reason->setAccessibleName(m_reasonName->text());
    m_shelve->setText(tr("Shelve", "button: put an alarm aside"));
    m_cancel->setText(tr("Cancel", "button"));
}

void ShelveForm::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::FontChange)
        m_heading->setFont(scaled(font(), TypeSize::Strong));
}

} // namespace saikobi::status
