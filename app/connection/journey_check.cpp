#include "app/connection/journey_check.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QHostInfo>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace saikobi::connection {

using model::JourneyRole;
using model::JourneyStop;

namespace {

JourneyRole roleOf(const std::string& name)
{
    if (name == "return")
        return JourneyRole::Return;
    if (name == "webhook")
        return JourneyRole::Webhook;
    return name == "assets" ? JourneyRole::Assets : JourneyRole::Pages;
}

/// Where an instance gives an answer that no other host would.
QString pathOf(JourneyRole role, const std::string& sale)
{
    switch (role) {
    case JourneyRole::Pages:
        return QStringLiteral("/sales/") + QString::fromStdString(sale);
    case JourneyRole::Return:
        return QStringLiteral("/payments/return");
    case JourneyRole::Webhook:
        return QStringLiteral("/payments/webhooks");
    case JourneyRole::Assets:
        break;
    }
    return QStringLiteral("/");
}

/// The answer by which we know ourselves; of a host with nothing but assets nothing can be told.
std::optional<bool> isOurs(JourneyRole role, int status, const QByteArray& type)
{
    switch (role) {
    case JourneyRole::Pages: // 410: the sale is over
        return (status == 200 || status == 410) && type.startsWith("text/html");
    case JourneyRole::Return:
        return status == 404 && type.startsWith("application/problem+json");
    case JourneyRole::Webhook:
        return status == 400 && type.contains("json");
    case JourneyRole::Assets:
        break;
    }
    return std::nullopt;
}

void noteCertificate(const QSslConfiguration& from, JourneyStop& into)
{
    const auto certificate = from.peerCertificate();
    if (certificate.isNull())
        return;
    into.certificateDays
            = static_cast<int>(QDateTime::currentDateTimeUtc().daysTo(certificate.expiryDate()));
    into.certificateOf = certificate.subjectInfo(QSslCertificate::CommonName)
                                 .join(QStringLiteral(", "))
                                 .toStdString();
}

} // namespace

std::vector<JourneyStop> JourneyCheck::stopsOf(const sources::Profile& profile)
{
    std::vector<JourneyStop> out;
    for (const auto& [role, url] : profile.journey) {
        auto& stop = out.emplace_back();
        stop.role = roleOf(role);
        stop.url = url;
    }
    return out;
}

JourneyCheck::JourneyCheck(const sources::Profile& profile, Tell tell, QObject* parent)
    : QObject(parent)
    , m_tell(std::move(tell))
    , m_stops(stopsOf(profile))
{
    for (std::size_t i = 0; i < m_stops.size(); ++i) {
        resolve(i);
        ask(i, profile.sale);
    }
}

void JourneyCheck::resolve(std::size_t index)
{
    const auto host = QUrl{QString::fromStdString(m_stops[index].url)}.host();
    QHostInfo::lookupHost(host, this, [this, index](const QHostInfo& found) {
        auto& stop = m_stops[index];
        for (const auto& each : found.addresses())
            stop.addresses.push_back(each.toString().toStdString());
        m_tell(index, stop);
    });
}

void JourneyCheck::ask(std::size_t index, const std::string& sale)
{
    const auto role = m_stops[index].role;
    QUrl url{QString::fromStdString(m_stops[index].url)};
    url.setPath(pathOf(role, sale));
    QNetworkRequest request{url};
    request.setAttribute(
            QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(
            QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setTransferTimeout(static_cast<int>(patience.count()));
    request.setRawHeader("Accept",
            role == JourneyRole::Pages || role == JourneyRole::Assets ? "text/html"
                                                                      : "application/json");
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    auto* reply = role == JourneyRole::Webhook ? m_network.post(request, QByteArray())
                                               : m_network.get(request);
    auto clock = QElapsedTimer();
    clock.start();
    connect(reply, &QNetworkReply::sslErrors, this,
            [this, index, reply] { noteCertificate(reply->sslConfiguration(), m_stops[index]); });
    connect(reply, &QNetworkReply::finished, this, [this, index, reply, clock] {
        finish(index, *reply, static_cast<double>(clock.nsecsElapsed()) / 1e6);
        reply->deleteLater();
    });
}

void JourneyCheck::finish(std::size_t index, QNetworkReply& reply, double ms)
{
    auto& stop = m_stops[index];
    noteCertificate(reply.sslConfiguration(), stop);
    const auto status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute);
    stop.isOver = true;
    stop.ms = ms;
    if (!status.isValid()) {
        stop.problem = reply.errorString().toStdString();
    } else {
        stop.isOurs = isOurs(stop.role, status.toInt(), reply.rawHeader("Content-Type"));
        if (stop.isOurs == false)
            stop.problem = status.toString().toStdString() + ' '
                    + reply.rawHeader("Content-Type").toStdString();
    }
    m_tell(index, stop);
}

} // namespace saikobi::connection
