#include "app/pages/console_panel.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

#include "widgets/status/alarm_words.h"
#include "widgets/status/key_text.h"

namespace saikobi::pages {

namespace {

constexpr int gutter = 8;
constexpr int edge = 10;

void choose(QComboBox& box, const QVariant& wanted)
{
    if (box.view()->isVisible())
        return; // somebody is choosing just now
    const QSignalBlocker quiet(box);
    box.setCurrentIndex(box.findData(wanted));
}

} // namespace

ConsolePanel::ConsolePanel(QWidget* parent)
    : QWidget(parent)
    , m_callCaption(new QLabel(this))
    , m_call(new QPushButton(this))
    , m_alarmCaption(new QLabel(this))
    , m_alarm(new QComboBox(this))
    , m_alarmTest(new QPushButton(this))
    , m_readOnly(new QCheckBox(this))
    , m_languageCaption(new QLabel(this))
    , m_language(new QComboBox(this))
    , m_themeCaption(new QLabel(this))
    , m_theme(new QComboBox(this))
    , m_sizeCaption(new QLabel(this))
    , m_size(new QComboBox(this))
{
    setObjectName(QStringLiteral("consolePanel"));
    m_call->setObjectName(QStringLiteral("consoleCallTest"));
    m_alarm->setObjectName(QStringLiteral("consoleAlarm"));
    m_alarmTest->setObjectName(QStringLiteral("consoleAlarmTest"));
    m_readOnly->setObjectName(QStringLiteral("consoleReadOnly"));
    m_language->setObjectName(QStringLiteral("consoleLanguage"));
    m_theme->setObjectName(QStringLiteral("consoleTheme"));
    m_size->setObjectName(QStringLiteral("consoleTextSize"));
    for (const auto& each : contract::allAlarms())
        m_alarm->addItem(QString(), static_cast<int>(each.id));
    m_language->addItem(QStringLiteral("日本語"), QStringLiteral("ja"));
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    m_theme->addItem(QString(), static_cast<int>(status::Theme::Light));
    m_theme->addItem(QString(), static_cast<int>(status::Theme::Dark));
    for (const int each : textSizes)
        m_size->addItem(QStringLiteral("%1 %").arg(each), each);
    layOut();
    connect(m_call, &QPushButton::clicked, this, &ConsolePanel::callTestWanted);
    connect(m_alarmTest, &QPushButton::clicked, this, [this] {
        emit alarmTestWanted(static_cast<contract::AlarmId>(m_alarm->currentData().toInt()));
    });
    connect(m_readOnly, &QCheckBox::clicked, this, &ConsolePanel::readOnlyWanted);
    connect(m_language, &QComboBox::activated, this,
            [this] { emit languageWanted(m_language->currentData().toString()); });
    connect(m_theme, &QComboBox::activated, this, [this] {
        emit themeWanted(static_cast<status::Theme>(m_theme->currentData().toInt()));
    });
    connect(m_size, &QComboBox::activated, this,
            [this] { emit textSizeWanted(m_size->currentData().toInt()); });
    retranslate();
}

void ConsolePanel::layOut()
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(edge, edge, edge, edge);
    grid->setHorizontalSpacing(2 * gutter);
    grid->setVerticalSpacing(gutter);
    grid->addWidget(m_callCaption, 0, 0);
    grid->addWidget(m_call, 0, 1);
    grid->addWidget(m_alarmCaption, 1, 0);
    grid->addWidget(m_alarm, 1, 1);
    grid->addWidget(m_alarmTest, 1, 2);
    grid->addWidget(m_readOnly, 2, 0, 1, 3);
    grid->addWidget(m_languageCaption, 0, 4);
    grid->addWidget(m_language, 0, 5);
    grid->addWidget(m_themeCaption, 1, 4);
    grid->addWidget(m_theme, 1, 5);
    grid->addWidget(m_sizeCaption, 2, 4);
    grid->addWidget(m_size, 2, 5);
    grid->setColumnMinimumWidth(3, 3 * gutter);
    grid->setColumnStretch(6, 1);
    grid->setRowStretch(3, 1);
}

void ConsolePanel::present(const Standing& standing)
{
    m_alarmTest->setEnabled(standing.mayTest);
    m_readOnly->setChecked(standing.isReadOnly);
    choose(*m_language, standing.language);
    choose(*m_theme, static_cast<int>(standing.theme));
    choose(*m_size, standing.textSize);
}

void ConsolePanel::retranslate()
{
    m_callCaption->setText(tr("Sound and notification", "caption"));
    m_call->setText(tr("Test", "button: plays the sounds and shows a notification"));
    m_call->setAccessibleName(tr("Test the sounds and the notification of the desktop"));
    m_alarmCaption->setText(tr("Each alarm", "caption: each may be tried out"));
    m_alarmTest->setText(tr("Test this alarm", "button"));
    m_alarmTest->setAccessibleName(tr("Ring the chosen alarm once, marked TEST"));
    m_alarm->setAccessibleName(tr("Alarm to be tested"));
    for (int i = 0; i < m_alarm->count(); ++i) {
        const auto alarm = static_cast<contract::AlarmId>(m_alarm->itemData(i).toInt());
        m_alarm->setItemText(i,
                QString(QString::fromUtf8(contract::name(alarm).data()) + QStringLiteral("  ")
                        + status::AlarmWords::of(alarm)));
    }
    m_readOnly->setText(
            status::withKeys(tr("READ-ONLY: this console only looks"), *this, "actionReadOnly"));
    m_languageCaption->setText(tr("Language", "caption"));
    m_language->setAccessibleName(tr("Language", "caption"));
    m_themeCaption->setText(tr("Theme", "caption"));
    m_theme->setAccessibleName(tr("Theme", "caption"));
    m_theme->setItemText(0, tr("Light", "theme"));
    m_theme->setItemText(1, tr("Dark", "theme"));
    m_sizeCaption->setText(tr("Text size", "caption"));
    m_size->setAccessibleName(tr("Text size", "caption"));
}

void ConsolePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
