#include "widgets/control/holder_panel.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace saikobi::controls {

namespace {

constexpr int longestName = 64;

} // namespace

HolderPanel::HolderPanel(QWidget* parent)
    : FormPanel(parent)
    , m_holder(new QLabel(this))
{
    setObjectName(QStringLiteral("holderPanel"));
    m_holder->setObjectName(QStringLiteral("holderWho"));
    m_holder->setWordWrap(true);
    body()->addWidget(m_holder);
    beginRow();
    m_take = addButton("holderTake");
    m_accept = addButton("holderAccept");
    beginRow();
    m_to = addText("holderTo", longestName);
    m_offer = addButton("holderOffer");
    beginRow();
    m_force = addButton("holderForce");
    endRows();
    connect(m_take, &QPushButton::clicked, this, &HolderPanel::takeRequested);
    connect(m_accept, &QPushButton::clicked, this, &HolderPanel::acceptRequested);
    connect(m_offer, &QPushButton::clicked, this, &HolderPanel::offerRequested);
    connect(m_force, &QPushButton::clicked, this, &HolderPanel::forceRequested);
    retranslate();
}

void HolderPanel::setPossible(const Possible& possible)
{
    m_take->setEnabled(possible.take);
    m_accept->setEnabled(possible.accept);
    m_offer->setEnabled(possible.offer);
    m_to.field->setEnabled(possible.offer);
    m_force->setEnabled(possible.force);
}

void HolderPanel::setHolder(const QString& sentence)
{
    m_holder->setText(sentence);
}

QString HolderPanel::to() const
{
    return m_to.field->text().trimmed();
}

void HolderPanel::retranslate()
{
    setHeading(tr("Who has command", "heading of the controls"));
    say(m_to, tr("To", "to whom command is offered: before a name"),
            tr("name of an operator", "example in a field"));
    m_take->setText(tr("Take…", "button: arms taking command"));
    m_take->setAccessibleName(tr("Arm taking command"));
    m_accept->setText(tr("Accept…", "button: arms taking over what was offered"));
    m_accept->setAccessibleName(tr("Arm accepting command"));
    m_offer->setText(tr("Offer…", "button: arms offering command to somebody"));
    m_offer->setAccessibleName(tr("Arm offering command"));
    m_force->setText(tr("Take by force…", "button: arms taking command from somebody"));
    m_force->setAccessibleName(tr("Arm taking command by force"));
}

} // namespace saikobi::controls
