#pragma once

#include <QCoreApplication>

#include <map>
#include <string>

#include "app/pages/view.h"

namespace saikobi::pages {

/// What a block did: how many came a minute before it and in the second minute after it. Noted
/// while the plots still reach back so far, and kept with the journal.
class LoadNotes {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::LoadNotes)

public:
    static constexpr std::size_t mostNotes = 500; ///< as many as the journal has rows

    /// Empty while nobody can say. `id`: of the command, `at`: when it came into force.
    QString of(const std::string& id, contract::Instant at, const View& view);

private:
    std::map<std::string, QString> m_notes{};
};

} // namespace saikobi::pages
