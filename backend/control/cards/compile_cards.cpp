#include <fstream>
#include <iostream>

#include "backend/control/cards/card_compiler.h"

/// Part of the build: compiles the shipped cards into a header. A broken card breaks the build.
/// Usage: compile_cards FOLDER HEADER
namespace {

using namespace saikobi;

constexpr std::size_t longestLiteral = 8000; ///< compilers other than GCC want them short

/// Cut before a byte that begins a character.
std::size_t endOfPart(const std::string& text, std::size_t from)
{
    auto end = std::min(text.size(), from + longestLiteral);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return end;
}

void write(std::ostream& out, const std::string& json)
{
    std::size_t count = 0;
    std::string parts;
    for (std::size_t from = 0; from < json.size(); ++count) {
        const auto end = endOfPart(json, from);
        parts += "R\"saikobi(" + json.substr(from, end - from) + ")saikobi\",\n";
        from = end;
    }
    out << "#pragma once\n#include <array>\n#include <string_view>\nnamespace saikobi::control {\n"
        << "inline constexpr std::array<std::string_view, " << count << "> shippedCardsJson{{\n"
        << parts << "}};\n}\n";
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3)
        return 2;
    const std::filesystem::path folder = argv[1];
    const auto files = control::readCardFiles(folder);
    if (!files) {
        std::cerr << files.error().detail << '\n';
        return 1;
    }
    const auto compiled = control::compileCards(files.value());
    for (const auto& fault : compiled.faults)
        std::cerr << (folder / fault.text()).string() << '\n';
    if (!compiled.faults.empty())
        return 1;
    for (const auto& one : compiled.advice)
        std::cerr << (folder / one.text()).string() << '\n';
    std::ofstream header(argv[2], std::ios::binary);
    write(header, contract::toJson(compiled.cards));
    return header.flush() ? 0 : 1;
}
