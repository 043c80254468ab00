#include <QDateTime>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTimeZone>

#include <algorithm>

#include "app/commands/step_values.h"
#include "app/pages/command_flow.h"
#include "app/pages/controls_forms.h"
#include "widgets/control/hold_panel.h"
#include "widgets/control/message_templates.h"
#include "widgets/control/people_panels.h"
#include "widgets/control/rate_panel.h"
#include "widgets/control/sale_panels.h"

/// What a card of the runbook fills in. A person reads it, changes it, arms and executes it.
namespace saikobi::pages {

using contract::ControlForm;

namespace {

using Values = std::map<std::string, std::string>;

enum Tab { Admission, Hold, SaleTab, People };

Tab tabOf(ControlForm form)
{
    switch (form) {
    case ControlForm::Hold:
    case ControlForm::Maintenance:
    case ControlForm::Release:
    case ControlForm::Admit:
    case ControlForm::Message:
        return Hold;
    case ControlForm::Call:
    case ControlForm::Opening:
    case ControlForm::Close:
        return SaleTab;
    case ControlForm::Block:
    case ControlForm::WorkBits:
    case ControlForm::Restore:
        return People;
    case ControlForm::Rate:
    case ControlForm::Product:
    case ControlForm::Method:
    case ControlForm::Limit:
    case ControlForm::Offer:
    case ControlForm::EndIdle:
        break;
    }
    return Admission;
}

std::string valueIn(const Values& values, const char* key)
{
    const auto found = values.find(key);
    return found == values.end() ? std::string{} : found->second;
}

/// Where the keyboard stands then: the field that was filled, else the button that arms.
const char* startOf(ControlForm form, bool isOther)
{
    switch (form) {
    case ControlForm::Rate:
        return "rateDraft";
    case ControlForm::Hold:
        return "holdArm";
    case ControlForm::Maintenance:
        return "maintenanceArm";
    case ControlForm::Message:
        return "messageJa";
    case ControlForm::Release:
        return "releaseRate";
    case ControlForm::Admit:
        return "admitCount";
    case ControlForm::Call:
        return "callCount";
    case ControlForm::Opening:
        return isOther ? "openingNow" : "openingTime";
    case ControlForm::Close:
        return isOther ? "phaseReopen" : "phaseClose";
    case ControlForm::Block:
        return "blockWhat";
    case ControlForm::WorkBits:
        return "workBits";
    case ControlForm::Restore:
        return "restoreNumber";
    case ControlForm::Product:
    case ControlForm::Method:
    case ControlForm::Limit:
    case ControlForm::Offer:
    case ControlForm::EndIdle:
        break;
    }
    return "";
}

std::optional<int> rateIn(const Values& values, const View& view)
{
    const auto& line = view.sale.line;
    return commands::rateMeant(valueIn(values, "value"),
            line ? std::optional<int>{line->value.rate.value} : std::nullopt,
            view.value(contract::Figure::RateAdvised));
}

/// On the sale's own clock, to the minute that is not too early.
QTime clockIn(std::chrono::seconds time, const View& view)
{
    const auto at = std::chrono::ceil<std::chrono::minutes>(view.now + time);
    return QDateTime::fromMSecsSinceEpoch(
            contract::toUnixMs(at), QTimeZone(QByteArray::fromStdString(view.sale.timeZone)))
            .time();
}

} // namespace

void ControlsForms::fillMessage(const Values& values)
{
    auto draft = m_flow.message();
    const auto id = valueIn(values, "message");
    for (const auto& one : controls::MessageTemplates::all())
        if (id == one.id) {
            draft.ja = QString::fromUtf8(one.ja);
            draft.en = QString::fromUtf8(one.en);
        }
    if (const auto time = commands::timeMeant(valueIn(values, "resume_in")))
        draft.resumeIn = std::chrono::ceil<std::chrono::minutes>(*time);
    m_flow.setMessage(draft);
    m_hold->setDraft(draft);
}

namespace {

/// What a card cannot know is the loudest source, or what stands on the list last.
void fillBlock(controls::BlockPanel& panel, const Values& values, const View& view)
{
    auto what = valueIn(values, "what");
    const bool isLift = valueIn(values, "action") == "lift";
    const auto& sale = view.sale;
    if (what.empty() && isLift && sale.blocks && !sale.blocks->value.empty())
        what = std::max_element(sale.blocks->value.begin(), sale.blocks->value.end(),
                [](const auto& a, const auto& b) {
                    return a.at < b.at;
                })->what;
    if (what.empty() && !isLift && panel.what().isEmpty() && sale.sources
            && !sale.sources->value.sources.empty())
        what = sale.sources->value.sources.front().what;
    if (!what.empty())
        panel.setWhat(QString::fromStdString(what));
    if (const auto time = commands::timeMeant(valueIn(values, "for")))
        panel.setMinutes(static_cast<int>(std::chrono::ceil<std::chrono::minutes>(*time).count()));
}

} // namespace

void ControlsForms::fill(ControlForm form, const Values& values, const View& view)
{
    setCurrentIndex(tabOf(form));
    const auto put = [this](const char* field, const std::string& number) {
        if (auto* into = findChild<QSpinBox*>(QLatin1String(field)); into && !number.empty())
            into->setValue(QString::fromStdString(number).toInt());
    };
    const auto rate = rateIn(values, view);
    if (form == ControlForm::Rate && rate)
        m_rate->setDraft(*rate);
    if (form == ControlForm::Release && rate)
        put("releaseRate", std::to_string(*rate));
    if (form == ControlForm::Admit)
        put("admitCount", valueIn(values, "n"));
    if (form == ControlForm::Call)
        put("callCount", valueIn(values, "n"));
    if (form == ControlForm::WorkBits)
        put("workBits", valueIn(values, "bits"));
    if (form == ControlForm::Hold || form == ControlForm::Maintenance
            || form == ControlForm::Message)
        fillMessage(values);
    if (form == ControlForm::Block)
        fillBlock(*m_block, values, view);
    if (const auto time = commands::timeMeant(valueIn(values, "in"));
            time && form == ControlForm::Opening)
        m_opening->setDraft(clockIn(*time, view));
    const auto action = valueIn(values, "action");
    const auto known = contract::actionsOf(form);
    const bool isOther = !known.empty() && action == known.back();
    if (auto* start = findChild<QWidget*>(QLatin1String(startOf(form, isOther))))
        start->setFocus(Qt::OtherFocusReason);
}

} // namespace saikobi::pages
