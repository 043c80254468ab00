#pragma once

#include <QPixmap>
#include <QString>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"

namespace saikobi::shell {

/// Writes a table into a new file of that folder, named by what it shows and when, and answers its
/// path. UTF-8 with a byte order mark, without which spreadsheets spoil Japanese. An existing file
/// is never replaced.
contract::Result<QString> saveCsv(
        const QString& folder, const QString& what, contract::Instant at, const QString& text);
/// The same for a picture, as PNG.
contract::Result<QString> savePicture(
        const QString& folder, const QString& what, contract::Instant at, const QPixmap& picture);
/// "Saikobi" among the user's documents.
QString csvFolder();

} // namespace saikobi::shell
