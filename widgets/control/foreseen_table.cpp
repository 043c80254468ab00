#include "widgets/control/foreseen_table.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::controls {

ForeseenTable::ForeseenTable(QWidget* parent)
    : QWidget(parent)
    , m_proposal(new QLabel(this))
{
    setObjectName(QStringLiteral("foreseen"));
    m_proposal->setObjectName(QStringLiteral("proposal"));
    m_proposal->setWordWrap(true);
    m_proposal->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_proposal->setFont(status::scaled(font(), status::TypeSize::Strong));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 5, 10, 6);
    column->setSpacing(4);
    column->addWidget(m_proposal, 1);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t cell = 0; cell < 3; ++cell) {
            auto* label = m_cells.at(row).at(cell) = new QLabel(this);
            label->setFont(status::scaled(font(), status::TypeSize::Small));
            label->setObjectName(QStringLiteral("foreseen%1%2").arg(row).arg(cell));
            label->setAlignment((cell == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            grid->addWidget(label, static_cast<int>(row), static_cast<int>(cell));
        }
    }
    grid->setColumnStretch(0, 1);
    column->addLayout(grid);
}

void ForeseenTable::setProposal(const QString& sentence)
{
    m_proposal->setText(sentence);
}

void ForeseenTable::present(const std::array<Row, rows>& shown)
{
    for (std::size_t i = 0; i < rows; ++i) {
        const auto& row = shown.at(i);
        m_cells.at(i)[0]->setText(row.name);
        m_cells.at(i)[1]->setText(row.before);
        m_cells.at(i)[2]->setText(QStringLiteral("→ %1").arg(row.after));
    }
}

void ForeseenTable::paintEvent(QPaintEvent*)
{
    const auto& colours = status::paletteOf(*this);
    QPainter painter(this);
    painter.setPen(QPen(status::tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace saikobi::controls
