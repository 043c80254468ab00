#include "app/pages/connection_words.h"

#include <QStringList>

namespace saikobi::pages {

using model::Hop;
using model::HopCause;
using model::HopState;
using model::StorePath;

QString ConnectionWords::of(Hop hop)
{
    switch (hop) {
    case Hop::Tunnel:
        return tr("Tunnel", "step of a connection");
    case Hop::Name:
        return tr("Name", "step of a connection: resolving a host name");
    case Hop::Tcp:
        return tr("TCP", "step of a connection");
    case Hop::Tls:
        return tr("TLS", "step of a connection");
    case Hop::SignIn:
        return tr("Sign-in", "step of a connection");
    case Hop::Version:
        return tr("Version", "step of a connection: of the server");
    case Hop::Rights:
        return tr("Rights", "step of a connection: what this user may do");
    case Hop::Schema:
        return tr("Schema", "step of a connection: whether the sale's tables and keys are there");
    case Hop::Probe:
        return tr("Probe", "step of a connection: written to the own row and stream, and taken");
    case Hop::Ticks:
        return tr("Instances' ticks", "step of a connection");
    }
    return {};
}

QString ConnectionWords::of(StorePath path)
{
    return path == StorePath::Postgres ? QStringLiteral("Postgres") : QStringLiteral("Redis");
}

QString ConnectionWords::of(model::SecretPlace place)
{
    switch (place) {
    case model::SecretPlace::None:
        return tr("none", "passwords of a profile: it needs none");
    case model::SecretPlace::File:
        return tr("file", "passwords of a profile: in a file");
    case model::SecretPlace::Keychain:
        return tr("keychain", "passwords of a profile: in the desktop's keychain");
    case model::SecretPlace::Asked:
        return tr("asked for", "passwords of a profile: kept nowhere");
    }
    return {};
}

QString ConnectionWords::note(HopCause cause)
{
    switch (cause) {
    case HopCause::PlainLocal:
        return tr("plain, local", "TLS is not needed: nothing leaves this machine");
    case HopCause::PlainAllowed:
        return tr("plain, allowed", "no TLS: the profile allows it");
    case HopCause::NotVerified:
        return tr("not verified", "TLS without a look at the certificate");
    case HopCause::Viewer:
        return tr("viewer", "rights of this user");
    case HopCause::Operator:
        return tr("operator", "rights of this user");
    case HopCause::ReadOnly:
        return tr("read", "a viewer reads where an operator writes a probe");
    case HopCause::None:
    case HopCause::TunnelFailed:
    case HopCause::NotResolved:
    case HopCause::Refused:
    case HopCause::NoAnswer:
    case HopCause::NoTls:
    case HopCause::NoAuthority:
    case HopCause::NotTrusted:
    case HopCause::WrongName:
    case HopCause::TlsFailed:
    case HopCause::SignInRefused:
    case HopCause::NoPassword:
    case HopCause::OtherVersion:
    case HopCause::NoRights:
    case HopCause::NoSchema:
    case HopCause::OldSchema:
    case HopCause::NoSale:
    case HopCause::NotTaken:
    case HopCause::NoTicks:
    case HopCause::SomeSilent:
        break;
    }
    return {};
}

QString ConnectionWords::outcome(const model::HopResult& result)
{
    switch (result.state) {
    case HopState::Waiting:
        return QStringLiteral("·");
    case HopState::Running:
        return QStringLiteral("…");
    case HopState::Failed:
        return tr("failed", "a step of a connection");
    case HopState::NotNeeded:
    case HopState::Passed:
        break;
    }
    if (result.expected > 0)
        return tr("%1 of %2", "%1: instances that tick, %2: all instances")
                .arg(result.seen)
                .arg(result.expected);
    if (const auto told = note(result.cause); !told.isEmpty())
        return told;
    if (result.state == HopState::NotNeeded)
        return QStringLiteral("–");
    return result.detail.empty() ? tr("good", "a step of a connection")
                                 : QString::fromStdString(result.detail);
}

QString ConnectionWords::meaning(HopCause cause)
{
    switch (cause) {
    case HopCause::TunnelFailed:
        return tr("ssh cannot open the tunnel: check its host, port and key.");
    case HopCause::NotResolved:
        return tr("The name leads nowhere: check the profile, then the name server or the VPN.");
    case HopCause::Refused:
        return tr("The host answers, but nothing listens at this port: check the port and whether "
                  "the store runs.");
    case HopCause::NoAnswer:
        return tr("No answer: a firewall, the network, or a store that hangs.");
    case HopCause::NoTls:
        return tr("The server offers no TLS, and the profile demands it: have it turned on.");
    case HopCause::NoAuthority:
        return tr("The file of the authority is not there: name it in the profile.");
    case HopCause::NotTrusted:
        return tr("The certificate is of another authority or has expired: do not sign in before "
                  "infrastructure has explained it.");
    case HopCause::WrongName:
        return tr("The certificate is for another host: use the name that it bears.");
    case HopCause::TlsFailed:
        return tr("No secure connection came about.");
    case HopCause::SignInRefused:
        return tr("Name or password are refused, or this user has no connection left.");
    case HopCause::NoPassword:
        return tr("There is no password: put it into the keychain or the secrets file.");
    case HopCause::OtherVersion:
        return tr("The versions do not go together.");
    case HopCause::NoRights:
        return tr("This user may not even look: have it made a viewer or an operator.");
    case HopCause::NoSchema:
        return tr("There is no Saikobi database behind this address.");
    case HopCause::OldSchema:
        return tr("The database is older than this dashboard: run the migration or an older "
                  "dashboard.");
    case HopCause::NoSale:
        return tr("This store knows no such sale: choose another, or start the backend.");
    case HopCause::NotTaken:
        return tr("Written, but no instance took it: commands would not be carried out. Is the "
                  "backend running?");
    case HopCause::NoTicks:
        return tr("No instance tells anything: is the backend running?");
    case HopCause::None:
    case HopCause::PlainLocal:
    case HopCause::PlainAllowed:
    case HopCause::NotVerified:
    case HopCause::Viewer:
    case HopCause::Operator:
    case HopCause::ReadOnly:
    case HopCause::SomeSilent:
        break;
    }
    return {};
}

QString ConnectionWords::failure(const model::ConnectionReport& report, StorePath path, Hop hop)
{
    const auto& result = report.at(path, hop);
    const auto told = QString::fromStdString(result.detail).left(100);
    const auto first = tr("%1 fails at \"%2\".", "%1: Postgres or Redis, %2: step of a connection")
                               .arg(of(path), of(hop));
    QStringList parts{first, meaning(result.cause)};
    if (!told.isEmpty())
        parts << tr("(%1)", "%1: message of a server").arg(told);
    return parts.join(u' ');
}

QString ConnectionWords::verdict(const model::ConnectionPicture& picture, const std::string& chosen,
        const status::Formatter& formatter, const QString& testKeys)
{
    for (const auto& each : picture.profiles)
        if (!each.problem.empty() && each.id == chosen)
            return QString::fromStdString(each.problem);
    if (!picture.asking.empty())
        return tr(
                "The passwords of this profile are kept nowhere: type them. They are kept only if "
                "you say so, and only in the keychain.");
    QStringList parts;
    if (picture.couldNotKeep)
        parts << tr("The keychain did not take the passwords; they hold until the program ends.");
    if (!picture.tunnelProblem.empty())
        parts << tr("The tunnel does not stand and is tried again: %1", "%1: message of ssh")
                         .arg(QString::fromStdString(picture.tunnelProblem));
    const auto& report = picture.report;
    if (!report)
        parts << tr("Not tested yet. %1 tests every step to both stores.", "%1: keys")
                         .arg(testKeys);
    else
        for (const auto path : {StorePath::Postgres, StorePath::Redis})
            if (const auto hop = report->failed(path))
                parts << failure(*report, path, *hop);
    if (!parts.isEmpty())
        return parts.join(u'\n');
    return report->isOver() ? tr("Every step of both ways is good, tested at %1.", "%1: time")
                                      .arg(formatter.clock(report->startedAt))
                            : tr("Testing …");
}

} // namespace saikobi::pages
