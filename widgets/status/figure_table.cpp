#include "widgets/status/figure_table.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "widgets/status/data_marks.h"
#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::status {

namespace {

/// Old columns are hatched, cell by cell.
class MarkedCells : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
            const QModelIndex& index) const override
    {
        const auto state
                = static_cast<contract::DataState>(index.data(FigureModel::StateRole).toInt());
        if (option.widget)
            paintHatch(*painter, QRectF(option.rect), state, paletteOf(*option.widget));
        QStyledItemDelegate::paint(painter, option, index);
    }
};

} // namespace

FigureTable::FigureTable(const QString& name, bool hasFilter, QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_remark(new QLabel(this))
    , m_absence(new QLabel(this))
    , m_view(new QTableView(this))
{
    setObjectName(name);
    m_heading->setFont(scaled(font(), TypeSize::Strong));
    m_remark->setFont(scaled(font(), TypeSize::Small));
    m_remark->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_remark->setObjectName(name + QStringLiteral("Remark"));
    m_absence->setFont(scaled(font(), TypeSize::Small));
    m_absence->setAlignment(Qt::AlignCenter);
    m_absence->setWordWrap(true);
    m_absence->setObjectName(name + QStringLiteral("Absence"));
    m_absence->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_view->setObjectName(name + QStringLiteral("View"));
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new MarkedCells(m_view));
    m_view->setFont(scaled(font(), TypeSize::Small));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setShowGrid(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->setAttribute(Qt::WA_InputMethodEnabled, false);
    m_view->installEventFilter(this);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setMinimumSectionSize(10);
    auto* header = m_view->horizontalHeader();
    header->setFont(m_view->font());
    header->setMinimumSectionSize(10);
    header->setHighlightSections(false);
    header->setSectionsClickable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorShown(false);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(0, 0, 6, 0);
    top->setSpacing(6);
    top->addWidget(m_heading);
    top->addWidget(m_remark, 1);
    if (hasFilter) {
        m_filter = new QLineEdit(this);
        m_filter->setObjectName(name + QStringLiteral("Filter"));
        m_filter->setMaxLength(60);
        m_filter->setClearButtonEnabled(true);
        m_filter->installEventFilter(this);
        top->addWidget(m_filter, 1);
        connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
            m_model.setFilter(words);
            showCount();
        });
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 4, 2, 2);
    column->setSpacing(2);
    column->addLayout(top);
    column->addWidget(m_view, 1);
    connect(header, &QHeaderView::sectionClicked, this, [this](int section) {
        const bool isSame = m_model.sortedBy() == section;
        const auto now = m_view->horizontalHeader()->sortIndicatorOrder();
        sortBy(section,
                isSame && now == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_model.setStill(!chosen().empty());
        emit chosenChanged();
    });
    connect(m_view, &QTableView::doubleClicked, this, &FigureTable::activated);
}

void FigureTable::setHeading(const QString& heading, std::vector<FigureColumn> columns)
{
    m_heading->setText(heading);
    m_view->setAccessibleName(heading);
    setAccessibleName(heading);
    m_columns = columns;
    m_model.setColumns(std::move(columns));
    if (m_filter) {
        m_filter->setPlaceholderText(tr("filter (/)", "placeholder of a field"));
        m_filter->setAccessibleName(
                tr("Filter: %1", "%1: heading of the table that is filtered").arg(heading));
    }
    measure();
}

void FigureTable::present(std::shared_ptr<const FigureRows> rows)
{
    const auto before = chosen();
    m_model.present(std::move(rows));
    if (!before.empty() && chosen().empty())
        choose(before); // rows came or went in front of it
    showCount();
}

void FigureTable::setRemark(const QString& remark, const QString& absence)
{
    m_said = remark;
    m_absent = absence;
    showCount();
}

void FigureTable::showCount()
{
    const bool isFiltered = m_model.rowCount() != m_model.total();
    const auto count = isFiltered ? tr("%1 of %2 rows", "%1: rows that the filter shows, %2: all")
                                            .arg(m_model.rowCount())
                                            .arg(m_model.total())
                                  : QString();
    m_remark->setText(count.isEmpty()  ? m_said
                    : m_said.isEmpty() ? count
                                       : count + QStringLiteral("   ") + m_said);
    // Always there, so that nothing on the screen comes or goes with the state.
    m_absence->setText(m_model.rowCount() == 0 ? m_absent : QString());
}

void FigureTable::sortBy(int column, Qt::SortOrder order)
{
    auto* header = m_view->horizontalHeader();
    header->setSortIndicator(column, order); // its arrow would hide the word: the heading is bold
    m_model.sort(column, order);
}

void FigureTable::focusFilter()
{
    if (m_filter)
        m_filter->setFocus(Qt::ShortcutFocusReason);
}

std::string FigureTable::chosen() const
{
    const auto rows = m_view->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::string{} : m_model.idAt(rows.front().row());
}

void FigureTable::choose(const std::string& id)
{
    if (const int row = m_model.rowOf(id); row >= 0)
        m_view->selectRow(row);
}

bool FigureTable::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (event->type() == QEvent::ShortcutOverride) {
        const bool isOurs = watched == m_filter && key->key() == Qt::Key_Escape;
        if (isOurs)
            event->accept(); // ends the filter before it closes anything else
        return isOurs;
    }
    if (watched == m_view && key->key() == Qt::Key_Space) {
        emit ticked();
        return true;
    }
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (watched == m_view && isEnter) {
        if (!chosen().empty())
            emit activated();
        return true;
    }
    if (watched == m_view && !key->text().isEmpty() && key->text().at(0).isPrint()) {
        event->ignore(); // a letter is a key of the page, not a search
        return true;
    }
    if (watched == m_filter && (isEnter || key->key() == Qt::Key_Escape)) {
        if (!isEnter)
            m_filter->clear();
        m_view->setFocus();
        if (isEnter && m_model.rowCount() > 0 && chosen().empty())
            m_view->selectRow(0);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

/// Widths follow the font, never the contents, so that a new value moves nothing.
void FigureTable::measure()
{
    m_heading->setFont(scaled(font(), TypeSize::Strong));
    m_view->setFont(scaled(font(), TypeSize::Small));
    m_view->horizontalHeader()->setFont(m_view->font());
    const QFontMetrics metrics(m_view->font());
    const int em = metrics.horizontalAdvance(QStringLiteral("0"));
    bool isStretched = false;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const auto section = static_cast<int>(i);
        const int characters = m_columns[i].characters;
        if (characters == 0 && !isStretched) {
            isStretched = true;
            m_view->horizontalHeader()->setSectionResizeMode(section, QHeaderView::Stretch);
            continue;
        }
        m_view->setColumnWidth(section, em * std::max(characters, 3) + 7);
    }
    const int natural = static_cast<int>(QFontMetricsF(m_view->font()).ascent() * 1.7);
    const int space = m_view->viewport()->height();
    m_view->verticalHeader()->setDefaultSectionSize(
            std::max(natural, (space + mostInView - 1) / mostInView));
}

int FigureTable::neededWidth() const
{
    const QFontMetrics metrics(m_view->font());
    int needed = 0;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const int section = m_view->columnWidth(static_cast<int>(i));
        needed = std::max(needed, metrics.horizontalAdvance(m_columns[i].name) + 6 - section);
    }
    return width() + needed;
}

void FigureTable::paintEvent(QPaintEvent*)
{
    const auto& colours = paletteOf(*this);
    QPainter painter(this);
    painter.setPen(QPen(tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void FigureTable::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    measure();
    const auto place = m_view->geometry();
    m_absence->setGeometry(place.adjusted(8, place.height() / 4, -8, -place.height() / 8));
    m_absence->raise();
}

void FigureTable::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        measure();
}

} // namespace saikobi::status
