#include "widgets/control/rate_panel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "widgets/status/type_scale.h"

namespace saikobi::controls {

RatePanel::RatePanel(QWidget* parent)
    : Panel(parent)
    , m_old(new QLabel(this))
    , m_draft(new QSpinBox(this))
    , m_change(new QLabel(this))
    , m_consequence(new QLabel(this))
    , m_arm(new QPushButton(this))
    , m_override(new QPushButton(this))
{
    setObjectName(QStringLiteral("ratePanel"));
    m_draft->setObjectName(QStringLiteral("rateDraft"));
    m_draft->setRange(1, highestRate);
    m_draft->setFont(status::scaled(font(), status::TypeSize::Strong));
    m_draft->setKeyboardTracking(true);
    m_arm->setObjectName(QStringLiteral("rateArm"));
    m_consequence->setObjectName(QStringLiteral("rateConsequence"));
    m_consequence->setWordWrap(true);
    m_consequence->setAlignment(Qt::AlignLeft | Qt::AlignTop);

    auto* value = new QHBoxLayout;
    value->addWidget(m_old);
    value->addWidget(m_draft);
    value->addWidget(m_change, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(2);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const int percent = steps.at(i);
        auto* button = m_steps.at(i) = new QPushButton(this);
        button->setObjectName(QStringLiteral("rateStep%1").arg(percent));
        button->setProperty("step", true);
        row->addWidget(button, 1);
        connect(button, &QPushButton::clicked, this, [this, percent] { step(percent); });
    }
    body()->addLayout(value);
    body()->addLayout(row);
    body()->addWidget(m_consequence, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_arm, 3);
    buttons->addWidget(m_override, 2);
    body()->addLayout(buttons);
    m_override->setObjectName(QStringLiteral("rateOverride"));
    m_override->setEnabled(false);
    connect(m_override, &QPushButton::clicked, this, &RatePanel::overrideRequested);
    connect(m_draft, &QSpinBox::valueChanged, this, [this] {
        m_isTouched = true;
        showChange();
        emit drafted(draft());
    });
    connect(m_arm, &QPushButton::clicked, this, &Panel::armRequested);
    const auto key = [this](const char* name, Qt::Key pressed, int percent) {
        auto* action = new QAction(this);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(Qt::CTRL | pressed);
        addAction(action);
        connect(action, &QAction::triggered, this, [this, percent] { step(percent); });
    };
    key("keyRateUp", Qt::Key_Up, 5);
    key("keyRateDown", Qt::Key_Down, -5);
    retranslate();
}

/// Always from the rate in force: two presses are not twice the step.
void RatePanel::step(int percent)
{
    if (m_inForce)
        setDraft(static_cast<int>(std::lround(*m_inForce * (100 + percent) / 100.0)));
}

void RatePanel::setRateInForce(std::optional<int> rate)
{
    const bool isReached = rate && rate == draft();
    m_inForce = rate;
    if (isReached)
        m_isTouched = false;
    if (rate && !m_isTouched) {
        const QSignalBlocker quiet(m_draft);
        m_draft->setValue(*rate);
    }
    showChange();
}

int RatePanel::draft() const
{
    return m_draft->value();
}

void RatePanel::setDraft(int rate)
{
    m_draft->setValue(std::clamp(rate, 1, highestRate));
}

void RatePanel::setOverridePossible(bool on)
{
    m_override->setEnabled(on);
}

void RatePanel::setConsequence(const QString& sentence)
{
    m_consequence->setText(sentence);
}

void RatePanel::showChange()
{
    m_old->setText(m_inForce ? tr("%1/min →", "%1: admission rate in force")
                                       .arg(QLocale().toString(*m_inForce))
                             : tr("not known →", "admission rate in force"));
    if (!m_inForce || *m_inForce == 0 || *m_inForce == draft()) {
        m_change->setText(tr("/min", "unit: per minute"));
        return;
    }
    const double percent = 100.0 * (draft() - *m_inForce) / *m_inForce;
    m_change->setText(tr("/min (%1 %)", "%1: signed percentage of a change")
                              .arg((percent > 0 ? QStringLiteral("+") : QString())
                                      + QLocale().toString(percent, 'f', 0)));
}

void RatePanel::retranslate()
{
    setHeading(tr("Admission rate", "heading of the controls"));
    m_draft->setAccessibleName(tr("New admission rate per minute"));
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto sign = steps.at(i) > 0 ? QStringLiteral("+") : QStringLiteral("−");
        const auto text
                = tr("%1%2 %", "%1: sign, %2: percent").arg(sign).arg(std::abs(steps.at(i)));
        m_steps.at(i)->setText(text);
        m_steps.at(i)->setAccessibleName(
                tr("Draft %1 of the rate in force", "%1: like +10 %").arg(text));
    }
    m_arm->setText(tr("Set rate… (Enter)", "button: arms the command"));
    m_arm->setAccessibleName(tr("Arm the new admission rate"));
    m_override->setText(tr("Override…", "button: arms a raise against the interlocks"));
    m_override->setAccessibleName(tr("Arm an override of the interlocks"));
    showChange();
}

} // namespace saikobi::controls
