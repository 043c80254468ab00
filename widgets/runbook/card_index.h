#pragma once

#include <QString>
#include <QTreeWidget>

#include <optional>
#include <string>
#include <vector>

namespace saikobi::runbook {

struct IndexEntry {
    std::string card{};
    QString text{};
};

struct IndexGroup {
    QString title{};
    std::vector<IndexEntry> entries{};
};

/// All cards: what is needed now, by alarm, by system, routine. The same card may stand in several
/// groups; opening it in one opens it everywhere.
class CardIndex : public QTreeWidget {
    Q_OBJECT

public:
    explicit CardIndex(QWidget* parent = nullptr);

    void present(const std::vector<IndexGroup>& groups);
    void choose(const std::string& card);

signals:
    void opened(const std::string& card);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Several alarms of one group may lead to the chosen card: which of them is marked.
    struct Place {
        int group = 0;
        int before = 0; ///< entries of the same card above it
    };

    std::optional<Place> currentPlace() const; ///< none: nothing is marked, or another card
    QTreeWidgetItem* itemAt(const Place& place) const;

    std::vector<IndexGroup> m_groups{};
    std::string m_chosen{};
    bool m_isFilling = false;
};

} // namespace saikobi::runbook
