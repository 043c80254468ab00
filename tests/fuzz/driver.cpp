// Feeds one parser with inputs made of a corpus by chance: fuzz_NAME CORPUS [--runs N] [--seconds
// S]
// [--seed X] [--only FILE]. The same seed makes the same inputs. An input that ends the program is
// left as crash-NAME in the working folder; `--only` plays it again.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/target.h"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t longest = 32 * 1024;
constexpr int mostEdits = 6;

/// What parsers like to stumble over.
constexpr std::array<std::string_view, 30> tokens{"\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", ":",
        ",", ";", "=", "\"", "\\", "{", "}", "[", "]", "0", "-1", "18446744073709551616",
        "9223372036854775807", "1e999", "0x10", "%00", "%zz", "..", "null", "true",
        "Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n", "\xff\xfe"};

std::string current;
std::string crashFile;

/// Only what a signal handler may do.
void keepInput(int number)
{
    if (auto* file = std::fopen(crashFile.c_str(), "wb")) {
        std::fwrite(current.data(), 1, current.size(), file);
        std::fclose(file);
    }
    ::signal(number, SIG_DFL);
    ::raise(number);
}

std::string bytesOf(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<std::string> corpusIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{folder})
        if (entry.is_regular_file())
            files.push_back(entry.path());
    std::sort(files.begin(), files.end()); // the same seed, the same inputs
    std::vector<std::string> out;
    for (const auto& file : files)
        out.push_back(bytesOf(file));
    return out;
}

class Mutator {
public:
    Mutator(std::vector<std::string> corpus, std::uint64_t seed)
        : m_corpus{std::move(corpus)}
        , m_random{seed}
    {
    }

    std::string next()
    {
        auto text = m_corpus[below(m_corpus.size())];
        for (auto edits = 1 + below(mostEdits); edits > 0; --edits)
            edit(text);
        text.resize(std::min(text.size(), longest));
        return text;
    }

private:
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : m_random() % bound; }

    void edit(std::string& text)
    {
        const auto at = below(text.size() + 1);
        const auto length = below(std::min<std::size_t>(text.size() - at, 64) + 1);
        switch (below(7)) {
        case 0:
            text.insert(at, tokens[below(tokens.size())]);
            return;
        case 1:
            text.erase(at, length);
            return;
        case 2:
            text.insert(at, text.substr(at, length));
            return;
        case 3:
            text.insert(at, 1, static_cast<char>(below(256)));
            return;
        case 4:
            text.replace(at, length, tokens[below(tokens.size())]);
            return;
        case 5: {
            const auto& other = m_corpus[below(m_corpus.size())];
            text.replace(at, std::string::npos, other.substr(below(other.size() + 1)));
            return;
        }
        default:
            if (at < text.size())
                text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        }
    }

    std::vector<std::string> m_corpus;
    std::mt19937_64 m_random;
};

void play(std::string input)
{
    current = std::move(input);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
}

struct Words {
    fs::path corpus{};
    fs::path only{};
    std::uint64_t runs = 20000;
    std::chrono::seconds span{0}; ///< instead of a number of runs
    std::uint64_t seed = 1;
};

bool read(int argc, char** argv, Words& words)
{
    if (argc < 2 || argc % 2 != 0)
        return false;
    words.corpus = argv[1];
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string name{argv[i]};
        if (name == "--only")
            words.only = argv[i + 1];
        else if (name == "--runs")
            words.runs = std::strtoull(argv[i + 1], nullptr, 10);
        else if (name == "--seconds")
            words.span = std::chrono::seconds{std::strtol(argv[i + 1], nullptr, 10)};
        else if (name == "--seed")
            words.seed = std::strtoull(argv[i + 1], nullptr, 10);
        else
            return false;
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    Words words;
    if (!read(argc, argv, words)) {
        std::fprintf(stderr, "usage: %s CORPUS [--runs N] [--seconds S] [--seed X] [--only FILE]\n",
                argv[0]);
        return 2;
    }
    crashFile = "crash-" + fs::path{argv[0]}.filename().string();
    for (const int each : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS, SIGILL})
        ::signal(each, keepInput);
    if (!words.only.empty()) {
        play(bytesOf(words.only));
        return 0;
    }
    auto corpus = corpusIn(words.corpus);
    if (corpus.empty()) {
        std::fprintf(stderr, "no corpus in %s\n", words.corpus.c_str());
        return 2;
    }
    for (const auto& each : corpus)
        play(each);
    Mutator mutator{std::move(corpus), words.seed};
    const auto end = Clock::now() + words.span;
    std::uint64_t runs = 0;
    const bool isTimed = words.span.count() > 0;
    for (; isTimed ? Clock::now() < end : runs < words.runs; ++runs)
        play(mutator.next());
    std::printf("%llu inputs from seed %llu, all well\n", static_cast<unsigned long long>(runs),
            static_cast<unsigned long long>(words.seed));
    return 0;
}
