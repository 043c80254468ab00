#include "backend/waiting_room/line_relay.h"

#include <boost/asio/post.hpp>

#include "backend/waiting_room/line.h"

namespace saikobi::waiting_room {

LineRelay::LineRelay(boost::asio::any_io_executor lines)
    : m_executor(std::move(lines))
{
}

void LineRelay::add(const std::string& sale, Line& line)
{
    m_lines[sale] = &line;
    line.setOperators(m_operators);
}

void LineRelay::remove(const std::string& sale)
{
    m_lines.erase(sale);
}

void LineRelay::setOperators(const std::vector<std::string>& names)
{
    boost::asio::post(m_executor, [this, names] {
        if (names == m_operators)
            return;
        m_operators = names;
        for (const auto& [sale, line] : m_lines)
            line->setOperators(m_operators);
    });
}

void LineRelay::apply(const std::string& sale, std::vector<contract::RelayedCommand> rows,
        std::function<void(control::Decisions)> answer)
{
    boost::asio::post(
            m_executor, [this, sale, rows = std::move(rows), answer = std::move(answer)]() mutable {
                const auto line = m_lines.find(sale);
                if (line == m_lines.end())
                    return answer({});
                line->second->relay(std::move(rows), std::move(answer));
            });
}

} // namespace saikobi::waiting_room
