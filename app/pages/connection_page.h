#pragma once

#include "app/pages/page.h"

class QLabel;
class QPushButton;
class QTabWidget;

namespace saikobi::model {
class ConnectionModel;
}
namespace saikobi::status {
class FigureTable;
class Readout;
} // namespace saikobi::status

namespace saikobi::pages {

class InstanceTable;

/// The screen of the way from this console to the sale: which profiles there are, where the way
/// breaks, and what the instances at its end say of themselves.
class ConnectionPage : public Page {
    Q_OBJECT

public:
    explicit ConnectionPage(model::ConnectionModel& connection, QWidget* parent = nullptr);

    void present(const View& view) override;
    QString title() const override;
    QString csv() const override;

signals:
    void testWanted(const QString& profile);
    void openWanted(const QString& profile, const QString& sale);

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void presentConnection();
    void presentReadouts(const View& view);
    void test();
    void open();
    void retranslate();

    model::ConnectionModel& m_connection;
    status::FigureTable* m_profiles;
    QPushButton* m_open;
    QPushButton* m_test;
    status::FigureTable* m_hops;
    QLabel* m_verdict;
    status::Readout* m_skew;
    status::Readout* m_path;
    status::Readout* m_record;
    status::Readout* m_disk;
    status::Readout* m_outside;
    InstanceTable* m_instances;
    status::Formatter m_formatter{};
};

} // namespace saikobi::pages
