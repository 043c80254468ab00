#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <map>
#include <string>
#include <vector>

#include "backend/control/line_port.h"

namespace saikobi::waiting_room {

class Line;

/// Brings operators and relayed commands from control, which has its own thread, to the lines on
/// theirs. Lines are added and taken away on their executor; the relay outlives it.
class LineRelay : public control::LinePort {
public:
    explicit LineRelay(boost::asio::any_io_executor lines);

    /// `line` is borrowed until remove(). On the lines' executor.
    void add(const std::string& sale, Line& line);
    void remove(const std::string& sale);

    void setOperators(const std::vector<std::string>& names) override;
    void apply(const std::string& sale, std::vector<contract::RelayedCommand> rows,
            std::function<void(control::Decisions)> answer) override;

private:
    boost::asio::any_io_executor m_executor;
    std::map<std::string, Line*> m_lines{}; ///< only on m_executor, as m_operators
    std::vector<std::string> m_operators{};
};

} // namespace saikobi::waiting_room
