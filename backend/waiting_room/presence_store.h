#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/waiting_room/wait_look.h"

namespace saikobi::waiting_room {

class LineStore;

/// The Redis functions of presence and wait (resources/redis/35_presence.lua).
class PresenceStore {
public:
    template<class T>
    using Done = std::function<void(contract::Result<T>)>;

    explicit PresenceStore(LineStore& line)
        : m_line(line)
    {
    }

    /// `signs`: pairs of SignQueue::take(), at most 2048. Answers whose turn it is to look, and the
    /// forecast where it is another one than `known`.
    void seen(contract::Epoch epoch, std::int64_t known, std::vector<std::string> signs,
            Done<Seen> done);
    void look(contract::Epoch epoch, Done<Look> done);
    /// Signs from `fromMs` on but the first `skip` of them, at most 1000, oldest first.
    void signs(contract::Epoch epoch, std::int64_t fromMs, std::size_t skip,
            Done<std::vector<HeardSign>> done);
    /// Kept only while the turn is still ours.
    void keep(contract::Epoch epoch, const Outlook& outlook, Done<contract::Nothing> done);

private:
    LineStore& m_line;
};

} // namespace saikobi::waiting_room
