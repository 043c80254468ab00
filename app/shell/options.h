#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

#include "widgets/status/palette.h"

namespace saikobi::shell {

/// How large a picture is, in the units of layouts, and with how many pixels for each of them.
struct PictureSize {
    QSize size{1280, 800};
    int scale = 1;
    friend bool operator==(const PictureSize&, const PictureSize&) = default;
};

/// What the command line asks for (DESIGN.md §7).
struct Options {
    enum class Source { LastProfile, Profile, Rehearsal, Demo, Recording };
    Source source = Source::LastProfile;
    QString profile{}; ///< name or path
    QString recording{}; ///< file of a past sale
    QString report{}; ///< PDF to write of it, instead of a window
    std::optional<QString> language{}; ///< "ja" or "en"
    std::optional<status::Theme> theme{};
    std::vector<PictureSize> sizes{}; ///< of the window, the first; of pictures, each; empty: usual
    QString screenshotFolder{}; ///< empty: an ordinary session
    std::chrono::milliseconds screenshotAfter{5000};
};

struct ParsedOptions {
    std::optional<Options> options{};
    QString message{}; ///< usage or help; printed when there are no options
    bool isHelp = false;
};

/// `arguments` as of main, the program's name first. Its messages go to a terminal and are English,
/// as those of `saikobid`.
ParsedOptions parseOptions(const QStringList& arguments);

/// "500ms", "60s", "2m"; nothing for anything else.
std::optional<std::chrono::milliseconds> durationFrom(const QString& text);
/// "1280x800" or "1280x800@2"; nothing below 640×480 or above three pixels for each unit.
std::optional<PictureSize> sizeFrom(const QString& text);

} // namespace saikobi::shell
