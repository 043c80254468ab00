#pragma once

#include <QWidget>

#include <memory>

#include "app/model/connection_views.h"
#include "app/pages/view.h"

class QPushButton;

namespace saikobi::status {
class FigureTable;
class Readout;
} // namespace saikobi::status

namespace saikobi::pages {

class CommandFlow;

/// What the database is busy with: who waits for whom, what costs most, how many connections are
/// left for people, and the one session that may be ended from here.
class DatabasePanel : public QWidget {
    Q_OBJECT

public:
    explicit DatabasePanel(CommandFlow& flow, QWidget* parent = nullptr);
    ~DatabasePanel() override;

    /// Once a second while it is seen.
    void present(const View& view, const model::ConnectionPicture& picture);

protected:
    void changeEvent(QEvent* event) override;

private:
    void presentReadouts(
            const View& view, const model::DatabaseView& seen, contract::DataState state);
    void buildCommand(bool mayCommand);
    void retranslate();

    CommandFlow& m_flow;
    status::Readout* m_connections;
    status::Readout* m_kept;
    status::Readout* m_oldest;
    status::Readout* m_idle;
    QWidget* m_place; ///< of the command, kept free without it
    std::unique_ptr<QPushButton> m_end; ///< null for whoever may not command
    status::FigureTable* m_sessions;
    status::FigureTable* m_statements;
    std::optional<model::IdleTransaction> m_shown{};
};

} // namespace saikobi::pages
