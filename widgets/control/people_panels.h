#pragma once

#include <QString>

#include <optional>
#include <vector>

#include "widgets/control/form_panel.h"

class QTableWidget;

namespace saikobi::controls {

/// One entry of the block list, in the words of the screen.
struct BlockRow {
    QString what{};
    QString reason{};
    QString who{};
    QString until{};
    friend bool operator==(const BlockRow&, const BlockRow&) = default;
};

/// Shuts out an address range, places or a person, and lets them in again.
class BlockPanel : public FormPanel {
    Q_OBJECT

public:
    explicit BlockPanel(QWidget* parent = nullptr);
    QString what() const;
    std::optional<int> minutes() const; ///< empty: until it is taken off
    void setWhat(const QString& what);
    void setMinutes(int minutes);
    /// Whom the rule in the field would hit; empty: nothing to say.
    void setReach(const QString& reach);
    /// What is blocked now. Empty optional: not known.
    void present(const std::optional<std::vector<BlockRow>>& rows);

signals:
    void unblockRequested();
    void drafted(); ///< another rule stands in the field

protected:
    void retranslate() override;

private:
    Text m_what{};
    Number m_minutes{};
    QLabel* m_reach;
    QPushButton* m_block;
    QPushButton* m_unblock;
    QTableWidget* m_list;
    QLabel* m_count;
    std::optional<std::vector<BlockRow>> m_rows{};
};

/// How much a new ticket costs its browser.
class WorkPanel : public FormPanel {
    Q_OBJECT

public:
    explicit WorkPanel(QWidget* parent = nullptr);
    int draft() const;
    void setBits(std::optional<int> bits);

protected:
    void retranslate() override;

private:
    Number m_bits{};
    QLabel* m_now;
    std::optional<int> m_inForce{};
    QPushButton* m_arm;
};

/// Gives a lost number back by a link that works once. The code is made here and shown here alone.
class RestorePanel : public FormPanel {
    Q_OBJECT

public:
    static constexpr int highestNumber = 2000000000;

    explicit RestorePanel(QWidget* parent = nullptr);
    int number() const;
    void showCode(const QString& code);

protected:
    void retranslate() override;

private:
    Number m_number{};
    Text m_code{};
    QPushButton* m_arm;
};

} // namespace saikobi::controls
