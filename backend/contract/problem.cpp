#include "backend/contract/problem.h"

#include <array>

namespace saikobi::contract {

namespace {

struct Row {
    ProblemType type{};
    std::string_view name{};
    int status = 500;
};

constexpr std::array rows{Row{ProblemType::BadRequest, "bad-request", 400},
        Row{ProblemType::BadTicket, "bad-ticket", 401}, Row{ProblemType::BadPass, "bad-pass", 401},
        Row{ProblemType::Blocked, "blocked", 403}, Row{ProblemType::NotFound, "not-found", 404},
        Row{ProblemType::MethodNotAllowed, "method-not-allowed", 405},
        Row{ProblemType::Closed, "closed", 409}, Row{ProblemType::SoldOut, "sold-out", 409},
        Row{ProblemType::SlotFull, "slot-full", 409},
        Row{ProblemType::LimitReached, "limit-reached", 409},
        Row{ProblemType::OrderUnderWay, "order-under-way", 409},
        Row{ProblemType::Stopped, "stopped", 409}, Row{ProblemType::MethodOff, "method-off", 409},
        Row{ProblemType::Gone, "gone", 410}, Row{ProblemType::TooLarge, "too-large", 413},
        Row{ProblemType::OtherContent, "other-content", 422},
        Row{ProblemType::WorkNeeded, "work-needed", 428}, Row{ProblemType::Limited, "limited", 429},
        Row{ProblemType::LastPieces, "last-pieces", 429},
        Row{ProblemType::PaymentsBusy, "payments-busy", 429},
        Row{ProblemType::OrdersPaused, "orders-paused", 503},
        Row{ProblemType::FullForNow, "full-for-now", 503},
        Row{ProblemType::Unavailable, "unavailable", 503}};

const Row& rowOf(ProblemType type)
{
    return rows.at(static_cast<std::size_t>(type));
}

} // namespace

std::string_view name(ProblemType type)
{
    return rowOf(type).name;
}

int httpStatus(ProblemType type)
{
    return rowOf(type).status;
}

} // namespace saikobi::contract
