#pragma once

#include <QString>

#include <functional>
#include <string>

/// A file of one sale in which a console keeps what it made: a line for each thing, written at
/// once, so that it is there after a crash, and a line for each that a store has taken meanwhile.
namespace saikobi::commands {

struct LineReader {
    std::function<void(const std::string& line)> made{};
    std::function<void(const std::string& id)> shared{};
};

/// Reads what is there, oldest first, at most 2 MB from its end. Answers where to append; empty
/// without a folder or for what is no sale: then nothing is kept.
QString openLines(const QString& folder, const std::string& sale, const QString& suffix,
        const LineReader& reader);
void appendLine(const QString& file, const std::string& line);
void appendShared(const QString& file, const std::string& id);

} // namespace saikobi::commands
