#pragma once

#include <QObject>
#include <QString>
#include <QTranslator>

#include "app/shell/text_zoom.h"
#include "widgets/status/palette.h"

namespace saikobi::shell {

/// Language, theme and fonts of the whole program. Both may change at any time; every widget
/// follows through LanguageChange and PaletteChange.
class Appearance : public QObject {
    Q_OBJECT

public:
    explicit Appearance(QObject* parent = nullptr);

    void setLanguage(const QString& language); ///< "ja" or "en"
    void setTheme(status::Theme theme);
    /// In percent of the usual one; every widget follows through FontChange.
    void setTextSize(int percent);
    QString language() const { return m_language; }
    status::Theme theme() const { return m_theme; }
    int textSize() const { return m_textSize; }

private:
    int m_textSize = 100;
    TextZoom m_zoom{};
    QString m_language{};
    status::Theme m_theme = status::Theme::Light;
    QTranslator m_words{};
    QTranslator m_qtWords{};
};

/// Flat outlines on bare ground for the few stock controls that the screens use.
QString styleSheetOf(const status::Palette& palette);

} // namespace saikobi::shell
