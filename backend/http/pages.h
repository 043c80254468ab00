#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/problem.h"
#include "backend/contract/sale.h"
#include "backend/http/language.h"
#include "backend/http/line_words.h"
#include "backend/http/page_shells.h"
#include "backend/waiting_room/chance.h"
#include "backend/waiting_room/draw_news.h"

namespace saikobi::http {

/// "/sales/demo?lang=ja"
std::string salePath(const std::string& sale, Language language);

/// The shop's own member, as its link to this page named and signed them. It goes into the join.
struct Member {
    std::string subject{};
    std::string mac{};
};

/// A product as the list of goods shows it.
struct ShownProduct {
    contract::Bilingual name{};
    contract::Yen price{};
    contract::ProductState state = contract::ProductState::OnSale;
    std::optional<waiting_room::Chance> chance{}; ///< for the place of who looks; absent: not known
};

/// The page about keeping and moving a number: at most one of its parts is open at a time.
struct PlaceView {
    std::optional<std::int64_t> number{}; ///< absent: no ticket on this device
    std::int64_t groupMax = 0;
    bool hasLeft = false;
    std::string slip{}; ///< shown when asked for only
    std::string link{}; ///< of a hand-over or an invitation
    std::string svg{}; ///< the same as a QR code
    std::optional<contract::Instant> linkEnds{};
    contract::Instant now{}; ///< where linkEnds is there
    bool isInvitation = false;
};

/// A link that somebody opened: its button, not the opening, moves the place. Link previews open
/// too.
enum class LinkKind { Handover, Restore, Invite };

/// The buyer pages: each one answer, complete in itself, in the dress of the shop.
class Pages {
public:
    /// Pre-queue, queue, hold, door or closed, whichever applies.
    Page line(const contract::Sale& sale, const LineView& view, Language language,
            const Member& member = {});
    /// While a browser works before it may join.
    Page check(const contract::Sale& sale, const Member& member, Language language);
    Page shop(const contract::Sale& sale, const LineView& view, contract::Instant passEnds,
            Language language);
    Page order(const contract::Sale& sale, const std::string& order, Language language);
    /// Products from `first` on, as many as one page holds.
    Page goods(const contract::Sale& sale, const LineView& view,
            const std::vector<ShownProduct>& products, std::size_t first, Language language);
    Page place(const contract::Sale& sale, const PlaceView& view, Language language);
    Page link(const contract::Sale& sale, LinkKind kind, std::string_view code, Language language);
    /// The record of the draw, with a script that computes one's own place. Cached for everybody.
    Page draw(
            const contract::Sale& sale, const waiting_room::DrawDocument& draw, Language language);
    /// `sale` may be null: then there is no shop to dress in.
    Page problem(const contract::Problem& problem, const contract::Sale* sale, Language language);

private:
    std::string text(Language language, std::string_view group, std::string_view key) const;
    std::string chanceText(waiting_room::Chance chance, Language language) const;
    Values notice(
            const contract::Sale& sale, const contract::LineState& line, Language language) const;
    /// How far the line has come and why the wait has grown, for pages without scripts.
    void tellProgress(Values& values, const LineView& view, Language language) const;

    PageShells m_shells{};
};

} // namespace saikobi::http
