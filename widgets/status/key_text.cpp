#include "widgets/status/key_text.h"

#include <QAction>
#include <QWidget>

namespace saikobi::status {

QString keysOf(const QWidget& near, const char* name)
{
    const auto* action = near.window()->findChild<QAction*>(QLatin1String(name));
    if (!action)
        return {};
    const auto keys = action->shortcut().toString(QKeySequence::NativeText);
    return keys.isEmpty() ? QStringLiteral("≡") : keys;
}

QString withKeys(const QString& caption, const QWidget& near, const char* name)
{
    const auto keys = keysOf(near, name);
    return keys.isEmpty() ? caption : QStringLiteral("%1 (%2)").arg(caption, keys);
}

} // namespace saikobi::status
