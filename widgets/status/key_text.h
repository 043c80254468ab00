#pragma once

#include <QString>

class QWidget;

namespace saikobi::status {

/// The keys of the action `name` in the window of `near` as people read them: the ones that
/// somebody chose, if somebody did. `≡`, the sign of the menu, when it has none; empty where there
/// is no such action. Whoever shows them asks again at QEvent::LanguageChange.
QString keysOf(const QWidget& near, const char* name);

/// "Stop… (Ctrl+Shift+S)": a caption with the keys behind it, where there are any.
QString withKeys(const QString& caption, const QWidget& near, const char* name);

} // namespace saikobi::status
