#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace saikobi::payments {

/// What the shared budget said to one question.
struct PlaceVerdict {
    enum class Kind { Yes, Wait, Lost };
    Kind kind = Kind::Lost;
    std::chrono::microseconds wait{};
    std::string lease{}; ///< Yes: of a parallel place, to be freed with the answer; may be empty
};

/// What a waiting call is told in the end.
struct Place {
    enum class Kind { Granted, Refused, Lost };
    Kind kind = Kind::Lost;
    std::chrono::microseconds wait{}; ///< Refused: when it may be worth asking again
    std::string lease{}; ///< Granted
};

/// First come, first served before one gate of the budget. After a "wait" one question is under way
/// at a time, so that a hundred waiting calls do not ask a hundred times; while it says yes, up to
/// sixty-four are, or a round trip to Redis would be the limit. Used on one executor only.
class BudgetLane : public std::enable_shared_from_this<BudgetLane> {
public:
    using Verdict = std::function<void(PlaceVerdict)>;
    using Ask = std::function<void(const std::string& endpoint, Verdict)>;
    using Answer = std::function<void(Place)>;

    struct Options {
        /// Whoever would wait longer is refused at once: this long where places come seldom, a
        /// fraction of it where they come often and the queue is our own machine's. Nothing:
        /// everybody waits.
        std::optional<std::chrono::microseconds> patience{};
        std::chrono::microseconds gap{}; ///< between two grants, to judge a place in the queue by
        std::size_t limit = 4096; ///< one more is refused
    };

    static std::shared_ptr<BudgetLane> make(
            boost::asio::any_io_executor executor, Ask ask, Options options);
    ~BudgetLane();

    void take(std::string endpoint, Answer answer);
    void setGap(std::chrono::microseconds gap);
    std::size_t waiting() const;
    /// Whoever came now would be refused at once.
    bool isTooLong() const;

private:
    BudgetLane(boost::asio::any_io_executor executor, Ask ask, Options options);
    void askNext();
    void hear(std::uint64_t question, PlaceVerdict verdict);
    void hearYes(std::uint64_t question, PlaceVerdict verdict);
    void pause(std::chrono::microseconds wait);
    void refuseTheLate();
    void answerLost(std::uint64_t question);

    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace saikobi::payments
