#include "widgets/runbook/card_index.h"

#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QStyle>
#include <QStyledItemDelegate>

#include <algorithm>

namespace saikobi::runbook {

namespace {

bool isSame(const std::vector<IndexGroup>& a, const std::vector<IndexGroup>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.title == y.title
                && std::equal(x.entries.begin(), x.entries.end(), y.entries.begin(),
                        y.entries.end(), [](const auto& m, const auto& n) {
                            return m.card == n.card && m.text == n.text;
                        });
    });
}

std::string cardOf(const QTreeWidgetItem& item)
{
    return item.data(0, Qt::UserRole).toString().toStdString();
}

/// As many lines as a title takes: a tree asks for the height of a row without saying its width.
class WrappedRows : public QStyledItemDelegate {
public:
    explicit WrappedRows(QTreeView& view)
        : QStyledItemDelegate(&view)
        , m_view(view)
    {
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto depth = index.parent().isValid() ? 2 : 1;
        const auto margin = m_view.style()->pixelMetric(QStyle::PM_FocusFrameHMargin) + 1;
        const auto width = m_view.viewport()->width() - depth * m_view.indentation() - 2 * margin;
        const auto usual = QStyledItemDelegate::sizeHint(option, index);
        const auto text = index.data().toString();
        const auto needed = m_view.fontMetrics().boundingRect(
                QRect(0, 0, std::max(40, width), 1000), Qt::TextWordWrap, text);
        return {usual.width(), std::max(usual.height(), needed.height() + 4)};
    }

private:
    QTreeView& m_view;
};

} // namespace

CardIndex::CardIndex(QWidget* parent)
    : QTreeWidget(parent)
{
    setHeaderHidden(true);
    setColumnCount(1);
    setIndentation(10);
    setTextElideMode(Qt::ElideNone);
    setWordWrap(true); // a title is never cut
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegate(new WrappedRows(*this));
    connect(this, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* now) {
        if (!now || m_isFilling || !now->parent())
            return;
        m_chosen = cardOf(*now);
        emit opened(m_chosen);
    });
}

void CardIndex::resizeEvent(QResizeEvent* event)
{
    QTreeWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        scheduleDelayedItemsLayout();
}

/// Groups that were shut stay shut, and the chosen one stays chosen.
void CardIndex::present(const std::vector<IndexGroup>& groups)
{
    if (isSame(groups, m_groups))
        return;
    const QScopedValueRollback filling(m_isFilling, true);
    std::vector<bool> isOpen;
    for (int i = 0; i < topLevelItemCount(); ++i)
        isOpen.push_back(topLevelItem(i)->isExpanded());
    const auto before = currentPlace();
    m_groups = groups;
    clear();
    for (std::size_t i = 0; i < groups.size(); ++i) {
        auto* group = new QTreeWidgetItem(this, {groups[i].title});
        group->setFlags(Qt::ItemIsEnabled);
        QFont bold; // of the size of the list, whatever that becomes
        bold.setBold(true);
        group->setFont(0, bold);
        for (const auto& entry : groups[i].entries) {
            auto* item = new QTreeWidgetItem(group, {entry.text});
            item->setData(0, Qt::UserRole, QString::fromStdString(entry.card));
            item->setToolTip(0, entry.text);
        }
        group->setExpanded(i >= isOpen.size() || isOpen[i]);
    }
    if (auto* same = before ? itemAt(*before) : nullptr)
        setCurrentItem(same);
    else
        choose(m_chosen);
}

std::optional<CardIndex::Place> CardIndex::currentPlace() const
{
    auto* now = currentItem();
    auto* group = now ? now->parent() : nullptr;
    if (!group || cardOf(*now) != m_chosen)
        return std::nullopt;
    int before = 0;
    for (int i = 0; group->child(i) != now; ++i)
        before += cardOf(*group->child(i)) == m_chosen;
    return Place{indexOfTopLevelItem(group), before};
}

QTreeWidgetItem* CardIndex::itemAt(const Place& place) const
{
    const auto* group = topLevelItem(place.group);
    int before = 0;
    for (int i = 0; group && i < group->childCount(); ++i)
        if (cardOf(*group->child(i)) == m_chosen && before++ == place.before)
            return group->child(i);
    return nullptr;
}

void CardIndex::choose(const std::string& card)
{
    const QScopedValueRollback filling(m_isFilling, true);
    m_chosen = card;
    const auto* now = currentItem();
    if (now && cardOf(*now) == card)
        return;
    for (int i = 0; i < topLevelItemCount(); ++i)
        for (int j = 0; j < topLevelItem(i)->childCount(); ++j) {
            auto* item = topLevelItem(i)->child(j);
            if (cardOf(*item) != card)
                continue;
            setCurrentItem(item);
            return;
        }
}

} // namespace saikobi::runbook
