#pragma once

#include <QString>

#include <string>
#include <vector>

#include "backend/contract/walk.h"

namespace saikobi::commands {

/// What this console marked, in a file of its sale: each line on its own, so that what was ticked
/// is there after a crash. Shared ones stay too: a console that starts while no store answers knows
/// its cards from here alone.
class WalkJournal {
public:
    static constexpr std::size_t mostKept = 1000;

    struct Kept {
        contract::WalkMark mark{};
        bool isShared = false;
        bool isOfBefore = false; ///< shared before this start: the stores know better
    };

    /// Folder of the files; empty: what is marked ends with the program. Reads what is there.
    void open(const QString& folder, const std::string& sale);
    void add(const contract::WalkMark& mark);
    void share(const std::string& id);
    /// The stores have told what they know of those shared before this start.
    void forgetShared();
    /// Oldest first.
    const std::vector<Kept>& kept() const { return m_kept; }
    std::size_t unshared() const;

private:
    void append(const std::string& line) const;
    void keep(Kept kept);

    QString m_file{};
    std::vector<Kept> m_kept{};
};

} // namespace saikobi::commands
