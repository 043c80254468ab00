#include "app/shell/rail.h"

#include <QButtonGroup>
#include <QFontMetrics>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace saikobi::shell {

Rail::Rail(QMenu& menu, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_column(new QVBoxLayout(this))
    , m_menu(new QPushButton(this))
{
    // The same in every language, so that changing it moves nothing.
    setFixedWidth(QFontMetrics(font()).horizontalAdvance(QLatin1Char('M')) * 9);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(2);
    m_column->addStretch(1);
    m_menu->setObjectName(QStringLiteral("railMenu"));
    m_menu->setFocusPolicy(Qt::TabFocus);
    m_menu->setProperty("rail", true);
    m_menu->setMenu(&menu);
    m_menu->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_column->addWidget(m_menu);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idClicked, this, &Rail::selected);
}

void Rail::addScreen(const QString& objectName)
{
    auto* button = new QPushButton(this);
    const auto number = static_cast<int>(m_screens.size());
    button->setObjectName(objectName);
    button->setProperty("rail", true);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_group->addButton(button, number);
    m_column->insertWidget(number, button);
    m_screens.push_back(button);
}

void Rail::setTitle(int screen, const QString& title)
{
    auto* button = m_screens.at(static_cast<std::size_t>(screen));
    button->setText(QStringLiteral("%1  %2").arg(screen + 1).arg(title));
    button->setAccessibleName(title);
    button->setToolTip(QStringLiteral("Ctrl+%1").arg(screen + 1));
}

void Rail::setMenuTitle(const QString& title)
{
    m_menu->setText(QStringLiteral("≡  ") + title);
    m_menu->setAccessibleName(title);
}

void Rail::select(int screen)
{
    m_screens.at(static_cast<std::size_t>(screen))->setChecked(true);
}

} // namespace saikobi::shell
