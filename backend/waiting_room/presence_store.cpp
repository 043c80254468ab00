#include "backend/waiting_room/presence_store.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "backend/stores/redis_executor.h"
#include "backend/waiting_room/line_store.h"
#include "backend/waiting_room/status_document.h"
#include "backend/waiting_room/wait_memory.h"

namespace saikobi::waiting_room {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Result;
using stores::Reply;

namespace {

constexpr std::size_t lookFields = 14;

Fault unreadable(const char* function)
{
    return {FaultCode::Internal, std::string{function} + " answered something else"};
}

double numberIn(const std::string& text)
{
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::isfinite(value) ? value : 0;
}

Look toLook(const Reply& reply)
{
    const auto whole = [&reply](std::size_t i) { return reply.items[i].integer; };
    Look out;
    out.at = contract::fromUnixMs(whole(0));
    out.line.clockS = numberIn(reply.items[1].text);
    out.line.isOpen = whole(2) == 1;
    out.line.ratePerSecond = numberIn(reply.items[3].text);
    out.line.serving = whole(4);
    out.line.issued = whole(5);
    out.line.passes = whole(6);
    out.line.latePasses = whole(7);
    for (const auto& range : voidRangesFromText(reply.items[8].text))
        out.line.gaps.push_back({range.from, range.to});
    out.line.called = static_cast<double>(whole(9));
    out.line.came = static_cast<double>(whole(10));
    out.sinceMs = whole(11);
    out.overflowMs = whole(12);
    out.memory = reply.items[13].text;
    return out;
}

std::vector<HeardSign> toSigns(const Reply& reply)
{
    std::vector<HeardSign> out;
    for (std::size_t i = 0; i + 1 < reply.items.size(); i += 2)
        out.push_back({reply.items[i].text,
                static_cast<std::int64_t>(numberIn(reply.items[i + 1].text))});
    return out;
}

std::string newcomerText(const WaitNews& news)
{
    if (news.curve.empty())
        return {};
    const auto& wait = news.curve.back().wait;
    const auto text = [](double seconds) { return std::to_string(std::llround(seconds)); };
    return text(wait.p10) + ' ' + text(wait.p50) + ' ' + text(wait.p90);
}

std::string text(std::int64_t value)
{
    return std::to_string(value);
}

} // namespace

void PresenceStore::seen(
        contract::Epoch epoch, std::int64_t known, std::vector<std::string> signs, Done<Seen> done)
{
    std::vector<std::string> arguments{text(epoch.value), text(known)};
    std::move(signs.begin(), signs.end(), std::back_inserter(arguments));
    m_line.ask("saikobi_seen", std::move(arguments),
            [done = std::move(done)](const Result<Reply>& reply) {
                if (!reply)
                    return done(reply.error());
                const auto& items = reply.value().items;
                if (items.size() != 3)
                    return done(unreadable("saikobi_seen"));
                done(Seen{items[0].integer, items[1].integer, items[2].text});
            });
}

void PresenceStore::look(contract::Epoch epoch, Done<Look> done)
{
    m_line.ask("saikobi_look", {text(epoch.value)},
            [done = std::move(done)](const Result<Reply>& reply) {
                if (!reply)
                    return done(reply.error());
                if (reply.value().items.size() != lookFields)
                    return done(unreadable("saikobi_look"));
                done(toLook(reply.value()));
            });
}

void PresenceStore::signs(contract::Epoch epoch, std::int64_t fromMs, std::size_t skip,
        Done<std::vector<HeardSign>> done)
{
    m_line.ask("saikobi_signs", {text(epoch.value), text(fromMs), std::to_string(skip)},
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? Result<std::vector<HeardSign>>{toSigns(reply.value())}
                           : Result<std::vector<HeardSign>>{reply.error()});
            });
}

void PresenceStore::keep(contract::Epoch epoch, const Outlook& outlook, Done<Nothing> done)
{
    const auto& news = outlook.news;
    std::vector<std::string> arguments{text(epoch.value), text(outlook.turn),
            toText(outlook.memory), toText(news), news.present ? text(*news.present) : "",
            text(outlook.memory.outcomes), text(outlook.memory.within), newcomerText(news),
            text(outlook.memory.sampling.reporting)};
    arguments.insert(arguments.end(), outlook.called.begin(), outlook.called.end());
    m_line.ask("saikobi_outlook", std::move(arguments),
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? Result<Nothing>{Nothing{}} : Result<Nothing>{reply.error()});
            });
}

} // namespace saikobi::waiting_room
