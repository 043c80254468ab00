#include <QSpinBox>

#include <algorithm>
#include <cmath>

#include "app/pages/command_flow.h"
#include "app/pages/controls_forms.h"
#include "widgets/control/hold_panel.h"
#include "widgets/control/message_templates.h"
#include "widgets/control/rate_panel.h"

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

QString textIn(const Values& values, const char* key)
{
    const auto found = values.find(key);
    return found == values.end() ? QString() : QString::fromStdString(found->second);
}

/// "84", "50%" of the rate in force, or "rate_advised".
std::optional<int> rateIn(const Values& values, const View& view)
{
    auto text = textIn(values, "value");
    if (text == QLatin1String("rate_advised")) {
        const auto advised = view.value(contract::Figure::RateAdvised);
        return advised ? std::optional{std::max(1, static_cast<int>(std::floor(*advised)))}
                       : std::nullopt;
    }
    const bool isShare = text.endsWith(QLatin1Char('%'));
    bool isNumber = false;
    const auto number = text.remove(QLatin1Char('%')).toInt(&isNumber);
    if (!isNumber || (isShare && !view.sale.line))
        return std::nullopt;
    return isShare ? std::max(1, view.sale.line->value.rate.value * number / 100) : number;
}

} // namespace

void ControlsForms::fillMessage(const Values& values)
{
    auto draft = m_flow.message();
    const auto id = textIn(values, "message");
    for (const auto& one : controls::MessageTemplates::all())
        if (id == QLatin1String(one.id)) {
            draft.ja = QString::fromUtf8(one.ja);
            draft.en = QString::fromUtf8(one.en);
        }
    auto time = textIn(values, "resume_in");
    if (const auto minutes = time.remove(QLatin1Char('m')).toInt(); minutes > 0)
        draft.resumeIn = std::chrono::minutes{minutes};
    m_flow.setMessage(draft);
    m_hold->setDraft(draft);
}

void ControlsForms::fill(ControlForm form, const Values& values, const View& view)
{
    setCurrentIndex(tabOf(form));
    const auto rate = rateIn(values, view);
    const auto put = [this](const char* field, int value) {
        if (auto* into = findChild<QSpinBox*>(QLatin1String(field)))
            into->setValue(value);
    };
    if (form == ControlForm::Rate && rate)
        m_rate->setDraft(*rate);
    if (form == ControlForm::Release && rate)
        put("releaseRate", *rate);
    if (form == ControlForm::Admit)
        put("admitCount", std::max(1, textIn(values, "n").toInt()));
    if (form == ControlForm::Hold || form == ControlForm::Maintenance
            || form == ControlForm::Message)
        fillMessage(values);
}

} // namespace saikobi::pages
