#pragma once

#include <QCoreApplication>
#include <QLocale>
#include <QString>
#include <QTimeZone>

#include <chrono>

#include "backend/contract/quantity.h"

namespace saikobi::status {

/// The one place where figures, times and ages become text. Stores hold UTC; screens show the
/// sale's time zone, by name.
class Formatter {
    Q_DECLARE_TR_FUNCTIONS(saikobi::status::Formatter)

public:
    explicit Formatter(QLocale locale = QLocale(), QTimeZone zone = QTimeZone("Asia/Tokyo"));

    QString count(double value) const; ///< 4,210
    QString thousands(double value) const; ///< 120k: where there is little room
    QString about(double value) const; ///< two digits of an estimate: 87, 870, 3.9k, 39k
    QString decimal(double value, int digits) const;
    QString percent(double value, int digits) const; ///< "0.3 %": the value is in percent already
    QString milliseconds(double value) const; ///< "4 ms"
    QString age(std::chrono::milliseconds age) const; ///< "0.4 s", "12 s", "3 min"
    QString clock(contract::Instant at) const; ///< 12:12:31
    QString clockMinutes(contract::Instant at) const; ///< 12:12
    QString span(std::chrono::seconds length) const; ///< 00:12:31
    QString zoneName(contract::Instant at) const; ///< JST
    std::chrono::seconds utcOffset(contract::Instant at) const;

private:
    QLocale m_locale;
    QTimeZone m_zone;
};

} // namespace saikobi::status
