#pragma once

#include <QString>
#include <QStringList>

#include <filesystem>
#include <string>
#include <vector>

#include "backend/control/cards/card_compiler.h"

namespace saikobi::tests {

inline std::filesystem::path shippedFolder()
{
    return std::filesystem::path{qEnvironmentVariable("SAIKOBI_SOURCE").toStdString()} / "resources"
            / "runbook";
}

inline std::vector<control::CardFile> shippedFiles()
{
    auto files = control::readCardFiles(shippedFolder());
    return files ? std::move(files).value() : std::vector<control::CardFile>{};
}

/// The shipped files, with the first `from` in one of them replaced.
inline std::vector<control::CardFile> changed(
        const std::string& name, const std::string& from, const std::string& to)
{
    auto files = shippedFiles();
    for (auto& file : files) {
        const auto at = file.name == name ? file.text.find(from) : std::string::npos;
        if (at != std::string::npos)
            file.text.replace(at, from.size(), to);
    }
    return files;
}

inline QString toldOf(const control::CardFaults& faults)
{
    QStringList out;
    for (const auto& fault : faults)
        out << QString::fromStdString(fault.text());
    return out.join(QLatin1Char('\n'));
}

} // namespace saikobi::tests
