#include "app/commands/walk_journal.h"

#include <algorithm>

#include "app/commands/line_file.h"

namespace saikobi::commands {

void WalkJournal::open(const QString& folder, const std::string& sale)
{
    m_kept.clear();
    m_file = openLines(folder, sale, QStringLiteral(".walks"),
            {[this](const std::string& line) {
                 if (auto mark = contract::walkMarkFromJson(line))
                     keep({std::move(mark).value()});
             },
                    [this](const std::string& id) {
                        for (auto& one : m_kept)
                            if (one.mark.id == id)
                                one.isShared = one.isOfBefore = true;
                    }});
}

void WalkJournal::append(const std::string& line) const
{
    appendLine(m_file, line);
}

void WalkJournal::add(const contract::WalkMark& mark)
{
    append(toJson(mark));
    keep({mark});
}

void WalkJournal::keep(Kept kept)
{
    if (m_kept.size() == mostKept) { // a shared one first: the others are nowhere else
        const auto shared = std::find_if(
                m_kept.begin(), m_kept.end(), [](const auto& one) { return one.isShared; });
        m_kept.erase(shared == m_kept.end() ? m_kept.begin() : shared);
    }
    m_kept.push_back(std::move(kept));
}

void WalkJournal::share(const std::string& id)
{
    for (auto& one : m_kept) {
        if (one.mark.id != id || one.isShared)
            continue;
        one.isShared = true;
        appendShared(m_file, id);
    }
}

void WalkJournal::forgetShared()
{
    std::erase_if(m_kept, [](const auto& one) { return one.isOfBefore; });
}

std::size_t WalkJournal::unshared() const
{
    return static_cast<std::size_t>(std::count_if(
            m_kept.begin(), m_kept.end(), [](const auto& one) { return !one.isShared; }));
}

} // namespace saikobi::commands
