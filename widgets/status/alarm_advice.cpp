#include "widgets/status/alarm_advice.h"

#include <array>

namespace saikobi::status {

using contract::AlarmId;

namespace {

struct Text {
    const char* source;
    const char* comment;
};
using Texts = std::array<Text, contract::alarmCount>;

constexpr Texts causes{{
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "More units are promised than exist, or a counter does not add up.",
                "cause of alarm A01"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Answers fail: 5xx, or broken connections.", "cause of alarm A02"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Our own part of an order takes too long.", "cause of alarm A03"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Buyer pages are slow, or people reload too early.", "cause of alarm A04"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "Payments fail at the provider.",
                "cause of alarm A05"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "We use nearly all calls that the provider takes.", "cause of alarm A06"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "The provider refuses calls because there are too many.", "cause of alarm A07"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "A payment method takes more than twice its usual time.", "cause of alarm A08"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Payments or notifications wait to be settled, or differ from ours.",
                "cause of alarm A09"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "A lane or a host is nearly full.",
                "cause of alarm A10"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "Postgres has few connections left.",
                "cause of alarm A11"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Connections wait for locks, or a transaction stays open.", "cause of alarm A12"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Redis runs out of memory, or refuses writes.", "cause of alarm A13"),
        QT_TRANSLATE_NOOP3(
                "saikobi::status::AlarmAdvice", "A store does not answer.", "cause of alarm A14"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "Nothing new reaches this console.",
                "cause of alarm A15"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Commands from this console arrive late, or nobody confirmed one.",
                "cause of alarm A16"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "People wait and nobody is let in, though nothing is held.", "cause of alarm A17"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "The passes given do not follow the set rate, or nearly all who are called are "
                "absent.",
                "cause of alarm A18"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Who joins now will wait longer than we accept.", "cause of alarm A19"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Far fewer of the people let in buy than ten minutes ago.", "cause of alarm A20"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "The audit found units or payments without an order, or money taken twice.",
                "cause of alarm A21"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Units stay held past the deadline of their orders.", "cause of alarm A22"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Many more arrivals than planned, or one source is a large part.",
                "cause of alarm A23"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "An instance was restarted, went away, or has another version.",
                "cause of alarm A24"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "The promised time of resuming is over, and nothing was said.",
                "cause of alarm A25"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "The record is not written, the disk is nearly full, or a clock is off.",
                "cause of alarm A26"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "The way through the public name fails or is slow.", "cause of alarm A27"),
}};

constexpr Texts consequences{{
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Buyers may have paid for goods that are not there.", "consequence of alarm A01"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Buyers see errors and reload, which adds load.", "consequence of alarm A02"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "Checkouts queue up; errors come next.",
                "consequence of alarm A03"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Reloading makes the pages slower still.", "consequence of alarm A04"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "People inside cannot buy, and their time runs.", "consequence of alarm A05"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "The next orders will have to wait or be refused.", "consequence of alarm A06"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Payments fail within a second although pages are fast.",
                "consequence of alarm A07"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "More payments are in flight; their places run out.", "consequence of alarm A08"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Buyers may be charged without an order, or the other way round.",
                "consequence of alarm A09"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "Answers slow down, then fail.",
                "consequence of alarm A10"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "New work cannot reach the stock.",
                "consequence of alarm A11"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Orders and stock stand still behind it.", "consequence of alarm A12"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "Places in the queue could be lost.",
                "consequence of alarm A13"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "The sale protects itself by a hold; figures go missing here.",
                "consequence of alarm A14"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "What is shown is old; the sale itself may be well.", "consequence of alarm A15"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "A hold would take effect late from here.", "consequence of alarm A16"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "The queue stands still.",
                "consequence of alarm A17"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "The forecast of waits is wrong.",
                "consequence of alarm A18"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "People leave, or ask the venue.",
                "consequence of alarm A19"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Something on the way to the order is broken.", "consequence of alarm A20"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "Stock or money is wrong for somebody.",
                "consequence of alarm A21"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "They cannot be sold meanwhile.",
                "consequence of alarm A22"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "Bots may take places of people.",
                "consequence of alarm A23"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "Something was changed during the sale.",
                "consequence of alarm A24"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "People stop believing the waiting page.", "consequence of alarm A25"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice", "What happens now may be missing later.",
                "consequence of alarm A26"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Buyers cannot get in although the backend is well.", "consequence of alarm A27"),
}};

constexpr Texts responses{{
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Stop the product. List its paid orders by time before anything else.",
                "response of alarm A01"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Hold with a resume time, let orders under way finish, then admit one by one.",
                "response of alarm A02"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Do not raise. Lower or hold if it goes on rising.", "response of alarm A03"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Look at page time and arrivals before letting more people in.",
                "response of alarm A04"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Lower to the advised rate or hold; ask the provider; offer another method.",
                "response of alarm A05"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Lower to the advised rate. Do not retry by hand.", "response of alarm A06"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Lower or hold, then ask the provider who else uses the account.",
                "response of alarm A07"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Watch its share; disable the method if it goes on.", "response of alarm A08"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Look at ages and open differences; the worker captures or voids by itself.",
                "response of alarm A09"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Do not raise. Lower or hold, and look for the busiest lane.",
                "response of alarm A10"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Make pools smaller, not larger; end what is idle.", "response of alarm A11"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Hold if orders stand still, then end the oldest idle transaction.",
                "response of alarm A12"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Hold; see that the last number has not gone back.", "response of alarm A13"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Look at the other store's figures; call the one on duty for this store.",
                "response of alarm A14"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Look at a second console; do not restart anything to get in.",
                "response of alarm A15"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Use another console, and telephone who sits there.", "response of alarm A16"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Read back rate and hold, send the rate again, look for missing instances.",
                "response of alarm A17"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Compare called, come and set; send the rate again.", "response of alarm A18"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Raise only if the interlocks allow it; else say so in the message.",
                "response of alarm A19"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Try a purchase yourself; look at payments and at the busiest product.",
                "response of alarm A20"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Touch nothing by hand; list the rows and follow the card.",
                "response of alarm A21"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Look at held by age; the worker should give them back.", "response of alarm A22"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Look at the top sources; block one only after its preview.",
                "response of alarm A23"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Freeze all changes; find out who changed what.", "response of alarm A24"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Write a new message with a new time, or release.", "response of alarm A25"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Free space or mend the clock; write a note of what you do.",
                "response of alarm A26"),
        QT_TRANSLATE_NOOP3("saikobi::status::AlarmAdvice",
                "Find the one host that fails; ask infrastructure.", "response of alarm A27"),
}};

const Text& of(const Texts& texts, AlarmId alarm)
{
    return texts.at(static_cast<std::size_t>(alarm));
}

} // namespace

QString AlarmAdvice::cause(AlarmId alarm)
{
    return tr(of(causes, alarm).source, of(causes, alarm).comment);
}

QString AlarmAdvice::consequence(AlarmId alarm)
{
    return tr(of(consequences, alarm).source, of(consequences, alarm).comment);
}

QString AlarmAdvice::response(AlarmId alarm)
{
    return tr(of(responses, alarm).source, of(responses, alarm).comment);
}

QString AlarmAdvice::deadline(contract::AlarmPriority priority)
{
    switch (priority) {
    case contract::AlarmPriority::P1:
        return tr("within 1 minute", "by when an alarm should be acted on");
    case contract::AlarmPriority::P2:
        return tr("within 3 minutes", "by when an alarm should be acted on");
    case contract::AlarmPriority::P3:
        return tr("within 10 minutes", "by when an alarm should be acted on");
    }
    return {};
}

} // namespace saikobi::status
