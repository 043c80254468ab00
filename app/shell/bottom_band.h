#pragma once

#include <QString>
#include <QWidget>

#include "app/pages/view.h"

namespace saikobi::status {
class Readout;
}

namespace saikobi::shell {

/// What the console can see of the sale, as sentences: one for Redis and one for Postgres, with the
/// cause when it is lost, and a tick that beats with every snapshot.
class BottomBand : public QWidget {
    Q_OBJECT

public:
    explicit BottomBand(QWidget* parent = nullptr);

    void present(const pages::View& view);
    /// While there is no snapshot at all: what is going on instead.
    void announce(const QString& sentence);
    /// Stands behind the meaning, whatever snapshots come. Empty: nothing does.
    void setNotice(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void presentStore(status::Readout& readout, const contract::Feed& feed,
            contract::DataState state, const pages::View& view) const;
    QString sentence(
            const contract::Feed& feed, contract::DataState state, const pages::View& view) const;
    QString meaning(
            contract::DataState redis, contract::DataState postgres, bool isLineFromPostgres) const;
    void retranslate();

    status::Readout* m_redis;
    status::Readout* m_postgres;
    status::Readout* m_meaning;
    status::Readout* m_heard;
    std::uint64_t m_sequence = 0;
};

} // namespace saikobi::shell
