#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backend/contract/problem.h"
#include "backend/shop/checkout.h"

namespace saikobi::http {

/// For whom something is done. Not started any more when it is too late for it or nobody waits.
struct Errand {
    std::chrono::steady_clock::time_point receivedAt{};
    std::shared_ptr<const std::atomic<bool>> gone{}; ///< true: the client has left; null: unknown
};

/// The counter at which buyers' requests meet the orders. Those live on a thread of their own, so
/// that no crowd of pages can stand in their way: work is carried there, its answer back. What
/// waits there is bounded, and what has waited too long is not begun.
class Till {
public:
    template<class T>
    using Answer = std::function<void(T)>;
    template<class T>
    using Work = std::function<void(shop::Checkout&, Answer<T>)>;

    struct Parts {
        shop::Checkout& checkout;
        boost::asio::any_io_executor orders; ///< the checkout's
        boost::asio::any_io_executor answers; ///< the listener's, from which it is asked
        std::size_t limit = 4096; ///< under way; one more is refused at once
        std::chrono::milliseconds patience{5000}; ///< before the work begins
    };
    explicit Till(Parts parts);

    /// `T` must be able to say a Problem: FullForNow means that nothing has been begun.
    template<class T>
    void ask(Errand errand, Work<T> work, Answer<T> answer) const;
    /// One order as its buyer may see it. Who asks while the same question runs shares its answer.
    void view(const Errand& errand, const std::string& order, const shop::Buyer& buyer,
            shop::OrderAnswer answer) const;

    std::size_t underWay() const { return m_state->underWay; }
    /// New orders would be refused.
    bool isFull() const { return m_state->parts.checkout.isFull(); }

private:
    struct State {
        explicit State(Parts wired)
            : parts{std::move(wired)}
        {
        }
        bool isInTime(const Errand& errand);

        Parts parts;
        std::size_t underWay = 0; ///< known to the listener's thread only, as `views`
        std::map<std::string, std::vector<shop::OrderAnswer>> views{};
    };

    static contract::Problem tooMany();
    static contract::Problem tooLate();

    std::shared_ptr<State> m_state; ///< answers under way hold it
};

template<class T>
void Till::ask(Errand errand, Work<T> work, Answer<T> answer) const
{
    if (m_state->underWay >= m_state->parts.limit)
        return answer(tooMany());
    ++m_state->underWay;
    Answer<T> back = [state = m_state, answer = std::move(answer)](T result) {
        boost::asio::dispatch(
                state->parts.answers, [state, answer, result = std::move(result)]() mutable {
                    --state->underWay;
                    answer(std::move(result));
                });
    };
    boost::asio::dispatch(m_state->parts.orders,
            [state = m_state, errand = std::move(errand), work = std::move(work),
                    back = std::move(back)]() mutable {
                if (!state->isInTime(errand))
                    return back(tooLate());
                work(state->parts.checkout, std::move(back));
            });
}

} // namespace saikobi::http
