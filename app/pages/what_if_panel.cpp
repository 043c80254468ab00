#include "app/pages/what_if_panel.h"

#include <QApplication>
#include <QCheckBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "app/review/range_text.h"
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
    , m_crowdName(new QLabel(this))
    , m_crowd(named<QSpinBox>("whatIfCrowd", this))
    , m_holdName(new QLabel(this))
    , m_hold(named<QLineEdit>("whatIfHold", this))
    , m_noHolds(named<QCheckBox>("whatIfNoHolds", this))
    , m_run(named<QPushButton>("whatIfRun", this))
    , m_answer(named<QLabel>("whatIfAnswer", this))
    , m_place(named<QScrollArea>("whatIfScroll", this))
{
    setObjectName(QStringLiteral("whatIfPanel"));
    layOut();
    m_run->setEnabled(false);
    connect(m_run, &QPushButton::clicked, this, &WhatIfPanel::run);
    connect(m_hold, &QLineEdit::returnPressed, m_run, &QPushButton::click);
    retranslate();
}

void WhatIfPanel::layOut()
{
    for (auto* percent : {m_rate, m_crowd}) {
        percent->setRange(10, 400);
        percent->setValue(100);
        percent->setSingleStep(10);
        percent->setSuffix(QStringLiteral(" %"));
    }
    m_rateName->setBuddy(m_rate);
    m_crowdName->setBuddy(m_crowd);
    m_holdName->setBuddy(m_hold);
    m_hold->setPlaceholderText(QStringLiteral("12:20/12:30 · 12:20/+10m"));
    for (auto* label : {m_rateName, m_crowdName, m_holdName, m_answer})
        label->setWordWrap(true);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* column = new QVBoxLayout(this);
    for (QWidget* each : {static_cast<QWidget*>(m_rateName), static_cast<QWidget*>(m_rate),
                 static_cast<QWidget*>(m_crowdName), static_cast<QWidget*>(m_crowd),
                 static_cast<QWidget*>(m_holdName), static_cast<QWidget*>(m_hold),
                 static_cast<QWidget*>(m_noHolds), static_cast<QWidget*>(m_run)})
        column->addWidget(each);
    m_place->setWidgetResizable(true);
    m_place->setFrameShape(QFrame::NoFrame);
    m_place->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_answer->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_place->setWidget(m_answer);
    column->addWidget(m_place, 1);
}

void WhatIfPanel::open(const review::RecordingPtr& recording, const status::Formatter& formatter)
{
    m_formatter = formatter;
    if (recording == m_recording) {
        if (m_found)
            m_answer->setText(said(*m_found));
        return;
    }
    m_found.reset();
    m_recording = recording;
    ++m_number;
    m_run->setEnabled(recording != nullptr);
    m_answer->clear();
}

std::optional<review::WhatIfPlan> WhatIfPanel::wanted() const
{
    auto plan = review::planOf(*m_recording);
    for (auto& rate : plan.rates)
        rate.perMinute *= m_rate->value() / 100.0;
    plan.crowd = m_crowd->value() / 100.0;
    if (m_noHolds->isChecked())
        dropHolds(*m_recording, plan);
    const auto text = m_hold->text().trimmed();
    if (text.isEmpty())
        return plan;
    const auto& meta = m_recording->meta;
    const auto range = review::rangeFromText(
            text, {meta.from, meta.to}, QTimeZone(QByteArray::fromStdString(meta.timeZone)));
    if (!range)
        return std::nullopt;
    using Seconds = std::chrono::duration<double>;
    plan.holds.push_back(
            {Seconds(range->from - meta.from).count(), Seconds(range->to - meta.from).count()});
    return plan;
}

/// Not on the thread of the screen: hours of a sale, many times over.
void WhatIfPanel::run()
{
    const auto plan = wanted();
    if (!plan) {
        m_answer->setText(tr("The hold cannot be read. For example: 12:20/12:30, 12:20/+10m"));
        m_hold->selectAll();
        m_hold->setFocus();
        return;
    }
    m_run->setEnabled(false);
    m_found.reset();
    m_answer->setText(tr("Counting…"));
    const int number = ++m_number;
    QPointer<WhatIfPanel> asker(this);
    QThreadPool::globalInstance()->start([asker, number, plan, recording = m_recording] {
        const auto found = review::whatIf(*recording, *plan, firstSeed, seeds);
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
    m_found = found;
    m_answer->setText(said(found));
}

QString WhatIfPanel::said(const review::WhatIf& found) const
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
    const auto sign
            = [](double value) { return value < 0 ? QStringLiteral("−") : QStringLiteral("+"); };
    const auto error = [&](double share) -> QString {
        return sign(share) + m_formatter.percent(100 * std::abs(share), 1);
    };
    const double late = found.waitError.value_or(0);
    return QStringList{tr("As it was: orders %1, passes %2, half waited up to %3.",
                               "%1, %2: counts, %3: length of time")
                               .arg(count(static_cast<double>(found.recorded.orders)),
                                       count(static_cast<double>(found.recorded.passes)),
                                       span(found.recorded.waitP50)),
            tr("The model at the real settings: orders %1 (error %2; of single minutes %3), passes "
               "%4 (error %5), half waited up to %6 (error %7).",
                    "%1, %4: counts, %2, %3, %5: percent, %6, %7: lengths of time")
                    .arg(count(static_cast<double>(found.modelled.orders)),
                            error(found.ordersError),
                            QStringLiteral("±")
                                    + m_formatter.percent(100 * found.perMinuteError, 1),
                            count(static_cast<double>(found.modelled.passes)),
                            error(found.passesError), span(found.modelled.waitP50),
                            sign(late) + span(std::abs(late))),
            tr("The model at these settings, nine in ten runs in brackets: orders %1, passes %2, "
               "half waited up to %3 (%4–%5), most people in line %6.",
                    "%1, %2, %6: counts, %3, %4, %5: lengths of time")
                    .arg(band(found.orders), band(found.passes), span(found.waitP50.middle),
                            span(found.waitP50.low), span(found.waitP50.high),
                            band(found.peakWaiting))}
            .join(QStringLiteral("\n\n"));
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
    m_crowdName->setText(tr("People, of those who came"));
    m_crowd->setAccessibleName(m_crowdName->text());
    m_holdName->setText(tr("One more hold, from and to"));
    m_hold->setAccessibleName(m_holdName->text());
    m_noHolds->setText(tr("Without the holds that were"));
    m_run->setText(tr("Run again", "button: the recorded people, at other settings"));
    m_answer->setAccessibleName(tr("What if"));
    m_place->setAccessibleName(m_answer->accessibleName());
    m_answer->setText(m_found ? said(*m_found) : QString());
}

} // namespace saikobi::pages
