#include "widgets/control/sale_panels.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTimeEdit>
#include <QVBoxLayout>

#include "widgets/status/key_text.h"
#include "widgets/status/type_scale.h"

namespace saikobi::controls {

namespace {

QLabel* noteIn(QWidget* parent, const char* name)
{
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setFont(status::scaled(parent->font(), status::TypeSize::Small));
    return label;
}

} // namespace

OpeningPanel::OpeningPanel(QWidget* parent)
    : FormPanel(parent)
    , m_name(new QLabel(this))
    , m_time(new QTimeEdit(this))
{
    setObjectName(QStringLiteral("openingPanel"));
    m_time->setObjectName(QStringLiteral("openingTime"));
    m_time->setDisplayFormat(QStringLiteral("HH:mm"));
    m_name->setBuddy(m_time);
    auto* row = new QHBoxLayout;
    row->addWidget(m_name);
    row->addWidget(m_time, 1);
    body()->addLayout(row);
    beginRow();
    m_move = addButton("openingMove");
    m_now = addButton("openingNow");
    endRows();
    connect(m_time, &QTimeEdit::timeChanged, this, [this] { m_isTouched = true; });
    connect(m_move, &QPushButton::clicked, this, &Panel::armRequested);
    connect(m_now, &QPushButton::clicked, this, &OpeningPanel::openNowRequested);
    retranslate();
}

QTime OpeningPanel::draft() const
{
    return m_time->time();
}

void OpeningPanel::setOpening(const QTime& time)
{
    if (m_isTouched)
        return;
    const QSignalBlocker quiet(m_time);
    m_time->setTime(time);
}

void OpeningPanel::setDraft(const QTime& time)
{
    m_time->setTime(time);
    m_isTouched = true;
}

void OpeningPanel::retranslate()
{
    setHeading(tr("Opening", "heading of the controls: when the sale opens"));
    m_name->setText(tr("Opens at", "before a clock time"));
    m_time->setAccessibleName(tr("New opening time"));
    m_move->setText(tr("Move opening…", "button: arms another opening time"));
    m_move->setAccessibleName(tr("Arm the new opening time"));
    m_now->setText(tr("Open now…", "button: arms opening the sale at once"));
    m_now->setAccessibleName(tr("Arm opening the sale now"));
}

PhasePanel::PhasePanel(QWidget* parent)
    : FormPanel(parent)
{
    setObjectName(QStringLiteral("phasePanel"));
    beginRow();
    m_close = addButton("phaseClose");
    m_reopen = addButton("phaseReopen");
    beginRow();
    m_newRun = addButton("phaseNewRun");
    endRows();
    connect(m_close, &QPushButton::clicked, this, &PhasePanel::closeRequested);
    connect(m_reopen, &QPushButton::clicked, this, &PhasePanel::reopenRequested);
    connect(m_newRun, &QPushButton::clicked, this, &PhasePanel::newRunRequested);
    retranslate();
}

void PhasePanel::setPossible(bool mayClose, bool mayReopen, bool mayRunAnew)
{
    m_close->setEnabled(mayClose);
    m_reopen->setEnabled(mayReopen);
    m_newRun->setEnabled(mayRunAnew);
}

void PhasePanel::retranslate()
{
    setHeading(tr("End of the sale", "heading of the controls"));
    m_close->setText(tr("Close…", "button: arms closing the sale"));
    m_close->setAccessibleName(tr("Arm closing the sale"));
    m_reopen->setText(tr("Open again…", "button: arms opening a closed sale"));
    m_reopen->setAccessibleName(tr("Arm opening the sale again"));
    m_newRun->setText(tr("New run…", "button: arms beginning the line anew"));
    m_newRun->setAccessibleName(tr("Arm a new run with an empty line"));
}

CallPanel::CallPanel(QWidget* parent)
    : FormPanel(parent)
    , m_total(noteIn(this, "callTotal"))
{
    setObjectName(QStringLiteral("callPanel"));
    beginRow();
    m_count = addNumber("callCount", {1, most, 10});
    beginRow();
    m_arm = addButton("callArm");
    body()->addWidget(m_total, 1);
    connect(m_count.field, &QSpinBox::valueChanged, this, &CallPanel::drafted);
    connect(m_arm, &QPushButton::clicked, this, &Panel::armRequested);
    retranslate();
}

int CallPanel::draft() const
{
    return m_count.field->value();
}

void CallPanel::setTotal(const QString& sentence)
{
    m_total->setText(sentence);
}

void CallPanel::retranslate()
{
    setHeading(tr("Call by hand", "heading of the controls: staff call the next places"));
    say(m_count, tr("places", "how many are called: before the number"));
    m_arm->setText(tr("Call… (Enter)", "button: arms calling places"));
    m_arm->setAccessibleName(tr("Arm calling places"));
}

MaintenancePanel::MaintenancePanel(QWidget* parent)
    : FormPanel(parent)
    , m_note(noteIn(this, "maintenanceNote"))
{
    setObjectName(QStringLiteral("maintenancePanel"));
    beginRow();
    m_arm = addButton("maintenanceArm");
    body()->addWidget(m_note, 1);
    connect(m_arm, &QPushButton::clicked, this, &Panel::armRequested);
    retranslate();
}

void MaintenancePanel::retranslate()
{
    setHeading(tr("Maintenance", "heading of the controls: hold, and refuse orders"));
    m_note->setText(tr("Holds and refuses new orders; passes do not age. A release ends it."));
    m_arm->setText(status::withKeys(
            tr("Maintenance…", "button: arms maintenance"), *this, "actionMaintenance"));
    m_arm->setAccessibleName(tr("Arm maintenance"));
}

} // namespace saikobi::controls
