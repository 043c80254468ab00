#pragma once

#include "app/pages/console_panel.h"
#include "app/pages/page.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace saikobi::charts {
class LiveChart;
}
namespace saikobi::model {
class ConnectionModel;
}
namespace saikobi::status {
class FigureTable;
class Readout;
} // namespace saikobi::status

namespace saikobi::pages {

class CommandFlow;
class DatabasePanel;
class InstanceTable;

/// The screen of the way from this console to the sale: which profiles there are, where the way
/// breaks, what the instances at its end say of themselves, what the database is busy with, and the
/// hosts of the journey.
class ConnectionPage : public Page {
    Q_OBJECT

public:
    ConnectionPage(
            CommandFlow& flow, model::ConnectionModel& connection, QWidget* parent = nullptr);

    void present(const View& view) override;
    QString title() const override;
    QString csv() const override;
    /// A form, filled as a step of a card says: nothing is armed by it. For whoever may not use it
    /// it does not exist.
    void openForm(contract::ControlForm form, const std::map<std::string, std::string>& values,
            const View& view);
    ConsolePanel& console() { return *m_console; }

signals:
    void testWanted(const QString& profile);
    void openWanted(const QString& profile, const QString& sale);
    void secretsGiven(const QString& postgres, const QString& redis, bool isKept);
    void databaseWatched(bool isWatched); ///< somebody looks at it, or no longer

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QLayout* layTop();
    QWidget* layButtons();
    QWidget* layAsking();
    void layTabs();
    void connectParts();
    void presentConnection();
    void presentReadouts(const View& view);
    void presentPath(const View& view);
    void test();
    void open();
    void giveSecrets();
    void noteWatching();
    void retranslate();

    CommandFlow& m_flow;
    model::ConnectionModel& m_connection;
    status::FigureTable* m_profiles;
    charts::LiveChart* m_plot; ///< of the round trip
    QStackedWidget* m_acts; ///< buttons, or the question for passwords in their place
    QPushButton* m_open;
    QPushButton* m_test;
    QLineEdit* m_postgresPassword;
    QLineEdit* m_redisPassword;
    QCheckBox* m_keep;
    QPushButton* m_signIn;
    status::FigureTable* m_hops;
    QLabel* m_verdict;
    status::Readout* m_skew;
    status::Readout* m_path;
    status::Readout* m_record;
    status::Readout* m_disk;
    status::Readout* m_outside;
    QTabWidget* m_tabs;
    InstanceTable* m_instances;
    DatabasePanel* m_database;
    status::FigureTable* m_journey;
    ConsolePanel* m_console;
    status::Formatter m_formatter{};
};

} // namespace saikobi::pages
