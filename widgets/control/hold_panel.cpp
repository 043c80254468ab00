#include "widgets/control/hold_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

#include "widgets/control/message_templates.h"
#include "widgets/status/key_text.h"
#include "widgets/status/type_scale.h"

namespace saikobi::controls {

namespace {

constexpr int usualMinutes = 15;
constexpr int mostMinutes = 240;

QPlainTextEdit* textEdit(const char* name, QWidget* parent)
{
    auto* edit = new QPlainTextEdit(parent);
    edit->setObjectName(QLatin1String(name));
    edit->setTabChangesFocus(true);
    edit->setFont(status::scaled(parent->font(), status::TypeSize::Small));
    edit->setMinimumHeight(38);
    return edit;
}

} // namespace

HoldPanel::HoldPanel(QWidget* parent)
    : Panel(parent)
    , m_template(new QComboBox(this))
    , m_minutes(new QSpinBox(this))
    , m_templateName(new QLabel(this))
    , m_minutesName(new QLabel(this))
    , m_ja(textEdit("messageJa", this))
    , m_en(textEdit("messageEn", this))
    , m_hold(new QPushButton(this))
    , m_message(new QPushButton(this))
{
    setObjectName(QStringLiteral("holdPanel"));
    m_template->setObjectName(QStringLiteral("messageTemplate"));
    m_minutes->setObjectName(QStringLiteral("resumeMinutes"));
    m_minutes->setRange(0, mostMinutes);
    m_minutes->setValue(usualMinutes);
    m_hold->setObjectName(QStringLiteral("holdArm"));
    m_message->setObjectName(QStringLiteral("messageArm"));
    for (const auto& one : MessageTemplates::all())
        m_template->addItem(MessageTemplates::name(one));
    takeTemplate(0);

    auto* choice = new QHBoxLayout;
    choice->addWidget(m_templateName);
    choice->addWidget(m_template, 1);
    choice->addSpacing(8);
    choice->addWidget(m_minutesName);
    choice->addWidget(m_minutes);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_hold, 3);
    buttons->addWidget(m_message, 2);
    body()->addLayout(choice);
    auto* texts = new QHBoxLayout;
    texts->addWidget(m_ja, 1);
    texts->addWidget(m_en, 1);
    body()->addLayout(texts, 1);
    body()->addLayout(buttons);

    connect(m_template, &QComboBox::activated, this, &HoldPanel::takeTemplate);
    connect(m_minutes, &QSpinBox::valueChanged, this, &HoldPanel::drafted);
    for (auto* edit : {m_ja, m_en}) {
        edit->installEventFilter(this);
        connect(edit, &QPlainTextEdit::textChanged, this, [this] {
            check();
            emit drafted();
        });
    }
    connect(m_hold, &QPushButton::clicked, this, &HoldPanel::holdRequested);
    connect(m_message, &QPushButton::clicked, this, &Panel::armRequested);
    retranslate();
    check();
}

void HoldPanel::takeTemplate(int index)
{
    const auto& one = MessageTemplates::all().at(static_cast<std::size_t>(index));
    m_ja->setPlainText(QString::fromUtf8(one.ja));
    m_en->setPlainText(QString::fromUtf8(one.en));
}

MessageDraft HoldPanel::draft() const
{
    MessageDraft draft;
    draft.ja = m_ja->toPlainText().simplified();
    draft.en = m_en->toPlainText().simplified();
    if (m_minutes->value() > 0)
        draft.resumeIn = std::chrono::minutes{m_minutes->value()};
    return draft;
}

void HoldPanel::setDraft(const MessageDraft& draft)
{
    const QSignalBlocker quiet(this);
    const auto& all = MessageTemplates::all();
    const auto found = std::find_if(all.begin(), all.end(), [&draft](const auto& one) {
        return draft.ja == QString::fromUtf8(one.ja) && draft.en == QString::fromUtf8(one.en);
    });
    // An own text is none of the templates.
    m_template->setCurrentIndex(
            found == all.end() ? -1 : static_cast<int>(std::distance(all.begin(), found)));
    m_ja->setPlainText(draft.ja);
    m_en->setPlainText(draft.en);
    m_minutes->setValue(draft.resumeIn ? static_cast<int>(draft.resumeIn->count()) : 0);
    check();
}

MessageDraft HoldPanel::usual()
{
    const auto& one = MessageTemplates::all().front();
    return {QString::fromUtf8(one.ja), QString::fromUtf8(one.en),
            std::chrono::minutes{usualMinutes}};
}

void HoldPanel::setMessageObstacle(const QString& reason)
{
    m_messageObstacle = reason;
    check();
}

void HoldPanel::check()
{
    const auto now = draft();
    const bool isTooLong = now.ja.size() > longestMessage || now.en.size() > longestMessage;
    const bool isHalf = now.ja.isEmpty() != now.en.isEmpty();
    m_message->setEnabled(
            !isTooLong && !isHalf && !now.ja.isEmpty() && m_messageObstacle.isEmpty());
    m_message->setToolTip(m_messageObstacle);
}

bool HoldPanel::eventFilter(QObject* watched, QEvent* event)
{
    if ((watched == m_ja || watched == m_en) && event->type() == QEvent::KeyPress) {
        const auto key = static_cast<QKeyEvent*>(event)->key();
        // A message is one paragraph: Enter means the command, not a new line.
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            keyPressEvent(static_cast<QKeyEvent*>(event));
            return true;
        }
    }
    return Panel::eventFilter(watched, event);
}

void HoldPanel::retranslate()
{
    setHeading(tr("Hold, and message to the waiting", "heading of the controls"));
    m_templateName->setText(tr("Template", "of a message"));
    m_template->setAccessibleName(tr("Template of the message"));
    for (int i = 0; i < m_template->count(); ++i)
        m_template->setItemText(
                i, MessageTemplates::name(MessageTemplates::all().at(static_cast<std::size_t>(i))));
    m_minutesName->setText(tr("Resume in", "promised time until admission goes on"));
    m_minutes->setSuffix(tr(" min", "minutes, after a number"));
    m_minutes->setSpecialValueText(tr("not said", "no resume time is promised"));
    m_minutes->setAccessibleName(tr("Promised minutes until admission goes on"));
    m_ja->setAccessibleName(tr("Message in Japanese"));
    m_en->setAccessibleName(tr("Message in English"));
    m_ja->setPlaceholderText(tr("Message in Japanese"));
    m_en->setPlaceholderText(tr("Message in English"));
    m_hold->setText(status::withKeys(tr("Hold…", "button: arms the hold"), *this, "actionHold"));
    m_hold->setAccessibleName(tr("Arm the hold"));
    m_message->setText(tr("Message only…", "button: arms sending the message"));
    m_message->setAccessibleName(tr("Arm sending the message"));
}

} // namespace saikobi::controls
