#pragma once

#include <QWidget>

#include "app/pages/view.h"
#include "widgets/status/figure_model.h"

namespace saikobi::status {
class FigureTable;
}

namespace saikobi::pages {

/// What the instances say of themselves.
class InstanceRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::InstanceRows)

public:
    enum Column {
        Name,
        Version,
        Started,
        Ready,
        Age,
        Postgres,
        Redis,
        Connections,
        Sockets,
        UnderWay,
        Cpu,
        Memory
    };

    explicit InstanceRows(const View& view);
    static QString heading();
    static std::vector<status::FigureColumn> columns();

    int count() const override { return static_cast<int>(m_instances.size()); }
    std::string id(int row) const override;
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override { return text(row, Name); }
    contract::DataState state(int) const override { return contract::DataState::Live; }
    /// Each instance grows old for itself.
    contract::DataState stateOf(int row) const;

private:
    const contract::InstanceView& at(int row) const
    {
        return m_instances[static_cast<std::size_t>(row)];
    }
    std::optional<double> figure(int row, int column) const;

    std::vector<contract::InstanceView> m_instances{};
    status::Formatter m_formatter;
    contract::Instant m_now{};
};

/// The instances as a table: for the screen Connection.
class InstanceTable : public QWidget {
    Q_OBJECT

public:
    explicit InstanceTable(QWidget* parent = nullptr);
    void present(const View& view);
    QString csv() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    status::FigureTable* m_table;
};

} // namespace saikobi::pages
