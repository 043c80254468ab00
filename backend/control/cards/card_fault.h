#pragma once

#include <string>
#include <vector>

namespace saikobi::control {

/// Something wrong in a file of the runbook.
struct CardFault {
    std::string file{}; ///< "en/C3.md", below the folder of the runbook
    int line = 0; ///< 0: of the whole file or folder
    std::string message{};

    std::string text() const
    {
        return (file.empty() ? "" : file + ":") + (line > 0 ? std::to_string(line) + ":" : "")
                + (file.empty() && line == 0 ? "" : " ") + message;
    }
};
using CardFaults = std::vector<CardFault>;

} // namespace saikobi::control
