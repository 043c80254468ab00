#include "app/shell/main_window.h"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "app/pages/command_flow.h"
#include "app/pages/command_words.h"
#include "app/pages/connection_page.h"
#include "app/pages/controls_page.h"
#include "app/pages/inventory_page.h"
#include "app/pages/live_page.h"
#include "app/pages/payments_page.h"
#include "app/pages/review_page.h"
#include "app/pages/runbook_page.h"
#include "app/shell/activity_watch.h"
#include "app/shell/alarm_caller.h"
#include "app/shell/alarm_side.h"
#include "app/shell/appearance.h"
#include "app/shell/bottom_band.h"
#include "app/shell/canvas.h"
#include "app/shell/connection_side.h"
#include "app/shell/key_sheet.h"
#include "app/shell/palette_sheet.h"
#include "app/shell/rail.h"
#include "app/shell/review_side.h"
#include "app/shell/session.h"
#include "app/shell/top_strip.h"
#include "app/shell/view_export.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/status/alarm_band.h"
#include "widgets/status/key_text.h"
#include "widgets/status/mode_badge.h"

namespace saikobi::shell {

using namespace std::chrono_literals;

namespace {

constexpr int frame = 4; ///< kept free for the frame of a mode, in every mode
constexpr auto beat = 200ms;
/// Without a new snapshot for this long the picture is painted again, so that ages go on counting.
constexpr auto repaintAfter = 1300ms;

QWidget* stacked(QWidget* above, QWidget* below)
{
    auto* both = new QWidget;
    auto* column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(above);
    column->addWidget(below);
    return both;
}

} // namespace

MainWindow::MainWindow(Session& session, Appearance& appearance, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_appearance(appearance)
    , m_shown(session)
    , m_keys(*this)
    , m_keyMap(*this)
    , m_top(new TopStrip(this))
    , m_strip(new controls::ConfirmStrip(session.clock().steady, this))
    , m_flow(new pages::CommandFlow(session.model(), session.desk(), *m_strip, this))
    , m_connection(new ConnectionSide(session, appearance, *m_flow, this))
    , m_rail(new Rail(m_menu, this))
    , m_screens(new QStackedWidget(this))
    , m_side(new AlarmSide(
              session, [this](const QString& sentence) { m_strip->say(sentence); }, this))
    , m_bottom(new BottomBand(this))
    , m_palette(new PaletteSheet(m_keyMap, *this))
    , m_keySheet(new KeySheet(m_keyMap, *this))
    , m_export(new ViewExport(session, this))
    , m_review(new ReviewSide(session, *m_export, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    m_strip->setObjectName(QStringLiteral("actionStrip"));
    layOut();
    addScreens();
    connectKeys();
    connectAppearance();
    connectConnection();
    connectRunbook();
    connect(&session.model(), &model::SaleModel::changed, this, [this] { present(); });
    connect(&session.desk(), &commands::CommandDesk::changed, this, [this] { present(); });
    connect(&session.desk(), &commands::CommandDesk::rightsChanged, this, [this] {
        present();
        m_flow->rest();
        m_keyMap.adopt();
    });
    connect(&session.alarms(), &commands::AlarmDesk::changed, this, [this] { present(); });
    connect(&session.notes(), &commands::NoteBook::changed, this, [this] { present(); });
    connect(&m_beat, &QTimer::timeout, this, &MainWindow::presentClock);
    m_beat.start(beat);
    new ActivityWatch([&session] { session.desk().noteActivity(); }, this);
    // Nothing on the screen is chosen until somebody chooses it.
    setFocusPolicy(Qt::ClickFocus);
    setFocus();
    retranslate();
}

MainWindow::~MainWindow() = default;

void MainWindow::layOut()
{
    auto* right = new QVBoxLayout;
    right->setContentsMargins(0, 8, 4, 4);
    right->addWidget(m_side);
    auto* body = new QWidget;
    auto* middle = new QHBoxLayout(body);
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(4);
    middle->addWidget(m_rail);
    middle->addWidget(m_screens, 1);
    middle->addLayout(right);
    m_screens->setContentsMargins(0, 8, 0, 4);

    // Whatever is armed, and alarms, are in sight however far the rest is scrolled.
    m_canvas
            = new Canvas({stacked(m_top, m_strip), body, stacked(&m_side->band(), m_bottom)}, this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(frame, frame, frame, frame);
    column->addWidget(m_canvas);
}

void MainWindow::addScreens()
{
    m_controls = new pages::ControlsPage(*m_flow, this);
    m_runbook = new pages::RunbookPage(m_session.runbook(), this);
    auto* inventory = new pages::InventoryPage(*m_flow, this);
    connect(inventory, &pages::InventoryPage::paidOrdersWanted, m_export,
            &ViewExport::savePaidOrders);
    connect(m_export, &ViewExport::told, m_strip, &controls::ConfirmStrip::say);
    connect(m_review, &ReviewSide::said, m_strip, &controls::ConfirmStrip::say);
    for (pages::Page* page : {static_cast<pages::Page*>(new pages::LivePage(this)),
                 static_cast<pages::Page*>(m_controls), static_cast<pages::Page*>(inventory),
                 static_cast<pages::Page*>(new pages::PaymentsPage(*m_flow, this)),
                 static_cast<pages::Page*>(m_runbook), static_cast<pages::Page*>(&m_review->page()),
                 static_cast<pages::Page*>(&m_connection->page())}) {
        const int number = m_screens->addWidget(page);
        connect(page, &pages::Page::touched, this, &MainWindow::freeze);
        connect(page, &pages::Page::momentWanted, m_side, &AlarmSide::reveal);
        connect(page, &pages::Page::screenWanted, this, [this](const QString& name) {
            if (auto* wanted = findChild<pages::Page*>(name + QStringLiteral("Page")))
                showScreenOf(wanted);
        });
        connect(page, &pages::Page::wished, this,
                [this](const contract::DeskWish& wish) { m_session.wish(wish); });
        const int digit = numberOf(screenName(number));
        m_rail->addScreen(QStringLiteral("rail_") + screenName(number), digit);
        auto* key = new QAction(this);
        key->setObjectName(QStringLiteral("actionScreen%1").arg(digit));
        key->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + digit)));
        addAction(key);
        connect(key, &QAction::triggered, this, [this, number] { showScreen(number); });
    }
    connect(m_rail, &Rail::selected, this, &MainWindow::showScreen);
    m_rail->select(0);
}

void MainWindow::connectKeys()
{
    const auto on
            = [this](QAction* key, auto act) { connect(key, &QAction::triggered, this, act); };
    on(m_keys.freeze, [this](bool isWanted) { isWanted ? freeze() : goLive(); });
    on(m_keys.backToLive, [this] { goLive(); });
    on(m_keys.palette, [this] { m_palette->open(); });
    on(m_keys.keySheet, [this] { m_keySheet->open(); });
    on(m_keys.note, [this] { m_side->beginNote(); });
    on(m_keys.hold, [this] { m_flow->armHold(); });
    on(m_keys.maintenance, [this] { m_flow->armMaintenance(); });
    on(m_keys.readOnly, [this](bool isWanted) { setReadOnly(isWanted); });
    on(m_keys.fullScreen, [this](bool isWanted) { setWall(isWanted); });
    on(m_keys.exportView, [this] { exportView(); });
    on(m_keys.quit, [] { QApplication::quit(); });
    // A picture that stands still must not be held against.
    connect(m_flow, &pages::CommandFlow::holdWanted, this, &MainWindow::goLive);
    connect(&m_keyMap, &KeyMap::screenNeeded, this, &MainWindow::showScreenOf);
    connect(&m_menu, &QMenu::aboutToShow, this, [this] {
        m_keys.japanese->setChecked(m_appearance.language() == QLatin1String("ja"));
        m_keys.english->setChecked(m_appearance.language() == QLatin1String("en"));
        m_keys.light->setChecked(m_appearance.theme() == status::Theme::Light);
        m_keys.dark->setChecked(m_appearance.theme() == status::Theme::Dark);
        fillMenu(m_menu, m_keyMap);
    });
    // Texts name keys: they are told anew, as when the language changes.
    connect(&m_keyMap, &KeyMap::rebound, this,
            [this] { QApplication::postEvent(this, new QEvent(QEvent::LanguageChange)); });
    m_menu.setObjectName(QStringLiteral("frameMenu"));
    m_keyMap.adopt();
}

void MainWindow::exportView()
{
    if (const auto* page = qobject_cast<pages::Page*>(m_screens->currentWidget()))
        m_export->save(screenName(m_screens->currentIndex()), page->csv(), grab());
}

int MainWindow::screenCount() const
{
    return m_screens->count();
}

QString MainWindow::screenName(int screen) const
{
    auto name = m_screens->widget(screen)->objectName();
    return name.remove(QStringLiteral("Page"));
}

void MainWindow::showScreenOf(const QWidget* inside)
{
    for (int i = 0; i < screenCount(); ++i)
        if (m_screens->widget(i) == inside || m_screens->widget(i)->isAncestorOf(inside))
            showScreen(i);
}

void MainWindow::showScreen(int screen)
{
    m_strip->disarm(controls::Disarmed::ByFocus);
    m_screens->setCurrentIndex(screen);
    m_rail->select(screen);
    present();
    emit screenShown(screen);
}

void MainWindow::freeze()
{
    if (m_isWall || !m_shown.freeze())
        return;
    present();
    m_strip->say(tr("This screen stands still at %1. The strips, alarms and timeline go on. %2 or "
                    "%3 goes back to live.",
            "%1: clock time, %2 and %3: keys")
                         .arg(m_shown.shownAt(), status::keysOf(*this, "actionFreeze"),
                                 status::keysOf(*this, "actionBackToLive")));
}

void MainWindow::setReadOnly(bool on)
{
    auto& desk = m_session.desk();
    desk.setReadOnly(on);
    if (desk.isReadOnly() == on)
        return;
    present(); // the action has turned its mark already
    m_strip->say(pages::CommandWords::notice(desk.denial(contract::CommandKind::SetRate),
            {{}, QString::fromStdString(desk.otherVersion())}, *this));
}

void MainWindow::goLive()
{
    if (m_shown.goLive())
        present();
}

void MainWindow::present()
{
    m_shown.review();
    const auto sale = m_shown.newest();
    const auto before = m_mode;
    m_mode = m_shown.mode();
    m_keys.freeze->setChecked(isFrozen());
    m_keys.freeze->setEnabled(sale && !m_isWall);
    m_keys.backToLive->setEnabled(isFrozen());
    m_keys.readOnly->setChecked(m_session.desk().isReadOnly());
    m_keys.readOnly->setEnabled(sale && sale->mayCommand);
    m_keys.hold->setEnabled(m_session.desk().mayCommand(contract::CommandKind::Hold));
    m_keys.maintenance->setEnabled(m_session.desk().mayCommand(contract::CommandKind::Maintenance));
    if (m_mode != before) {
        m_flow->rest();
        update();
    }
    setWindowTitle(m_shown.title());
    if (!sale)
        return;
    m_presentedAt = m_session.clock().now();
    const auto formatter = ShownSale::formatterFor(*sale);
    const pages::View view{*sale, m_shown.newestNow(), formatter};
    m_top->present(view, m_mode, m_session.desk().hasCommand(), m_shown.shownAt());
    m_side->present(view);
    showMarks();
    m_bottom->present(view);
    m_connection->present();
    presentRunbook();
    if (auto* page = qobject_cast<pages::Page*>(m_screens->currentWidget()))
        page->present({*m_shown.onScreen(), m_shown.onScreenNow(), formatter});
}

/// On the rail, beside the screens that hold active alarms.
void MainWindow::showMarks()
{
    QStringList screens;
    for (int i = 0; i < screenCount(); ++i)
        screens << screenName(i);
    const auto marks = m_side->marksOf(screens);
    for (int i = 0; i < screenCount(); ++i)
        m_rail->setMark(i, marks.at(static_cast<std::size_t>(i)));
}

void MainWindow::presentClock()
{
    const auto sale = m_shown.newest();
    if (!sale)
        return;
    const auto now = m_session.clock().now();
    if (now - m_presentedAt > repaintAfter) {
        present();
        return;
    }
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    if (second == m_clockShown)
        return;
    m_clockShown = second;
    const auto formatter = ShownSale::formatterFor(*sale);
    m_top->present({*sale, m_shown.newestNow(), formatter}, m_mode, m_session.desk().hasCommand(),
            m_shown.shownAt());
}

void MainWindow::announce(const QString& sentence)
{
    m_bottom->announce(sentence);
}

void MainWindow::setNotice(const QString& sentence)
{
    m_bottom->setNotice(sentence);
}

void MainWindow::retranslate()
{
    m_rail->setMenuTitle(tr("Menu", "button on the rail"));
    for (int i = 0; i < screenCount(); ++i)
        if (auto* page = qobject_cast<pages::Page*>(m_screens->widget(i))) {
            m_rail->setTitle(i, page->title());
            const auto id = QStringLiteral("actionScreen%1").arg(numberOf(screenName(i)));
            if (auto* key = findChild<QAction*>(id))
                key->setText(page->title());
        }
    m_keyMap.retranslate();
    m_flow->rest();
    present();
}

void MainWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::shell
