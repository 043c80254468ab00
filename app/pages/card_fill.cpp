#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>

#include <algorithm>
#include <cmath>

#include "app/commands/step_values.h"
#include "app/pages/connection_page.h"
#include "app/pages/database_panel.h"
#include "app/pages/inventory_page.h"
#include "app/pages/payments_page.h"
#include "app/pages/product_detail_panel.h"
#include "widgets/status/figure_table.h"

/// Forms outside the screen Controls, as a step of a card opens them: the product, the method or
/// the limit is chosen and stands ready, and a person arms it.
namespace saikobi::pages {

using contract::ControlForm;
using contract::MethodView;
using contract::ProductState;
using contract::ProductStock;

namespace {

using Values = std::map<std::string, std::string>;

std::string valueIn(const Values& values, const char* key)
{
    const auto found = values.find(key);
    return found == values.end() ? std::string{} : found->second;
}

/// A card cannot know which one it is. One alone is chosen; among several a person chooses.
template<class Row, class IsMeant>
const Row* onlyOne(const std::vector<Row>& rows, IsMeant isMeant)
{
    const auto first = std::find_if(rows.begin(), rows.end(), isMeant);
    if (first == rows.end() || std::find_if(first + 1, rows.end(), isMeant) != rows.end())
        return nullptr;
    return &*first;
}

bool isInAudit(const ProductStock& product, const View& view)
{
    if (!product.isSound())
        return true;
    if (!view.sale.record)
        return false;
    const auto& rows = view.sale.record->value.audits;
    return std::any_of(rows.begin(), rows.end(), [&product](const auto& row) {
        return row.subject == "product" && row.id == std::to_string(product.id.value);
    });
}

/// More than one in ten of its payments fails, or they take half as long again as they usually do.
bool isInTrouble(const MethodView& method, const View& view)
{
    constexpr double fewSucceed = 90;
    constexpr double slower = 1.5;
    if (!view.sale.methodFigures)
        return false;
    const auto& all = view.sale.methodFigures->value.byMethod;
    const auto seen = all.find(method.id);
    if (seen == all.end())
        return false;
    const auto usual = std::chrono::duration<double>{method.usualTo}.count();
    const auto& figures = seen->second;
    return (figures.successPercent && *figures.successPercent < fewSucceed)
            || (figures.p95Seconds && usual > 0 && *figures.p95Seconds > slower * usual);
}

void focusRows(const status::FigureTable& table)
{
    if (auto* rows = table.findChild<QTableView*>())
        rows->setFocus(Qt::OtherFocusReason);
}

} // namespace

const ProductStock* InventoryPage::meant(
        ControlForm form, const Values& values, const View& view) const
{
    const auto code = valueIn(values, "product");
    if (!code.empty())
        return onlyOne(m_shown, [&code](const auto& one) { return one.code == code; });
    if (form == ControlForm::Offer)
        return onlyOne(m_shown, [](const auto& one) { return one.kept > 0; });
    if (valueIn(values, "action") == "start")
        return onlyOne(m_shown, [](const auto& one) { return one.state == ProductState::Stopped; });
    return onlyOne(m_shown, [&view](const auto& one) {
        return one.state != ProductState::Stopped && isInAudit(one, view);
    });
}

void InventoryPage::openForm(ControlForm form, const Values& values, const View& view)
{
    present(view);
    const auto* product = meant(form, values, view);
    if (!product) {
        closeDetail();
        focusRows(*m_products);
        return;
    }
    m_products->choose(std::to_string(product->id.value));
    openDetail();
    m_detail->setProduct(product->id); // also where a filter hides its row
    m_right->setCurrentWidget(m_detail);
    tell();
    m_detail->present(view, product, static_cast<bool>(m_stop));
    if (form != ControlForm::Offer)
        return m_detail->focusStop();
    const auto units = QString::fromStdString(valueIn(values, "n")).toInt();
    const auto in = commands::timeMeant(valueIn(values, "in"));
    m_detail->fillOffer(units > 0 ? std::optional{units} : std::nullopt,
            in ? std::optional{std::chrono::ceil<std::chrono::minutes>(*in)} : std::nullopt);
}

const MethodView* PaymentsPage::meant(
        ControlForm form, const Values& values, const View& view) const
{
    if (form == ControlForm::Limit) {
        const auto provider = valueIn(values, "provider");
        const auto found = std::find_if(m_shown.begin(), m_shown.end(), [&](const auto& one) {
            return !one.provider.empty() && (provider.empty() || one.provider == provider);
        });
        const bool isOne
                = found != m_shown.end() && std::all_of(found, m_shown.end(), [&](const auto& one) {
                      return one.provider.empty() || one.provider == found->provider
                              || !provider.empty();
                  });
        return isOne ? &*found : nullptr;
    }
    const auto id = valueIn(values, "method");
    if (!id.empty())
        return onlyOne(m_shown, [&id](const auto& one) { return one.id == id; });
    if (valueIn(values, "action") == "enable")
        return onlyOne(m_shown, [](const auto& one) { return !one.isEnabled; });
    return onlyOne(
            m_shown, [&view](const auto& one) { return one.isEnabled && isInTrouble(one, view); });
}

void PaymentsPage::openForm(ControlForm form, const Values& values, const View& view)
{
    present(view);
    const auto* method = meant(form, values, view);
    if (!method)
        return focusRows(*m_methods);
    m_methods->choose(method->id);
    showChosen();
    if (!m_commands)
        return;
    if (form != ControlForm::Limit)
        return m_disable->setFocus(Qt::OtherFocusReason);
    if (const auto limit = QString::fromStdString(valueIn(values, "value")).toInt(); limit > 0)
        m_limit->setValue(limit);
    m_limit->setFocus(Qt::OtherFocusReason);
}

void ConnectionPage::openForm(ControlForm, const Values&, const View& view)
{
    m_tabs->setCurrentWidget(m_database);
    present(view);
    if (auto* end = m_database->findChild<QPushButton*>(QStringLiteral("databaseEndIdle")))
        end->setFocus(Qt::OtherFocusReason);
}

} // namespace saikobi::pages
