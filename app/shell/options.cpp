#include "app/shell/options.h"

#include <QCommandLineParser>
#include <QRegularExpression>

namespace saikobi::shell {

namespace {

struct Known {
    QCommandLineOption profile;
    QCommandLineOption rehearsal;
    QCommandLineOption recording;
    QCommandLineOption report;
    QCommandLineOption demo;
    QCommandLineOption language;
    QCommandLineOption theme;
    QCommandLineOption size;
    QCommandLineOption screenshot;
    QCommandLineOption duration;
};

QCommandLineOption option(const char* name, const QString& description, const char* value = nullptr)
{
    return {QLatin1String(name), description, value ? QLatin1String(value) : QLatin1String()};
}

/// Why the options do not fit together; empty when they do.
QString contradiction(const QCommandLineParser& parser, const Known& known)
{
    const int sources = int{parser.isSet(known.profile)} + int{parser.isSet(known.rehearsal)}
            + int{parser.isSet(known.recording)} + int{parser.isSet(known.demo)};
    if (sources > 1)
        return QStringLiteral("--profile, --rehearsal, --recording and --demo exclude each other.");
    if (parser.isSet(known.report) && !parser.isSet(known.recording))
        return QStringLiteral("--report needs --recording.");
    if (parser.isSet(known.duration) && !parser.isSet(known.screenshot))
        return QStringLiteral("--for needs --screenshot.");
    if (!parser.positionalArguments().isEmpty())
        return QStringLiteral("\"%1\" is not understood.")
                .arg(parser.positionalArguments().first());
    return {};
}

/// Fills in what needs reading; answers what is wrong with it.
QString readValues(const QCommandLineParser& parser, const Known& known, Options& into)
{
    if (parser.isSet(known.language)) {
        into.language = parser.value(known.language);
        if (*into.language != QLatin1String("ja") && *into.language != QLatin1String("en"))
            return QStringLiteral("--language is ja or en, not \"%1\".").arg(*into.language);
    }
    if (parser.isSet(known.theme)) {
        const auto name = parser.value(known.theme);
        if (name != QLatin1String("light") && name != QLatin1String("dark"))
            return QStringLiteral("--theme is light or dark, not \"%1\".").arg(name);
        into.theme = name == QLatin1String("dark") ? status::Theme::Dark : status::Theme::Light;
    }
    if (parser.isSet(known.size)) {
        for (const auto& text : parser.value(known.size).split(QLatin1Char(','))) {
            const auto size = sizeFrom(text);
            if (!size)
                return QStringLiteral("--size is like 1280x800 or 1280x800@2, not \"%1\".")
                        .arg(text);
            into.sizes.push_back(*size);
        }
    }
    if (parser.isSet(known.duration)) {
        const auto after = durationFrom(parser.value(known.duration));
        if (!after)
            return QStringLiteral("--for is like 60s or 2m, not \"%1\".")
                    .arg(parser.value(known.duration));
        into.screenshotAfter = *after;
    }
    return {};
}

} // namespace

std::optional<std::chrono::milliseconds> durationFrom(const QString& text)
{
    static const QRegularExpression shape(QStringLiteral("^(\\d{1,6})(ms|s|m)$"));
    const auto match = shape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const std::chrono::milliseconds number{match.captured(1).toInt()};
    if (match.captured(2) == QLatin1String("ms"))
        return number;
    return number * (match.captured(2) == QLatin1String("s") ? 1000 : 60000);
}

std::optional<PictureSize> sizeFrom(const QString& text)
{
    static const QRegularExpression shape(QStringLiteral("^(\\d{3,5})x(\\d{3,5})(?:@([1-3]))?$"));
    const auto match = shape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    const int scale = match.captured(3).isEmpty() ? 1 : match.captured(3).toInt();
    return size.width() >= 640 && size.height() >= 480 ? std::optional{PictureSize{size, scale}}
                                                       : std::nullopt;
}

ParsedOptions parseOptions(const QStringList& arguments)
{
    const Known known{
            option("profile", QStringLiteral("Open this profile: a name or a file."), "name|path"),
            option("rehearsal", QStringLiteral("Start a whole sale on this machine and open it.")),
            option("recording",
                    QStringLiteral("Open the recording of a past sale; no store is needed."),
                    "file"),
            option("report", QStringLiteral("Write the report of that recording as PDF, then end."),
                    "file"),
            option("demo", QStringLiteral("Show a scripted sale without any network.")),
            option("language", QStringLiteral("Language of the screens."), "ja|en"),
            option("theme", QStringLiteral("Colours of the screens."), "light|dark"),
            option("size",
                    QStringLiteral(
                            "Size of the window; of pictures, several: 1280x800,1280x800@2."),
                    "WxH"),
            option("screenshot", QStringLiteral("Write a picture of every screen there, then end."),
                    "dir"),
            option("for", QStringLiteral("How long to watch before the pictures are taken."),
                    "time")};
    QCommandLineParser parser;
    parser.setApplicationDescription(
            QStringLiteral("Saikobi: the control room of an online sale."));
    parser.addOptions({known.profile, known.rehearsal, known.recording, known.report, known.demo,
            known.language, known.theme, known.size, known.screenshot, known.duration});
    const auto help = parser.addHelpOption();
    const auto version = parser.addVersionOption();

    ParsedOptions result;
    if (!parser.parse(arguments)) {
        result.message = parser.errorText();
        return result;
    }
    if (parser.isSet(help) || parser.isSet(version)) {
        result.isHelp = true;
        result.message = parser.isSet(help) ? parser.helpText()
                                            : QCoreApplication::applicationName() + QLatin1Char(' ')
                        + QCoreApplication::applicationVersion();
        return result;
    }
    result.message = contradiction(parser, known);
    if (!result.message.isEmpty())
        return result;
    Options options;
    if (parser.isSet(known.profile))
        options.source = Options::Source::Profile;
    else if (parser.isSet(known.rehearsal))
        options.source = Options::Source::Rehearsal;
    else if (parser.isSet(known.recording))
        options.source = Options::Source::Recording;
    else if (parser.isSet(known.demo))
        options.source = Options::Source::Demo;
    options.profile = parser.value(known.profile);
    options.recording = parser.value(known.recording);
    options.report = parser.value(known.report);
    options.screenshotFolder = parser.value(known.screenshot);
    result.message = readValues(parser, known, options);
    if (result.message.isEmpty())
        result.options = options;
    return result;
}

} // namespace saikobi::shell
