#include "widgets/control/confirm_strip.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPointer>
#include <QPushButton>

#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::controls {

using namespace std::chrono_literals;

namespace {

/// Keeps its place while it is hidden, so that nothing moves when it comes.
void keepPlace(QWidget& widget)
{
    auto policy = widget.sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    widget.setSizePolicy(policy);
    widget.hide();
}

bool isEnter(int key)
{
    return key == Qt::Key_Return || key == Qt::Key_Enter;
}

} // namespace

ConfirmStrip::ConfirmStrip(SteadyClock clock, QWidget* parent)
    : QWidget(parent)
    , m_clock(std::move(clock))
    , m_question(new QLabel(this))
    , m_change(new QLabel(this))
    , m_word(new QLineEdit(this))
    , m_hint(new QLabel(this))
    , m_execute(new QPushButton(this))
    , m_cancel(new QPushButton(this))
    , m_follow(new QPushButton(this))
{
    setFocusPolicy(Qt::ClickFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_question->setObjectName(QStringLiteral("confirmQuestion"));
    m_word->setObjectName(QStringLiteral("confirmWord"));
    m_execute->setObjectName(QStringLiteral("confirmExecute"));
    m_cancel->setObjectName(QStringLiteral("confirmCancel"));
    m_follow->setObjectName(QStringLiteral("stripFollow"));
    m_question->setFont(status::scaled(font(), status::TypeSize::Strong));
    m_question->setTextFormat(Qt::PlainText);
    m_change->setTextFormat(Qt::PlainText);
    for (auto* label : {m_question, m_change, m_hint})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    // The mouse may press them; the keyboard has its own gestures.
    m_execute->setFocusPolicy(Qt::NoFocus);
    m_cancel->setFocusPolicy(Qt::NoFocus);
    m_follow->setFocusPolicy(Qt::TabFocus);
    m_word->installEventFilter(this);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 2, 8, 2);
    row->setSpacing(12);
    row->addWidget(m_question, 5);
    row->addWidget(m_change, 4);
    row->addWidget(m_word, 2);
    row->addWidget(m_hint, 4);
    auto* buttons = new QGridLayout;
    buttons->addWidget(m_execute, 0, 0);
    buttons->addWidget(m_cancel, 0, 1);
    buttons->addWidget(m_follow, 0, 0, 1, 2);
    row->addLayout(buttons);
    for (QWidget* each : {static_cast<QWidget*>(m_word), static_cast<QWidget*>(m_execute),
                 static_cast<QWidget*>(m_cancel), static_cast<QWidget*>(m_follow)})
        keepPlace(*each);

    connect(m_execute, &QPushButton::clicked, this, &ConfirmStrip::tryToExecute);
    connect(m_cancel, &QPushButton::clicked, this, [this] { disarm(Disarmed::ByUser); });
    connect(m_follow, &QPushButton::clicked, this, &ConfirmStrip::followed);
    connect(&m_reviewing, &QTimer::timeout, this, &ConfirmStrip::review);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (isArmed() && (!now || (now != this && !isAncestorOf(now))))
            disarm(Disarmed::ByFocus);
    });
    retranslate();
}

void ConfirmStrip::arm(const Confirmation& confirmation)
{
    auto* focused = QApplication::focusWidget();
    if (!isArmed())
        m_before = focused && !isAncestorOf(focused) ? focused : nullptr;
    m_armed = confirmation;
    m_follow->hide();
    m_until = m_clock() + armedFor;
    const bool needsWord = confirmation.gesture == Gesture::WordAndCtrlEnter;
    m_word->clear();
    m_word->setPlaceholderText(confirmation.word);
    m_word->setVisible(needsWord);
    m_execute->show();
    m_cancel->show();
    m_execute->setEnabled(!needsWord);
    display(confirmation.question, confirmation.change);
    (needsWord ? static_cast<QWidget*>(m_word) : this)->setFocus(Qt::ShortcutFocusReason);
    m_reviewing.start(200ms);
    review();
}

void ConfirmStrip::disarm(Disarmed why)
{
    if (!isArmed())
        return;
    clear();
    emit disarmed(why);
}

void ConfirmStrip::clear()
{
    m_armed.reset();
    m_reviewing.stop();
    const bool hadFocus = hasFocus() || m_word->hasFocus();
    m_word->hide();
    m_execute->hide();
    m_cancel->hide();
    m_hint->clear();
    offer(m_said, m_way);
    if (hadFocus && m_before)
        m_before->setFocus(Qt::OtherFocusReason);
    m_before = nullptr;
}

void ConfirmStrip::offer(const QString& sentence, const QString& way)
{
    m_said = sentence;
    m_way = way;
    if (isArmed())
        return;
    m_follow->setText(way);
    m_follow->setAccessibleName(way);
    m_follow->setVisible(!way.isEmpty());
    display(sentence, {});
}

QString ConfirmStrip::shownText() const
{
    return QStringLiteral("%1 %2").arg(m_question->text(), m_change->text()).trimmed();
}

void ConfirmStrip::display(const QString& question, const QString& change)
{
    m_question->setText(question);
    m_question->setToolTip(question);
    m_change->setText(change);
    m_change->setVisible(!change.isEmpty());
    m_question->setFont(
            status::scaled(font(), isArmed() ? status::TypeSize::Strong : status::TypeSize::Body));
    setAccessibleDescription(shownText());
    update();
}

void ConfirmStrip::review()
{
    if (!isArmed())
        return;
    const auto left = m_until - m_clock();
    if (left <= 0s) {
        disarm(Disarmed::ByTime);
        return;
    }
    m_hint->setText(hint(std::chrono::ceil<std::chrono::seconds>(left)));
    m_execute->setEnabled(
            m_armed->gesture != Gesture::WordAndCtrlEnter || m_word->text() == m_armed->word);
}

QString ConfirmStrip::hint(std::chrono::seconds left) const
{
    const auto seconds = QString::number(left.count());
    switch (m_armed->gesture) {
    case Gesture::Enter:
        return tr("Enter executes · Esc cancels · %1 s", "%1: seconds left").arg(seconds);
    case Gesture::CtrlEnter:
        return tr("Ctrl+Enter executes · Esc cancels · %1 s", "%1: seconds left").arg(seconds);
    case Gesture::WordAndCtrlEnter:
        return tr("type %1, then Ctrl+Enter · Esc cancels · %2 s",
                "%1: the sale's id, %2: seconds left")
                .arg(m_armed->word, seconds);
    }
    return {};
}

void ConfirmStrip::tryToExecute()
{
    if (!isArmed() || m_clock() >= m_until)
        return;
    if (m_armed->gesture == Gesture::WordAndCtrlEnter && m_word->text() != m_armed->word)
        return;
    clear();
    emit executed();
}

bool ConfirmStrip::handleKey(const QKeyEvent& key)
{
    if (!isArmed() || key.isAutoRepeat())
        return false;
    if (key.key() == Qt::Key_Escape) {
        disarm(Disarmed::ByUser);
        return true;
    }
    if (!isEnter(key.key()))
        return false;
    const auto modifiers = key.modifiers() & ~Qt::KeypadModifier;
    const auto wanted = m_armed->gesture == Gesture::Enter ? Qt::NoModifier : Qt::ControlModifier;
    if (modifiers == Qt::KeyboardModifiers(wanted))
        tryToExecute();
    return true;
}

void ConfirmStrip::keyPressEvent(QKeyEvent* event)
{
    if (!handleKey(*event))
        QWidget::keyPressEvent(event);
}

bool ConfirmStrip::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_word && event->type() == QEvent::KeyPress
            && handleKey(*static_cast<QKeyEvent*>(event)))
        return true;
    return QWidget::eventFilter(watched, event);
}

QSize ConfirmStrip::sizeHint() const
{
    return {600, static_cast<int>(QFontMetricsF(font()).ascent() * 2.5)};
}

void ConfirmStrip::paintEvent(QPaintEvent*)
{
    const auto& colours = status::paletteOf(*this);
    QPainter painter(this);
    painter.setPen(QPen(status::tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawLine(0, 0, width(), 0);
    painter.drawLine(0, height() - 1, width(), height() - 1);
    if (isArmed())
        painter.fillRect(QRectF(0, 0, 5, height()), colours.text);
}

void ConfirmStrip::retranslate()
{
    setAccessibleName(tr("Confirmation", "the strip where a command is confirmed"));
    m_execute->setText(tr("Execute", "button"));
    m_cancel->setText(tr("Cancel", "button"));
    m_word->setAccessibleName(tr("The sale's id, to confirm"));
    m_execute->setAccessibleName(tr("Execute the armed command"));
    m_cancel->setAccessibleName(tr("Cancel the armed command"));
}

void ConfirmStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::controls
