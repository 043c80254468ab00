#pragma once

#include <QCoreApplication>
#include <QString>

#include "app/shell/key_map.h"

namespace saikobi::shell {

/// What the known actions are called, and where they stand on the key sheet.
class KeyWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::shell::KeyWords)

public:
    static KeyGroup groupOf(const QString& id);
    /// Its place in the table; unknown ones come last.
    static int placeOf(const QString& id);
    /// Empty: the action has a name of its own.
    static QString textOf(const QString& id);
    static QString title(KeyGroup group);
};

} // namespace saikobi::shell
