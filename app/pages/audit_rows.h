#pragma once

#include <QCoreApplication>

#include <map>
#include <vector>

#include "app/pages/view.h"
#include "widgets/status/figure_model.h"

namespace saikobi::pages {

/// Rows of the audit views: each is a promise that does not hold.
class AuditRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::AuditRows)

public:
    AuditRows(const View& view, const std::vector<contract::AuditView>& views);
    static std::vector<status::FigureColumn> columns();
    /// What stands where there are no rows: that there are none, or that nobody knows.
    static QString absence(const View& view);
    /// "3 rows, 4 s": how many there are in the stores, and the age of that.
    static QString remark(const View& view, const std::vector<contract::AuditView>& views);

    int count() const override { return static_cast<int>(m_rows.size()); }
    std::string id(int row) const override;
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override;
    contract::DataState state(int) const override { return m_state; }

private:
    std::vector<contract::AuditRow> m_rows{};
    std::map<std::string, QString> m_codes{}; ///< of products, by id
    status::Formatter m_formatter;
    contract::DataState m_state;
};

/// What the reconciler found between provider, orders and stock.
class FindingRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::FindingRows)

public:
    explicit FindingRows(const View& view);
    static QString heading();
    static std::vector<status::FigureColumn> columns();
    static QString absence(const View& view);

    int count() const override { return static_cast<int>(m_rows.size()); }
    std::string id(int row) const override;
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override;
    contract::DataState state(int) const override { return m_state; }

private:
    std::vector<contract::FindingRow> m_rows{};
    status::Formatter m_formatter;
    contract::DataState m_state;
};

} // namespace saikobi::pages
