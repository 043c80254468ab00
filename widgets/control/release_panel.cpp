#include "widgets/control/release_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

#include "widgets/control/rate_panel.h"

namespace saikobi::controls {

ReleasePanel::ReleasePanel(QWidget* parent)
    : Panel(parent)
    , m_name(new QLabel(this))
    , m_rate(new QSpinBox(this))
    , m_lastRate(new QLabel(this))
    , m_arm(new QPushButton(this))
{
    setObjectName(QStringLiteral("releasePanel"));
    m_rate->setObjectName(QStringLiteral("releaseRate"));
    m_rate->setRange(1, RatePanel::highestRate);
    m_arm->setObjectName(QStringLiteral("releaseArm"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_name);
    row->addWidget(m_rate);
    row->addWidget(m_lastRate, 1);
    body()->addLayout(row);
    body()->addWidget(m_arm);
    connect(m_arm, &QPushButton::clicked, this, &Panel::armRequested);
    retranslate();
}

void ReleasePanel::setLastRate(std::optional<int> rate)
{
    if (m_last == rate)
        return;
    m_last = rate;
    if (rate)
        m_rate->setValue(std::max(1, *rate / 2));
    retranslate();
}

int ReleasePanel::draft() const
{
    return m_rate->value();
}

void ReleasePanel::retranslate()
{
    setHeading(tr("Release", "heading of the controls: go on after a hold"));
    m_name->setText(tr("at", "before the rate of a release"));
    m_rate->setAccessibleName(tr("Admission rate after the release"));
    m_rate->setSuffix(tr("/min", "unit: per minute"));
    m_lastRate->setText(m_last ? tr("last %1/min", "%1: admission rate before the hold")
                                         .arg(QLocale().toString(*m_last))
                               : QString());
    m_arm->setText(tr("Release… (Enter)", "button: arms the release"));
    m_arm->setAccessibleName(tr("Arm the release"));
}

AdmitPanel::AdmitPanel(QWidget* parent)
    : Panel(parent)
    , m_name(new QLabel(this))
    , m_count(new QSpinBox(this))
    , m_arm(new QPushButton(this))
{
    setObjectName(QStringLiteral("admitPanel"));
    m_count->setObjectName(QStringLiteral("admitCount"));
    m_count->setRange(1, most);
    m_arm->setObjectName(QStringLiteral("admitArm"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_name);
    row->addWidget(m_count);
    row->addStretch(1);
    body()->addLayout(row);
    body()->addWidget(m_arm);
    connect(m_arm, &QPushButton::clicked, this, &Panel::armRequested);
    retranslate();
}

int AdmitPanel::draft() const
{
    return m_count->value();
}

void AdmitPanel::retranslate()
{
    setHeading(tr("Admit while held", "heading of the controls: give single passes"));
    m_name->setText(tr("people", "how many are let in: before the number"));
    m_count->setAccessibleName(tr("How many people to let in"));
    m_arm->setText(tr("Admit… (Enter)", "button: arms letting people in"));
    m_arm->setAccessibleName(tr("Arm letting people in"));
}

} // namespace saikobi::controls
