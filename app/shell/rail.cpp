#include "app/shell/rail.h"

#include <QButtonGroup>
#include <QFontMetrics>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace saikobi::shell {

Rail::Rail(QMenu& menu, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_column(new QVBoxLayout(this))
    , m_menu(new QToolButton(this))
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(2);
    m_column->addStretch(1);
    m_menu->setObjectName(QStringLiteral("railMenu"));
    m_menu->setProperty("rail", true);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setMenu(&menu);
    m_menu->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_column->addWidget(m_menu);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idClicked, this, &Rail::selected);
}

void Rail::addScreen(const QString& objectName)
{
    auto* button = new QToolButton(this);
    const auto number = static_cast<int>(m_screens.size());
    button->setObjectName(objectName);
    button->setProperty("rail", true);
    button->setCheckable(true);
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

QSize Rail::sizeHint() const
{
    return {QFontMetrics(font()).horizontalAdvance(QLatin1Char('M')) * 9, 400};
}

} // namespace saikobi::shell
