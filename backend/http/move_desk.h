#pragma once

#include <optional>
#include <string>

#include "backend/http/call.h"
#include "backend/http/json_fields.h"

namespace saikobi::http {

/// POST tickets/me/handover and tickets/me/invite: a code as a link and as a QR picture,
/// {code, url, svg, expires_at}.
void makeHandOver(const Call& call);
void makeInvite(const Call& call);
/// GET tickets/me/slip: {slip}. It is asked for on purpose: a picture of it is the place.
void showSlip(const Call& call);

/// What a visitor shows to get a place that was there before: one of slip, handover, invite and
/// restore, the code of a link among them.
struct TakeOver {
    std::string slip{};
    std::string handOver{};
    std::string invite{};
    std::string restore{};

    bool isAsked() const { return !(slip + handOver + invite + restore).empty(); }
};

/// Reads the fields of POST tickets; more than one of them is refused.
TakeOver readTakeOver(JsonFields& fields);

using JoinAnswered = std::function<void(std::variant<waiting_room::JoinAnswer, contract::Problem>)>;

/// The shop's member, signed: {subject, subject_mac}. 0 where none came and none is wanted.
std::variant<std::uint64_t, contract::Problem> readSubject(
        JsonFields& fields, const waiting_room::Line& line);

/// Asks the line for that place; Limited after too many tries from there.
void takeOver(const CallPtr& call, waiting_room::Line& line, const TakeOver& asked,
        const waiting_room::Visitor& visitor, JoinAnswered answer);

} // namespace saikobi::http
