#pragma once

#include <atomic>
#include <memory>
#include <type_traits>
#include <utility>

#include "backend/http/message.h"

namespace saikobi::http {

/// Where the answer to one request goes; any function that takes a Response will do. A connection
/// names itself and the request's number instead, which asks for no memory.
class Reply {
public:
    class Target {
    public:
        virtual void answer(int number, Response&& response) = 0;
        /// Becomes true when the client leaves before its answer; null: nobody will know.
        virtual std::shared_ptr<const std::atomic<bool>> goneMark(int) { return nullptr; }

    protected:
        ~Target() = default;
    };

    Reply(std::shared_ptr<Target> target, int number)
        : m_target{std::move(target)}
        , m_number{number}
    {
    }
    template<class Function,
            class = std::enable_if_t<!std::is_same_v<std::decay_t<Function>,
                                             Reply> && std::is_invocable_v<Function&, Response>>>
    Reply(Function function)
        : m_target{std::make_shared<FunctionTarget<Function>>(std::move(function))}
    {
    }

    std::shared_ptr<const std::atomic<bool>> goneMark() const
    {
        return m_target->goneMark(m_number);
    }

    void operator()(Response response) const { m_target->answer(m_number, std::move(response)); }

private:
    template<class Function>
    class FunctionTarget final : public Target {
    public:
        explicit FunctionTarget(Function function)
            : m_function{std::move(function)}
        {
        }
        void answer(int, Response&& response) override { m_function(std::move(response)); }

    private:
        Function m_function;
    };

    std::shared_ptr<Target> m_target;
    int m_number = 0;
};

/// What a listener serves. `reply` is called exactly once, on the listener's executor, at once or
/// later; `request` stays as it is until then.
class Handler {
public:
    virtual ~Handler() = default;
    virtual void handle(const Request& request, Reply reply) = 0;
};

} // namespace saikobi::http
