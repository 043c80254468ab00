#include "widgets/control/people_panels.h"

#include <QFontMetricsF>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "widgets/status/type_scale.h"

namespace saikobi::controls {

namespace {

constexpr int longestWhat = 64;
constexpr int mostMinutes = 2880;
constexpr int mostBits = 20;
constexpr int mostRows = 30; ///< in view, CONSOLE.md §1
constexpr int columns = 4;

} // namespace

BlockPanel::BlockPanel(QWidget* parent)
    : FormPanel(parent)
    , m_reach(new QLabel(this))
    , m_list(new QTableWidget(0, columns, this))
    , m_count(new QLabel(this))
{
    setObjectName(QStringLiteral("blockPanel"));
    beginRow();
    m_what = addText("blockWhat", longestWhat);
    m_minutes = addNumber("blockMinutes", {0, mostMinutes, 60});
    m_reach->setFont(status::scaled(font(), status::TypeSize::Small));
    m_reach->setObjectName(QStringLiteral("blockReach"));
    m_reach->setWordWrap(true);
    m_reach->setMinimumHeight(2 * QFontMetrics(m_reach->font()).lineSpacing()); // never moves
    body()->addWidget(m_reach);
    connect(m_what.field, &QLineEdit::textChanged, this, &BlockPanel::drafted);
    beginRow();
    m_block = addButton("blockArm");
    m_unblock = addButton("unblockArm");
    m_list->setObjectName(QStringLiteral("blockList"));
    m_list->setFont(status::scaled(font(), status::TypeSize::Small));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setShowGrid(false);
    m_list->verticalHeader()->hide();
    m_list->verticalHeader()->setDefaultSectionSize(
            static_cast<int>(QFontMetricsF(m_list->font()).height() * 1.15));
    m_list->verticalHeader()->setMinimumSectionSize(8);
    m_list->horizontalHeader()->setFont(m_list->font());
    m_list->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_list->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_list->setTabKeyNavigation(false);
    m_list->setAttribute(Qt::WA_InputMethodEnabled, false);
    m_count->setFont(m_list->font());
    m_count->setObjectName(QStringLiteral("blockCount"));
    body()->addWidget(m_count);
    body()->addWidget(m_list, 1);
    connect(m_block, &QPushButton::clicked, this, &Panel::armRequested);
    connect(m_unblock, &QPushButton::clicked, this, &BlockPanel::unblockRequested);
    connect(m_list, &QTableWidget::cellClicked, this, [this](int row, int) {
        if (const auto* item = m_list->item(row, 0))
            setWhat(item->text());
    });
    retranslate();
}

QString BlockPanel::what() const
{
    return m_what.field->text().trimmed();
}

std::optional<int> BlockPanel::minutes() const
{
    const int value = m_minutes.field->value();
    return value > 0 ? std::optional{value} : std::nullopt;
}

void BlockPanel::setReach(const QString& reach)
{
    m_reach->setText(reach);
}

void BlockPanel::setWhat(const QString& what)
{
    m_what.field->setText(what);
}

void BlockPanel::setMinutes(int minutes)
{
    m_minutes.field->setValue(minutes);
}

void BlockPanel::present(const std::optional<std::vector<BlockRow>>& rows)
{
    if (rows == m_rows && !m_count->text().isEmpty())
        return;
    m_rows = rows;
    m_count->setText(rows
                    ? tr("%n blocked", "entries of the block list", static_cast<int>(rows->size()))
                    : tr("block list not known", "no data"));
    const auto shown = rows ? std::min<int>(mostRows, static_cast<int>(rows->size())) : 0;
    m_list->setRowCount(shown);
    for (int i = 0; i < shown; ++i) {
        const auto& row = rows->at(static_cast<std::size_t>(i));
        int column = 0;
        for (const auto& text : {row.what, row.until, row.who, row.reason}) {
            auto* item = new QTableWidgetItem(text);
            item->setToolTip(text);
            m_list->setItem(i, column++, item);
        }
    }
}

void BlockPanel::retranslate()
{
    setHeading(tr("Block list", "heading of the controls"));
    say(m_what, tr("Whom", "what is blocked: before a field"),
            tr("203.0.113.0/24", "example of what can be blocked"));
    say(m_minutes, tr("for", "how long something is blocked: before a number"),
            tr(" min", "minutes, after a number"));
    m_minutes.field->setSpecialValueText(tr("no end", "blocked until it is taken off"));
    m_block->setText(tr("Block…", "button: arms blocking"));
    m_block->setAccessibleName(tr("Arm the block"));
    m_unblock->setText(tr("Unblock…", "button: arms taking off the block list"));
    m_unblock->setAccessibleName(tr("Arm taking off the block list"));
    m_list->setAccessibleName(tr("Entries of the block list"));
    m_list->setHorizontalHeaderLabels({tr("Whom", "column of the block list"),
            tr("Until", "column of the block list"), tr("By", "column of the block list: who"),
            tr("Reason", "column of the block list")});
    m_count->clear();
    present(m_rows);
}

WorkPanel::WorkPanel(QWidget* parent)
    : FormPanel(parent)
    , m_now(new QLabel(this))
{
    setObjectName(QStringLiteral("workPanel"));
    m_now->setFont(status::scaled(font(), status::TypeSize::Small));
    m_now->setObjectName(QStringLiteral("workNow"));
    beginRow();
    m_bits = addNumber("workBits", {0, mostBits, 0});
    beginRow();
    m_arm = addButton("workArm");
    body()->addWidget(m_now);
    endRows();
    connect(m_arm, &QPushButton::clicked, this, &Panel::armRequested);
    retranslate();
}

int WorkPanel::draft() const
{
    return m_bits.field->value();
}

void WorkPanel::setBits(std::optional<int> bits)
{
    if (m_inForce == bits)
        return;
    if (bits)
        m_bits.field->setValue(*bits);
    m_inForce = bits;
    retranslate();
}

void WorkPanel::retranslate()
{
    setHeading(tr("Proof of work", "heading of the controls"));
    say(m_bits, tr("bits", "how hard the proof of work is: before a number"));
    m_now->setText(m_inForce
                    ? tr("in force: %1", "%1: number of bits").arg(QLocale().toString(*m_inForce))
                    : QString());
    m_arm->setText(tr("Set… (Enter)", "button: arms another proof of work"));
    m_arm->setAccessibleName(tr("Arm the new proof of work"));
}

RestorePanel::RestorePanel(QWidget* parent)
    : FormPanel(parent)
{
    setObjectName(QStringLiteral("restorePanel"));
    beginRow();
    m_number = addNumber("restoreNumber", {1, highestNumber, 1});
    m_arm = addButton("restoreArm");
    beginRow();
    m_code = addText("restoreCode", longestWhat * 4);
    m_code.field->setReadOnly(true);
    endRows();
    connect(m_arm, &QPushButton::clicked, this, &Panel::armRequested);
    retranslate();
}

int RestorePanel::number() const
{
    return m_number.field->value();
}

void RestorePanel::showCode(const QString& code)
{
    m_code.field->setText(code);
    m_code.field->setCursorPosition(0);
}

void RestorePanel::retranslate()
{
    setHeading(tr("Restore a place", "heading of the controls: give a lost number back"));
    say(m_number, tr("Number", "of a ticket"));
    say(m_code, tr("Link", "one-time link for a buyer"),
            tr("shown once in force; works once, 10 min", "of a one-time link"));
    m_arm->setText(tr("Restore…", "button: arms giving a number back"));
    m_arm->setAccessibleName(tr("Arm giving the number back"));
}

} // namespace saikobi::controls
