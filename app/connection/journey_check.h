#pragma once

#include <QNetworkAccessManager>
#include <QObject>

#include <functional>

#include "app/model/connection_views.h"
#include "app/sources/profile.h"

class QNetworkReply;

namespace saikobi::connection {

/// Goes to each host that a purchase passes, as somebody outside would: which address its name has,
/// how long its certificate is good, and whether one of our instances answers there. An instance is
/// known by the answer that only it gives; what is served from a cache proves nothing.
class JourneyCheck : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds patience{8000};
    using Tell = std::function<void(std::size_t, const model::JourneyStop&)>;

    /// All hosts at once; `tell` is called on this thread whenever something is known of one of
    /// them.
    JourneyCheck(const sources::Profile& profile, Tell tell, QObject* parent = nullptr);

    /// The stops before anything is known of them.
    static std::vector<model::JourneyStop> stopsOf(const sources::Profile& profile);

private:
    void resolve(std::size_t index);
    void ask(std::size_t index, const std::string& sale);
    void finish(std::size_t index, QNetworkReply& reply, double ms);

    const Tell m_tell;
    std::vector<model::JourneyStop> m_stops;
    QNetworkAccessManager m_network{};
};

} // namespace saikobi::connection
