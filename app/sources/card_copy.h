#pragma once

#include <QString>

#include <memory>
#include <mutex>
#include <string>

#include "backend/contract/runbook.h"

namespace saikobi::sources {

/// The runbook of a shop as this desk keeps it: copied from Postgres at every connect, opened from
/// its file while no store answers. A shop without cards of its own has the shipped ones. Used by
/// the thread that reads Postgres and by that of the screen.
class CardCopy {
public:
    using CardsPtr = std::shared_ptr<const contract::Cards>;

    /// `file`: where the copy is; empty: nothing outlives the program.
    explicit CardCopy(QString file);

    /// What the file holds; the shipped ones when there is none or it cannot be read.
    CardsPtr open() const;
    /// What Postgres says now; empty: this shop has no cards of its own (any more). What cannot be
    /// read, such as cards of a newer version, changes nothing.
    void take(const std::string& json);
    /// What was taken since the last question; null: nothing.
    CardsPtr newest();

private:
    void keep(const std::string& json) const;

    const QString m_file;
    mutable std::mutex m_mutex{};
    CardsPtr m_newest{};
};

} // namespace saikobi::sources
