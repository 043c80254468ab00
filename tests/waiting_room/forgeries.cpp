#include "tests/waiting_room/forgeries.h"

#include "backend/waiting_room/hex.h"
#include "backend/waiting_room/hmac.h"

namespace saikobi::tests {

int lineWith(const QStringList& lines, const QString& text)
{
    for (int i = 0; i < lines.size(); ++i)
        if (lines.at(i).contains(text))
            return i;
    return -1;
}

namespace {

using Lines = QStringList;
using Forgery = std::function<int(Lines&)>;

/// Another value for one member of draw.json, which has one member a line.
Forgery member(const QString& name, const QString& value)
{
    return [=](Lines& lines) {
        const int at = lineWith(lines, QStringLiteral("\"") + name + QStringLiteral("\""));
        lines[at] = QStringLiteral("\"") + name + QStringLiteral("\": ") + value
                + (lines.at(at).endsWith(QLatin1Char(',')) ? QStringLiteral(",") : QString{});
        return at + 1;
    };
}

/// Two members of draw.json that agree with each other.
Forgery both(Forgery first, Forgery second)
{
    return [=](Lines& lines) {
        first(lines);
        return second(lines);
    };
}

/// The line of the chain in whose middle the forgeries happen: open, with passes.
int middleOf(const Lines& lines)
{
    int last = -1;
    for (int i = 0; i < lines.size(); ++i)
        if (lines.at(i).contains(QStringLiteral(",open,")))
            last = i;
    return last - 1;
}

QString withField(const QString& line, int field, const QString& value)
{
    auto fields = line.split(QLatin1Char(','));
    fields[field] = value;
    return fields.join(QLatin1Char(','));
}

/// Chains all lines anew from `first` on, as a forger would who knows how.
void rehash(Lines& lines, int first)
{
    for (int i = first; i < lines.size(); ++i) {
        const auto text = lines.at(i).chopped(65).toStdString();
        const auto before = lines.at(i - 1).right(64).toStdString();
        lines[i] = QString::fromStdString(
                text + "," + waiting_room::toHex(waiting_room::sha256(before + text)));
    }
}

/// One field of a line in the middle; its hash no longer fits.
Forgery field(int number, const QString& value)
{
    return [=](Lines& lines) {
        const int at = middleOf(lines);
        lines[at] = withField(lines.at(at), number, value);
        return at + 1;
    };
}

/// The same, and every hash that follows is made to fit.
Forgery rehashed(int number, const QString& value)
{
    return [=](Lines& lines) {
        const int at = middleOf(lines);
        lines[at] = withField(lines.at(at), number, value);
        rehash(lines, at);
        return at + 1;
    };
}

/// A column of the first row of a CSV.
Forgery column(int number, const std::function<QString(const QString&)>& changed)
{
    return [=](Lines& lines) {
        lines[1] = withField(
                lines.at(1), number, changed(lines.at(1).split(QLatin1Char(',')).at(number)));
        return 2;
    };
}

Forgery columnSet(int number, const QString& value)
{
    return column(number, [value](const QString&) { return value; });
}

int doubled(Lines& lines)
{
    lines.insert(2, lines.at(1));
    return 3;
}

int withoutALine(Lines& lines)
{
    const int at = middleOf(lines);
    lines.removeAt(at);
    return at + 1;
}

int lastWithoutHash(Lines& lines)
{
    lines.last().chop(1);
    return static_cast<int>(lines.size());
}

int otherCommitment(Lines& lines)
{
    const int at = lineWith(lines, QStringLiteral(",commitment,"));
    lines[at] = withField(lines.at(at), 2, QString(64, QLatin1Char('c')));
    rehash(lines, at);
    return at + 1;
}

const QString zeros(64, QLatin1Char('0'));

} // namespace

const std::vector<Forged>& forgeries()
{
    static const std::vector<Forged> all{
            {"draw: another sale", "draw.json",
                    member(QStringLiteral("sale"), QStringLiteral("\"demp\"")), "commitment"},
            {"draw: no order", "draw.json",
                    member(QStringLiteral("order"), QStringLiteral("\"any\"")), "order"},
            {"draw: another commitment", "draw.json",
                    member(QStringLiteral("commitment"),
                            QStringLiteral("\"") + zeros + QStringLiteral("\"")),
                    "commitment"},
            {"draw: another seed", "draw.json",
                    member(QStringLiteral("seed"),
                            QStringLiteral("\"") + zeros + QStringLiteral("\"")),
                    "commitment"},
            {"draw: no seed", "draw.json", member(QStringLiteral("seed"), QStringLiteral("7")),
                    "seed"},
            {"draw: another beacon rule", "draw.json",
                    member(QStringLiteral("beacon"),
                            QStringLiteral("{\"rule\": \"dice\", \"value\": \"6\"}")),
                    "commitment"},
            {"draw: a beacon value", "draw.json",
                    member(QStringLiteral("beacon"),
                            QStringLiteral("{\"rule\": \"none\", \"value\": \"6\"}")),
                    "beacon"},
            {"draw: fewer people", "draw.json", member(QStringLiteral("n"), QStringLiteral("39")),
                    "n"},
            {"draw: void numbers", "draw.json",
                    member(QStringLiteral("voids"), QStringLiteral("[[1, 1]]")), "n"},
            {"draw: void numbers beyond", "draw.json",
                    member(QStringLiteral("voids"), QStringLiteral("[[41, 50]]")), "voids"},
            {"draw: void numbers without a loss", "draw.json",
                    both(member(QStringLiteral("voids"), QStringLiteral("[[3, 5]]")),
                            member(QStringLiteral("n"), QStringLiteral("37"))),
                    "voids"},
            {"draw: opened before it waited", "draw.json",
                    member(QStringLiteral("opened_at"), QStringLiteral("1000")), "opened_at"},
            {"chain: another time", "chain.txt", field(0, QStringLiteral("1767225600000")), "hash"},
            {"chain: another issued", "chain.txt", field(1, QStringLiteral("51")), "hash"},
            {"chain: another serving", "chain.txt", field(2, QStringLiteral("1")), "hash"},
            {"chain: other passes", "chain.txt", field(3, QStringLiteral("2")), "hash"},
            {"chain: another phase", "chain.txt", field(4, QStringLiteral("held")), "hash"},
            {"chain: another rate", "chain.txt", field(5, QStringLiteral("601")), "hash"},
            {"chain: another hash", "chain.txt", field(6, zeros), "hash"},
            {"chain: a line is missing", "chain.txt", withoutALine, "hash"},
            {"chain: a line is cut", "chain.txt", lastWithoutHash, "is no line"},
            {"forged chain: time goes back", "chain.txt",
                    rehashed(0, QStringLiteral("1767225600000")), "t:"},
            {"forged chain: issued goes back", "chain.txt", rehashed(1, QStringLiteral("1")),
                    "serving"},
            {"forged chain: serving goes back", "chain.txt", rehashed(2, QStringLiteral("0")),
                    "serving"},
            {"forged chain: serving beyond issued", "chain.txt",
                    rehashed(2, QStringLiteral("9999")), "serving"},
            {"forged chain: passes go back", "chain.txt", rehashed(3, QStringLiteral("0")),
                    "passes"},
            {"forged chain: passes beyond the rate", "chain.txt",
                    rehashed(3, QStringLiteral("900")), "passes"},
            {"forged chain: before again", "chain.txt", rehashed(4, QStringLiteral("before")),
                    "phase"},
            {"forged chain: no phase", "chain.txt", rehashed(4, QStringLiteral("opened")),
                    "is neither"},
            {"forged chain: no rate", "chain.txt", rehashed(5, QStringLiteral("-1")), "rate"},
            {"forged chain: another commitment", "chain.txt", otherCommitment, "commitment"},
            {"tickets: a number before it was issued", "tickets.csv",
                    columnSet(1, QStringLiteral("1767225600000")), "number"},
            {"tickets: another number", "tickets.csv", columnSet(0, QStringLiteral("2")), "place"},
            {"tickets: another place", "tickets.csv",
                    column(2,
                            [](const QString& place) {
                                return QString::number(place.toInt() % 40 + 1);
                            }),
                    "place"},
            {"tickets: no number", "tickets.csv", columnSet(0, QStringLiteral("x")), "number"},
            {"passes: twice", "passes.csv", doubled, "number"},
            {"passes: before being called", "passes.csv",
                    columnSet(1, QStringLiteral("1767225600000")), "granted_at"},
            {"passes: another place", "passes.csv",
                    column(2,
                            [](const QString& place) {
                                return QString::number(place.toInt() + 1);
                            }),
                    "place"}};
    return all;
}

} // namespace saikobi::tests
