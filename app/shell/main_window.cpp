#include "app/shell/main_window.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QPainter>
#include <QPointer>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "app/pages/command_flow.h"
#include "app/pages/controls_page.h"
#include "app/pages/inventory_page.h"
#include "app/pages/live_page.h"
#include "app/pages/payments_page.h"
#include "app/shell/activity_watch.h"
#include "app/shell/appearance.h"
#include "app/shell/bottom_band.h"
#include "app/shell/csv_export.h"
#include "app/shell/rail.h"
#include "app/shell/session.h"
#include "app/shell/top_strip.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/status/mode_badge.h"
#include "widgets/status/timeline_list.h"

namespace saikobi::shell {

using namespace std::chrono_literals;

namespace {

constexpr int frame = 4; ///< kept free for the frame of a mode, in every mode
constexpr auto beat = 200ms;
/// Without a new snapshot for this long the picture is painted again, so that ages go on counting.
constexpr auto repaintAfter = 1300ms;

} // namespace

MainWindow::MainWindow(Session& session, Appearance& appearance, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_appearance(appearance)
    , m_top(new TopStrip(this))
    , m_strip(new controls::ConfirmStrip(session.clock().steady, this))
    , m_flow(new pages::CommandFlow(session.model(), session.desk(), *m_strip, this))
    , m_rail(new Rail(m_menu, this))
    , m_screens(new QStackedWidget(this))
    , m_timeline(new status::TimelineList(this))
    , m_bottom(new BottomBand(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    m_strip->setObjectName(QStringLiteral("actionStrip"));
    m_timeline->setObjectName(QStringLiteral("timeline"));
    layOut();
    addScreens();
    buildMenu();
    connectKeys();
    connect(&session.model(), &model::SaleModel::changed, this, [this] { present(); });
    connect(&session.desk(), &commands::CommandDesk::changed, this, [this] { present(); });
    connect(&session.desk(), &commands::CommandDesk::rightsChanged, this, [this] {
        present();
        m_flow->rest();
    });
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
    right->addWidget(m_timeline);
    m_timeline->setFixedWidth(QFontMetrics(font()).horizontalAdvance(QLatin1Char('M')) * 21);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(8);
    middle->addWidget(m_rail);
    middle->addWidget(m_screens, 1);
    middle->addLayout(right);
    m_screens->setContentsMargins(0, 8, 0, 4);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(frame, frame, frame, frame);
    column->setSpacing(0);
    column->addWidget(m_top);
    column->addWidget(m_strip);
    column->addLayout(middle, 1);
    column->addWidget(m_bottom);
}

void MainWindow::addScreens()
{
    auto* inventory = new pages::InventoryPage(*m_flow, this);
    connect(inventory, &pages::InventoryPage::paidOrdersWanted, this, &MainWindow::savePaidOrders);
    for (pages::Page* page : {static_cast<pages::Page*>(new pages::LivePage(this)),
                 static_cast<pages::Page*>(new pages::ControlsPage(*m_flow, this)),
                 static_cast<pages::Page*>(inventory),
                 static_cast<pages::Page*>(new pages::PaymentsPage(*m_flow, this))}) {
        const int number = m_screens->addWidget(page);
        connect(page, &pages::Page::wished, this,
                [this](const contract::DeskWish& wish) { m_session.wish(wish); });
        m_rail->addScreen(QStringLiteral("rail_") + screenName(number));
        auto* key = new QAction(this);
        key->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + number)));
        addAction(key);
        connect(key, &QAction::triggered, this, [this, number] { showScreen(number); });
    }
    connect(m_rail, &Rail::selected, this, &MainWindow::showScreen);
    m_rail->select(0);
}

QAction* MainWindow::addKey(const char* name, const QKeySequence& keys)
{
    auto* action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    addAction(action);
    return action;
}

void MainWindow::buildMenu()
{
    m_keys.hold = addKey("actionHold", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H));
    m_keys.maintenance
            = addKey("actionMaintenance", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M));
    m_keys.readOnly = addKey("actionReadOnly", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
    m_keys.japanese = addKey("actionJapanese", {});
    m_keys.english = addKey("actionEnglish", {});
    m_keys.light = addKey("actionLight", {});
    m_keys.dark = addKey("actionDark", {});
    m_keys.fullScreen = addKey("actionFullScreen", QKeySequence(Qt::Key_F11));
    m_keys.exportView = addKey("actionExport", QKeySequence(Qt::CTRL | Qt::Key_E));
    m_keys.quit = addKey("actionQuit", QKeySequence(Qt::CTRL | Qt::Key_Q));
    // A chord that is held down must not arm again and again.
    m_keys.hold->setAutoRepeat(false);
    m_keys.maintenance->setAutoRepeat(false);
    for (auto* each : {m_keys.readOnly, m_keys.japanese, m_keys.english, m_keys.light, m_keys.dark,
                 m_keys.fullScreen})
        each->setCheckable(true);

    auto* languages = new QActionGroup(this);
    languages->addAction(m_keys.japanese);
    languages->addAction(m_keys.english);
    auto* themes = new QActionGroup(this);
    themes->addAction(m_keys.light);
    themes->addAction(m_keys.dark);

    m_menu.addAction(m_keys.hold);
    m_menu.addAction(m_keys.maintenance);
    m_menu.addAction(m_keys.readOnly);
    m_menu.addSeparator();
    m_languages = m_menu.addMenu(QString());
    m_languages->addActions(languages->actions());
    m_themes = m_menu.addMenu(QString());
    m_themes->addActions(themes->actions());
    m_menu.addAction(m_keys.fullScreen);
    m_menu.addAction(m_keys.exportView);
    m_menu.addSeparator();
    m_menu.addAction(m_keys.quit);
}

void MainWindow::connectKeys()
{
    const auto choose = [this](const QString& language) {
        m_appearance.setLanguage(language);
        emit languageChosen(language);
    };
    const auto paint = [this](status::Theme theme) {
        m_appearance.setTheme(theme);
        emit themeChosen();
    };
    connect(m_keys.hold, &QAction::triggered, this, [this] { m_flow->armHold(); });
    connect(m_keys.maintenance, &QAction::triggered, this, [this] { m_flow->armMaintenance(); });
    connect(m_keys.readOnly, &QAction::triggered, this,
            [this](bool on) { m_session.desk().setReadOnly(on); });
    connect(m_keys.japanese, &QAction::triggered, this, [choose] { choose(QStringLiteral("ja")); });
    connect(m_keys.english, &QAction::triggered, this, [choose] { choose(QStringLiteral("en")); });
    connect(m_keys.light, &QAction::triggered, this, [paint] { paint(status::Theme::Light); });
    connect(m_keys.dark, &QAction::triggered, this, [paint] { paint(status::Theme::Dark); });
    connect(m_keys.fullScreen, &QAction::triggered, this,
            [this](bool on) { on ? showFullScreen() : showNormal(); });
    connect(m_keys.exportView, &QAction::triggered, this, &MainWindow::exportView);
    connect(m_keys.quit, &QAction::triggered, qApp, &QApplication::quit);
    connect(&m_menu, &QMenu::aboutToShow, this, [this] {
        m_keys.japanese->setChecked(m_appearance.language() == QLatin1String("ja"));
        m_keys.english->setChecked(m_appearance.language() == QLatin1String("en"));
        m_keys.light->setChecked(m_appearance.theme() == status::Theme::Light);
        m_keys.dark->setChecked(m_appearance.theme() == status::Theme::Dark);
        m_keys.fullScreen->setChecked(isFullScreen());
    });
}

void MainWindow::exportView()
{
    const auto* page = qobject_cast<pages::Page*>(m_screens->currentWidget());
    const auto text = page ? page->csv() : QString();
    if (text.isEmpty()) {
        m_strip->say(tr("This screen has no table to save."));
        return;
    }
    saySaved(saveCsv(
            csvFolder(), screenName(m_screens->currentIndex()), m_session.clock().now(), text));
}

void MainWindow::savePaidOrders()
{
    m_strip->say(tr("Reading the paid orders…"));
    m_session.readPaidOrders([window = QPointer(this)](const contract::Result<std::string>& list) {
        if (!window)
            return;
        if (!list)
            window->m_strip->say(tr("The paid orders could not be read: %1", "%1: why")
                                         .arg(QString::fromStdString(list.error().detail)));
        else
            window->saySaved(saveCsv(csvFolder(), QStringLiteral("paid-orders"),
                    window->m_session.clock().now(), QString::fromStdString(list.value())));
    });
}

void MainWindow::saySaved(const contract::Result<QString>& path)
{
    m_strip->say(path ? tr("Saved: %1", "%1: path of a file").arg(path.value())
                      : tr("The file could not be written: %1", "%1: path of a file")
                                .arg(QString::fromStdString(path.error().detail)));
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

void MainWindow::showScreen(int screen)
{
    m_strip->disarm(controls::Disarmed::ByFocus);
    m_screens->setCurrentIndex(screen);
    m_rail->select(screen);
    present();
}

status::Mode MainWindow::modeOf(const contract::SaleSnapshot* sale) const
{
    if (!sale)
        return status::Mode::Connecting;
    switch (sale->source) {
    case contract::SnapshotSource::Scripted:
        return status::Mode::Demo;
    case contract::SnapshotSource::Recorded:
        return status::Mode::Replay;
    case contract::SnapshotSource::Live:
        break;
    }
    return sale->mayCommand && !m_session.desk().isReadOnly() ? status::Mode::Live
                                                              : status::Mode::ReadOnly;
}

/// A script and a recording bring their own clock.
contract::Instant MainWindow::nowFor(const contract::SaleSnapshot& sale) const
{
    return sale.source == contract::SnapshotSource::Live ? m_session.clock().now() : sale.madeAt;
}

void MainWindow::present()
{
    const auto sale = m_session.model().current();
    const auto before = m_mode;
    m_mode = modeOf(sale.get());
    m_keys.readOnly->setChecked(m_session.desk().isReadOnly());
    m_keys.readOnly->setEnabled(sale && sale->mayCommand);
    m_keys.hold->setEnabled(m_session.desk().mayCommand(contract::CommandKind::Hold));
    m_keys.maintenance->setEnabled(m_session.desk().mayCommand(contract::CommandKind::Maintenance));
    if (m_mode != before) {
        m_flow->rest();
        update();
    }
    showTitle();
    if (!sale)
        return;
    m_presentedAt = m_session.clock().now();
    const status::Formatter formatter(
            QLocale(), QTimeZone(QByteArray::fromStdString(sale->timeZone)));
    const pages::View view{*sale, nowFor(*sale), formatter};
    m_top->present(view, m_mode, m_session.desk().hasCommand());
    m_timeline->present(sale->timeline, formatter);
    m_bottom->present(view);
    if (auto* page = qobject_cast<pages::Page*>(m_screens->currentWidget()))
        page->present(view);
}

void MainWindow::presentClock()
{
    const auto sale = m_session.model().current();
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
    const status::Formatter formatter(
            QLocale(), QTimeZone(QByteArray::fromStdString(sale->timeZone)));
    m_top->present({*sale, nowFor(*sale), formatter}, m_mode, m_session.desk().hasCommand());
}

void MainWindow::announce(const QString& sentence)
{
    m_bottom->announce(sentence);
}

void MainWindow::setNotice(const QString& sentence)
{
    m_bottom->setNotice(sentence);
}

void MainWindow::showTitle()
{
    const auto sale = m_session.model().current();
    if (!sale) {
        setWindowTitle(tr("Saikobi – %1", "window title, %1: mode").arg(status::Words::of(m_mode)));
        return;
    }
    setWindowTitle(tr("%1 – %2 – %3 – Saikobi", "window title, %1: sale, %2: profile, %3: mode")
                           .arg(QString::fromStdString(sale->sale),
                                   status::Words::of(sale->profile), status::Words::of(m_mode)));
}

void MainWindow::retranslate()
{
    m_keys.hold->setText(tr("Hold the queue…", "menu"));
    m_keys.maintenance->setText(tr("Maintenance…", "menu: hold, and refuse orders"));
    m_keys.readOnly->setText(tr("READ-ONLY", "menu: this console only looks"));
    m_keys.japanese->setText(QStringLiteral("日本語"));
    m_keys.english->setText(QStringLiteral("English"));
    m_keys.light->setText(tr("Light", "menu: theme"));
    m_keys.dark->setText(tr("Dark", "menu: theme"));
    m_keys.fullScreen->setText(tr("Full screen", "menu"));
    m_keys.exportView->setText(tr("Save this table as CSV", "menu"));
    m_keys.quit->setText(tr("Quit", "menu"));
    m_languages->setTitle(tr("Language", "menu"));
    m_themes->setTitle(tr("Theme", "menu"));
    m_rail->setMenuTitle(tr("Menu", "button on the rail"));
    for (int i = 0; i < screenCount(); ++i)
        if (auto* page = qobject_cast<pages::Page*>(m_screens->widget(i)))
            m_rail->setTitle(i, page->title());
    m_flow->rest();
    present();
}

void MainWindow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    status::paintModeFrame(painter, QRectF(rect()), m_mode, status::paletteOf(*this));
}

void MainWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::shell
