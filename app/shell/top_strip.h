#pragma once

#include <QWidget>

#include "app/pages/view.h"
#include "widgets/status/words.h"

namespace saikobi::status {
class ModeBadge;
class ProfileStripe;
class Readout;
class StoreBadge;
} // namespace saikobi::status

namespace saikobi::shell {

/// Two lines on top of every screen: which sale, in which mode, how it stands, and how well this
/// console sees it.
class TopStrip : public QWidget {
    Q_OBJECT

public:
    explicit TopStrip(QWidget* parent = nullptr);

    /// `hasCommand`: this very console has command of the sale. `shownAt`: the time at which the
    /// screen stands still; empty while it goes on.
    void present(const pages::View& view, status::Mode mode, bool hasCommand,
            const QString& shownAt = {});

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void presentPhase(const pages::View& view);
    void presentFigures(const pages::View& view);
    void presentHolder(const pages::View& view, bool hasCommand);
    void presentWatchers(const pages::View& view, status::Mode mode);
    void retranslate();

    status::ProfileStripe* m_profile;
    status::ModeBadge* m_mode;
    status::Readout* m_sale;
    status::Readout* m_phase;
    status::Readout* m_clock;
    status::Readout* m_rate;
    status::Readout* m_waiting;
    status::Readout* m_errors;
    status::StoreBadge* m_postgres;
    status::StoreBadge* m_redis;
    status::Readout* m_instances;
    status::Readout* m_user;
    status::Readout* m_holder;
};

} // namespace saikobi::shell
