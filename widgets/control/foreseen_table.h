#pragma once

#include <QString>
#include <QWidget>

#include <array>

class QLabel;

namespace saikobi::controls {

/// What another rate would change: figure by figure, before → after. Four rows in fixed places.
class ForeseenTable : public QWidget {
    Q_OBJECT

public:
    static constexpr std::size_t rows = 4;
    struct Row {
        QString name{};
        QString before{};
        QString after{};
    };

    explicit ForeseenTable(QWidget* parent = nullptr);
    void setProposal(const QString& sentence);
    void present(const std::array<Row, rows>& shown);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_proposal;
    std::array<std::array<QLabel*, 3>, rows> m_cells{};
};

} // namespace saikobi::controls
