#include "widgets/runbook/card_view.h"

#include <QFrame>
#include <QLabel>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include "widgets/runbook/step_row.h"
#include "widgets/status/type_scale.h"

namespace saikobi::runbook {

namespace {

constexpr std::size_t paragraphs = 3;

QLabel* wrapped(const char* name, QWidget* parent)
{
    auto* made = new QLabel(parent);
    made->setObjectName(QLatin1String(name));
    made->setWordWrap(true);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return made;
}

} // namespace

CardView::CardView(QWidget* parent)
    : QScrollArea(parent)
    , m_title(nullptr)
    , m_heading(nullptr)
    , m_first(nullptr)
    , m_page(new QWidget(this))
{
    m_title = wrapped("cardTitle", m_page);
    m_heading = wrapped("cardHeading", m_page);
    m_first = new QFrame(m_page);
    m_first->setObjectName(QStringLiteral("cardFirst"));
    m_first->setFrameShape(QFrame::Box);
    m_first->setLineWidth(2);
    m_firstHeading = wrapped("cardFirstHeading", m_first);
    m_thenHeading = wrapped("cardThenHeading", m_page);
    m_venue = wrapped("cardVenue", m_page);
    m_title->setFont(status::scaled(font(), status::TypeSize::Strong));
    for (auto* each : {m_firstHeading, m_thenHeading})
        each->setFont(status::scaled(font(), status::TypeSize::Strong));
    auto* column = new QVBoxLayout(m_page);
    column->setContentsMargins(8, 6, 8, 6);
    column->setSpacing(5);
    column->addWidget(m_title);
    column->addWidget(m_heading);
    for (std::size_t i = 0; i < paragraphs; ++i) {
        m_paragraphs.push_back(wrapped("cardParagraph", m_page));
        column->addWidget(m_paragraphs.back());
    }
    m_firstRows = new QVBoxLayout(m_first);
    m_firstRows->setContentsMargins(6, 6, 6, 6);
    m_firstRows->setSpacing(0);
    m_firstRows->addWidget(m_firstHeading);
    column->addWidget(m_first);
    column->addWidget(m_thenHeading);
    m_thenRows = new QVBoxLayout;
    m_thenRows->setSpacing(0);
    column->addLayout(m_thenRows);
    column->addWidget(m_venue);
    m_lastRows = new QVBoxLayout;
    column->addLayout(m_lastRows);
    column->addStretch(1);
    setWidget(m_page);
    setWidgetResizable(true);
    setFrameShape(QFrame::StyledPanel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // lines do not break anew when it comes
    setFocusPolicy(Qt::StrongFocus);
}

StepRow* CardView::row(int place) const
{
    return place >= 0 && place < static_cast<int>(m_rows.size())
            ? m_rows.at(static_cast<std::size_t>(place))
            : nullptr;
}

StepRow* CardView::addRow(QVBoxLayout* into)
{
    const auto place = static_cast<int>(m_rows.size());
    auto* made = new StepRow(m_page);
    made->setObjectName(QStringLiteral("step%1").arg(place));
    into->addWidget(made);
    connect(made, &StepRow::clicked, this, [this, place] { emit chosen(place); });
    connect(made, &StepRow::doubleClicked, this, [this, place] { emit opened(place); });
    m_rows.push_back(made);
    return made;
}

void CardView::presentList(std::size_t from, const std::vector<ShownStep>& steps, QVBoxLayout* into)
{
    for (std::size_t i = 0; i < steps.size(); ++i) {
        auto* shown = from + i < m_rows.size() ? m_rows[from + i] : addRow(into);
        shown->present(steps[i], m_card.chosen == static_cast<int>(from + i));
    }
}

void CardView::present(const ShownCard& card)
{
    const bool isOther = card.id != m_card.id || card.first.size() != m_card.first.size()
            || card.then.size() != m_card.then.size();
    const bool isMoved = isOther || card.chosen != m_card.chosen;
    if (isOther) {
        qDeleteAll(m_rows);
        m_rows.clear();
    }
    m_card = card;
    m_title->setText(card.progress.isEmpty() ? card.title
                                             : card.title + QStringLiteral("   ") + card.progress);
    m_heading->setText(card.heading);
    for (std::size_t i = 0; i < paragraphs; ++i)
        m_paragraphs[i]->setText(i < card.paragraphs.size() ? card.paragraphs[i] : QString());
    m_firstHeading->setText(card.firstHeading);
    m_thenHeading->setText(card.thenHeading);
    m_first->setVisible(!card.first.empty());
    m_thenHeading->setVisible(!card.then.empty());
    presentList(0, card.first, m_firstRows);
    presentList(card.first.size(), card.then, m_thenRows);
    m_venue->setText(card.venue);
    presentList(card.first.size() + card.then.size(), {card.finished}, m_lastRows);
    showChosen(isMoved);
    if (isOther)
        verticalScrollBar()->setValue(0);
}

/// Once the rows have their places.
void CardView::showChosen(bool isMoved)
{
    if (!isMoved)
        return;
    QTimer::singleShot(0, this, [this] {
        if (auto* chosen = row(m_card.chosen))
            ensureWidgetVisible(chosen, 0, 40);
    });
}

} // namespace saikobi::runbook
