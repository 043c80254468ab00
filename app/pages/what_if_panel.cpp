#include "app/pages/what_if_panel.h"

#include <QApplication>
#include <QCheckBox>
#include <QEvent>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "app/review/spans.h"

namespace saikobi::pages {

namespace {

constexpr int seeds = 20;
constexpr std::uint32_t firstSeed = 1;

template<class Widget>
Widget* named(const char* name, QWidget* parent)
{
    auto* made = new Widget(parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

/// Held by staff or by the backend while the sale went on; not the time before and after it.
void dropHolds(const review::Recording& recording, review::WhatIfPlan& plan)
{
    for (const auto& span : review::phasesOf(recording)) {
        const double from
                = std::chrono::duration<double>(span.time.from - recording.meta.from).count();
        if (span.phase == contract::Phase::Held)
            std::erase_if(plan.holds, [from](const auto& hold) { return hold.from == from; });
    }
}

} // namespace

WhatIfPanel::WhatIfPanel(QWidget* parent)
    : QWidget(parent)
    , m_rateName(new QLabel(this))
    , m_rate(named<QSpinBox>("whatIfRate", this))
    , m_noHolds(named<QCheckBox>("whatIfNoHolds", this))
    , m_run(named<QPushButton>("whatIfRun", this))
    , m_answer(named<QLabel>("whatIfAnswer", this))
{
    setObjectName(QStringLiteral("whatIfPanel"));
    m_rate->setRange(10, 400);
    m_rate->setValue(100);
    m_rate->setSingleStep(10);
    m_rateName->setBuddy(m_rate);
    m_rateName->setWordWrap(true);
    m_answer->setWordWrap(true);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_run->setEnabled(false);
    auto* column = new QVBoxLayout(this);
    for (QWidget* each : {static_cast<QWidget*>(m_rateName), static_cast<QWidget*>(m_rate),
                 static_cast<QWidget*>(m_noHolds), static_cast<QWidget*>(m_run),
                 static_cast<QWidget*>(m_answer)})
        column->addWidget(each);
    column->addStretch(1);
    connect(m_run, &QPushButton::clicked, this, &WhatIfPanel::run);
    retranslate();
}

void WhatIfPanel::open(const review::RecordingPtr& recording, const status::Formatter& formatter)
{
    m_formatter = formatter;
    if (recording == m_recording)
        return;
    m_recording = recording;
    ++m_number;
    m_run->setEnabled(recording != nullptr);
    m_answer->clear();
}

/// Not on the thread of the screen: hours of a sale, many times over.
void WhatIfPanel::run()
{
    auto plan = review::planOf(*m_recording);
    for (auto& rate : plan.rates)
        rate.perMinute *= m_rate->value() / 100.0;
    if (m_noHolds->isChecked())
        dropHolds(*m_recording, plan);
    m_run->setEnabled(false);
    m_answer->setText(tr("Counting…"));
    const int number = ++m_number;
    QPointer<WhatIfPanel> asker(this);
    QThreadPool::globalInstance()->start([asker, number, plan, recording = m_recording] {
        const auto found = review::whatIf(*recording, plan, firstSeed, seeds);
        QMetaObject::invokeMethod(
                qApp,
                [asker, number, found] {
                    if (!asker || asker->m_number != number)
                        return;
                    asker->m_run->setEnabled(true);
                    if (found)
                        asker->show(*found);
                    else
                        asker->m_answer->setText(tr("This recording has no line to run again."));
                },
                Qt::QueuedConnection);
    });
}

void WhatIfPanel::show(const review::WhatIf& found)
{
    const auto span = [this](std::optional<double> seconds) {
        return seconds ? m_formatter.span(std::chrono::seconds{std::llround(*seconds)})
                       : QStringLiteral("–");
    };
    const auto count = [this](double value) { return m_formatter.count(value); };
    const auto band = [&count](const review::Band& values) {
        return QStringLiteral("%1 (%2–%3)")
                .arg(count(values.middle), count(values.low), count(values.high));
    };
    const auto error = [this](double share) {
        return (share < 0 ? QStringLiteral("−") : QStringLiteral("+"))
                + m_formatter.percent(100 * std::abs(share), 1);
    };
    const QStringList said{tr("As it was: orders %1, passes %2, half waited up to %3.",
                                   "%1, %2: counts, %3: length of time")
                                   .arg(count(static_cast<double>(found.recorded.orders)),
                                           count(static_cast<double>(found.recorded.passes)),
                                           span(found.recorded.waitP50)),
            tr("The model at the real settings: orders %1 (error %2), passes %3 (error %4), half "
               "waited up to %5.",
                    "%1, %3: counts, %2, %4: percent, %5: length of time")
                    .arg(count(static_cast<double>(found.modelled.orders)),
                            error(found.ordersError),
                            count(static_cast<double>(found.modelled.passes)),
                            error(found.passesError), span(found.modelled.waitP50)),
            tr("The model at these settings, nine in ten runs in brackets: orders %1, passes %2, "
               "half waited up to %3 (%4–%5), most people in line %6.",
                    "%1, %2, %6: counts, %3, %4, %5: lengths of time")
                    .arg(band(found.orders), band(found.passes), span(found.waitP50.middle),
                            span(found.waitP50.low), span(found.waitP50.high),
                            band(found.peakWaiting))};
    m_answer->setText(said.join(QStringLiteral("\n\n")));
}

void WhatIfPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void WhatIfPanel::retranslate()
{
    m_rateName->setText(tr("Rate, of the one that was set"));
    m_rate->setAccessibleName(m_rateName->text());
    m_rate->setSuffix(QStringLiteral(" %"));
    m_noHolds->setText(tr("Without the holds"));
    m_run->setText(tr("Run again", "button: the recorded people, at other settings"));
    m_answer->setAccessibleName(tr("What if"));
    m_answer->clear();
}

} // namespace saikobi::pages
