#include "app/shell/appearance.h"

#include <QApplication>
#include <QEvent>
#include <QFont>
#include <QLibraryInfo>
#include <QLocale>
#include <QPalette>

#include <algorithm>

#include "widgets/status/type_scale.h"

/// Resources of a static library are only reached once their function is called, outside
/// namespaces.
static void takeInTranslations()
{
    Q_INIT_RESOURCE(saikobi_i18n);
}

namespace saikobi::shell {

namespace {

QFont faceOf(int textSize)
{
    QFont face;
    face.setFamilies({QStringLiteral("Noto Sans CJK JP"), QStringLiteral("DejaVu Sans")});
    face.setPointSizeF(status::usualPoints * textSize / 100);
    return face;
}

QPalette qtPaletteOf(const status::Palette& colours)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colours.ground);
    palette.setColor(QPalette::Base, colours.ground);
    palette.setColor(QPalette::AlternateBase, status::tint(colours.outline, colours.ground, 0.1));
    palette.setColor(QPalette::Button, colours.ground);
    palette.setColor(QPalette::ToolTipBase, colours.ground);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                 QPalette::ToolTipText, QPalette::BrightText})
        palette.setColor(role, colours.text);
    palette.setColor(QPalette::PlaceholderText, colours.second);
    palette.setColor(QPalette::Mid, colours.outline);
    palette.setColor(QPalette::Dark, colours.outline);
    palette.setColor(QPalette::Light, status::tint(colours.outline, colours.ground, 0.2));
    palette.setColor(QPalette::Highlight, status::tint(colours.outline, colours.ground, 0.35));
    palette.setColor(QPalette::HighlightedText, colours.text);
    palette.setColor(QPalette::Link, colours.accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(
                QPalette::Disabled, role, status::tint(colours.second, colours.ground, 0.6));
    return palette;
}

} // namespace

Appearance::Appearance(QObject* parent)
    : QObject(parent)
{
    takeInTranslations();
    QApplication::setFont(faceOf(m_textSize));
    QApplication::setStyle(QStringLiteral("Fusion"));
}

void Appearance::setTextSize(int percent)
{
    const int wanted = std::clamp(percent, 100, 200);
    if (wanted == m_textSize)
        return;
    m_zoom.run(m_textSize, wanted, [wanted] {
        QApplication::setFont(faceOf(wanted));
        // Qt tells the widgets only while its loop runs, and a start sets it before.
        for (auto* each : QApplication::allWidgets()) {
            QEvent changed(QEvent::ApplicationFontChange);
            QApplication::sendEvent(each, &changed);
        }
    });
    m_textSize = wanted;
}

void Appearance::setLanguage(const QString& language)
{
    m_language = language;
    QLocale::setDefault(QLocale(language));
    QCoreApplication::removeTranslator(&m_qtWords);
    QCoreApplication::removeTranslator(&m_words);
    if (m_qtWords.load(QStringLiteral("qtbase_") + language,
                QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtWords);
    const bool isLoaded = m_words.load(QStringLiteral(":/i18n/saikobi_") + language);
    Q_ASSERT(isLoaded); // both are built in
    if (isLoaded)
        QCoreApplication::installTranslator(&m_words);
}

void Appearance::setTheme(status::Theme theme)
{
    m_theme = theme;
    const auto& colours = status::paletteOf(theme);
    QApplication::setPalette(qtPaletteOf(colours));
    m_zoom.run(m_textSize, m_textSize, [] {}); // faces of what is new by now
    qApp->setStyleSheet(styleSheetOf(colours));
    m_zoom.keep();
}

QString styleSheetOf(const status::Palette& palette)
{
    const auto line = status::tint(palette.outline, palette.ground, 0.75).name();
    const auto soft = status::tint(palette.outline, palette.ground, 0.18).name();
    QString sheet = QStringLiteral(R"(
QPushButton { border: 1px solid @line; border-radius: 2px; padding: 3px 8px; background: transparent; }
QPushButton:hover { background: @soft; }
QPushButton:pressed { background: @line; }
QPushButton:disabled { border-color: @soft; }
QPushButton:focus { border: 2px solid @accent; padding: 2px 7px; }
QPushButton[rail="true"] { border: none; border-left: 4px solid transparent; border-radius: 0; padding: 6px 6px; text-align: left; }
QPushButton[rail="true"]:checked { border-left: 4px solid @text; background: @soft; font-weight: bold; }
QPushButton[rail="true"]:focus { border: 2px solid @accent; padding: 4px 6px 4px 8px; }
QPushButton[step="true"] { padding: 3px 1px; min-width: 1px; }
QPushButton[step="true"]:focus { padding: 2px 0; }
QPushButton::menu-indicator { image: none; }
QLineEdit, QPlainTextEdit, QSpinBox, QComboBox { border: 1px solid @line; border-radius: 2px; padding: 2px 4px; background: @ground; selection-background-color: @accent; selection-color: @ground; }
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QComboBox:focus { border: 2px solid @accent; padding: 1px 3px; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: 16px; }
QComboBox QAbstractItemView { border: 1px solid @line; background: @ground; }
QListView, QTableView { border: none; background: transparent; gridline-color: @soft; }
QHeaderView::section { background: @ground; border: none; border-bottom: 1px solid @line; padding: 2px 4px; color: @second; }
QTabWidget::pane { border: 1px solid @line; top: -1px; }
QTabBar::tab { border: 1px solid @soft; border-bottom: 1px solid @line; padding: 4px 11px; background: @ground; }
QTabBar::tab:selected { border: 1px solid @line; border-top: 2px solid @text; border-bottom: 1px solid @ground; padding: 3px 11px 4px 11px; }
QTabBar::tab:selected:focus { border-top: 2px solid @accent; }
QMenu { border: 1px solid @line; background: @ground; }
QMenu::item { padding: 4px 24px 4px 24px; }
QMenu::item:selected { background: @soft; }
QMenu::separator { height: 1px; background: @soft; }
QToolTip { border: 1px solid @line; background: @ground; color: @text; }
QScrollBar:vertical { width: 10px; background: transparent; }
QScrollBar::handle:vertical { background: @soft; min-height: 24px; }
QScrollBar::handle:vertical:disabled { background: transparent; }
QScrollBar:horizontal { height: 10px; background: transparent; }
QScrollBar::handle:horizontal { background: @soft; min-width: 24px; }
QScrollBar::handle:horizontal:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
)");
    sheet.replace(QLatin1String("@line"), line);
    sheet.replace(QLatin1String("@soft"), soft);
    sheet.replace(QLatin1String("@accent"), palette.accent.name());
    sheet.replace(QLatin1String("@text"), palette.text.name());
    sheet.replace(QLatin1String("@second"), palette.second.name());
    sheet.replace(QLatin1String("@ground"), palette.ground.name());
    return sheet;
}

} // namespace saikobi::shell
