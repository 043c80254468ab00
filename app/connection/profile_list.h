#pragma once

#include <QString>
#include <QStringList>

#include <vector>

#include "app/model/connection_views.h"
#include "app/sources/profile.h"

namespace saikobi::connection {

/// Folder of the profiles, in the place of settings.
QString profileFolder();
/// Profiles in the folder, and `others`, by path; each once.
QStringList profilePaths(const QStringList& others);
/// What the list shows of the profile behind a path.
model::ProfileView viewOf(const QString& path);
/// The sales that a profile's Postgres had when it was last seen.
std::vector<model::KnownSale> rememberedSales(const QString& path);
void rememberSales(const QString& path, const std::vector<model::KnownSale>& sales);

} // namespace saikobi::connection
