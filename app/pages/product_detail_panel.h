#pragma once

#include <QWidget>

#include <memory>
#include <optional>

#include "app/pages/view.h"

class QLabel;
class QPushButton;
class QSpinBox;

namespace saikobi::status {
class AgeBars;
class FigureTable;
class Readout;
} // namespace saikobi::status

namespace saikobi::pages {

/// One product: how old its held units are, its last movements, and, where this user may command,
/// stopping it, selling it again and offering what was kept.
class ProductDetailPanel : public QWidget {
    Q_OBJECT

public:
    explicit ProductDetailPanel(QWidget* parent = nullptr);
    ~ProductDetailPanel() override;

    void setProduct(std::optional<contract::ProductId> product) { m_product = product; }
    std::optional<contract::ProductId> product() const { return m_product; }
    void present(const View& view, const contract::ProductStock* product, bool mayCommand);
    void retranslate();
    std::int64_t offeredUnits() const;
    int offeredInMinutes() const;
    /// The form of an offer, filled as a card says; what it does not say stays.
    void fillOffer(std::optional<int> units, std::optional<std::chrono::minutes> in);
    /// Where the keyboard stands to stop the product or to sell it again.
    void focusStop();

signals:
    void closeRequested();
    void stopRequested();
    void startRequested();
    void offerRequested();

private:
    void buildCommands();

    std::optional<contract::ProductId> m_product{};
    status::Readout* m_name;
    status::Readout* m_kept;
    QPushButton* m_close;
    QWidget* m_place;
    status::AgeBars* m_ages;
    status::FigureTable* m_moves;

    /// What does not exist for this user is null.
    std::unique_ptr<QWidget> m_commands;
    QPushButton* m_stop = nullptr;
    QLabel* m_unitsName = nullptr;
    QSpinBox* m_units = nullptr;
    QLabel* m_minutesName = nullptr;
    QSpinBox* m_minutes = nullptr;
    QPushButton* m_offer = nullptr;
    bool m_isStopped = false;
};

} // namespace saikobi::pages
