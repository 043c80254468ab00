#include "app/shell/rail.h"

#include <QButtonGroup>
#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

#include "widgets/status/key_text.h"

namespace saikobi::shell {

namespace {

constexpr int markSide = 14;

} // namespace

/// The place for an alarm at the end of a screen's name; kept when there is none.
class Rail::Mark : public QWidget {
public:
    explicit Mark(QWidget* parent)
        : QWidget(parent)
        , m_blink(*this)
    {
        setFixedSize(markSide, markSide);
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    void present(const std::optional<status::AlarmMark>& mark)
    {
        if (mark == m_mark)
            return;
        m_mark = mark;
        m_blink.run(mark && mark->isBlinking);
        update();
    }
    const std::optional<status::AlarmMark>& shown() const { return m_mark; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        if (!m_mark)
            return;
        QPainter painter(this);
        paintAlarmMark(painter, QRectF(rect()), *m_mark, status::AlarmBlink::isLit(),
                status::themeOf(*this));
    }

private:
    std::optional<status::AlarmMark> m_mark{};
    status::AlarmBlink m_blink;
};

Rail::Rail(QMenu& menu, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_column(new QVBoxLayout(this))
    , m_menu(new QPushButton(this))
{
    fit();
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

/// The same in every language, so that changing it moves nothing.
void Rail::fit()
{
    setFixedWidth(QFontMetrics(font()).horizontalAdvance(QLatin1Char('M')) * 17 / 2 + markSide);
}

void Rail::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

void Rail::addScreen(const QString& objectName, int number)
{
    auto* button = new QPushButton(this);
    const auto place = static_cast<int>(m_screens.size());
    button->setObjectName(objectName);
    button->setProperty("rail", true);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_group->addButton(button, place);
    m_column->insertWidget(place, button);
    m_screens.push_back(button);
    auto* mark = new Mark(button);
    mark->setObjectName(objectName + QStringLiteral("Mark"));
    auto* row = new QHBoxLayout(button);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(mark);
    m_marks.push_back(mark);
    m_numbers.push_back(number);
    m_titles.emplace_back();
    m_progress.emplace_back();
}

void Rail::setTitle(int screen, const QString& title)
{
    m_titles.at(static_cast<std::size_t>(screen)) = title;
    name(screen);
}

void Rail::setProgress(int screen, const QString& progress)
{
    if (std::exchange(m_progress.at(static_cast<std::size_t>(screen)), progress) != progress)
        name(screen);
}

void Rail::name(int screen)
{
    const auto place = static_cast<std::size_t>(screen);
    const auto& progress = m_progress.at(place);
    const auto& title = m_titles.at(place);
    auto* button = m_screens.at(place);
    // There is room for one of the two; the number and its place say which screen it is.
    button->setText(QStringLiteral("%1  %2")
                            .arg(m_numbers.at(place))
                            .arg(progress.isEmpty() ? title : progress));
    button->setAccessibleName(
            progress.isEmpty() ? title : QString(title + QLatin1Char(' ') + progress));
    const auto key = QStringLiteral("actionScreen%1").arg(m_numbers.at(place));
    button->setToolTip(status::keysOf(*this, qUtf8Printable(key)));
}

void Rail::setMark(int screen, const std::optional<status::AlarmMark>& mark)
{
    const auto number = static_cast<std::size_t>(screen);
    m_marks.at(number)->present(mark);
    m_screens.at(number)->setAccessibleDescription(mark
                    ? tr("alarm P%1", "%1: priority, 1 to 3").arg(static_cast<int>(mark->priority))
                    : QString());
}

std::optional<status::AlarmMark> Rail::mark(int screen) const
{
    return m_marks.at(static_cast<std::size_t>(screen))->shown();
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
