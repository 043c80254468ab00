#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "backend/contract/measures.h"

namespace saikobi::daemon {

/// The figures of every sale in this process. Asked from both lanes; what it hands out stays valid.
class MeasureBook {
public:
    contract::Measures& of(const std::string& sale)
    {
        const std::lock_guard lock(m_mutex);
        auto& found = m_sales[sale];
        if (!found)
            found = std::make_unique<contract::Measures>();
        return *found;
    }

private:
    std::mutex m_mutex;
    std::map<std::string, std::unique_ptr<contract::Measures>, std::less<>> m_sales;
};

} // namespace saikobi::daemon
