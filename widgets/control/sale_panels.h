#pragma once

#include <QTime>

#include "widgets/control/form_panel.h"

class QTimeEdit;

namespace saikobi::controls {

/// When the sale opens: at another time, or now.
class OpeningPanel : public FormPanel {
    Q_OBJECT

public:
    explicit OpeningPanel(QWidget* parent = nullptr);
    /// Of the sale's own clock; today or, when that has passed, tomorrow.
    QTime draft() const;
    /// The time in force. A draft that was not touched follows it.
    void setOpening(const QTime& time);
    void setDraft(const QTime& time);

signals:
    void openNowRequested();

protected:
    void retranslate() override;

private:
    QLabel* m_name;
    QTimeEdit* m_time;
    bool m_isTouched = false;
    QPushButton* m_move;
    QPushButton* m_now;
};

/// The end of the sale, and what can still follow it.
class PhasePanel : public FormPanel {
    Q_OBJECT

public:
    explicit PhasePanel(QWidget* parent = nullptr);
    void setPossible(bool mayClose, bool mayReopen, bool mayRunAnew);

signals:
    void closeRequested();
    void reopenRequested();
    void newRunRequested();

protected:
    void retranslate() override;

private:
    QPushButton* m_close;
    QPushButton* m_reopen;
    QPushButton* m_newRun;
};

/// Calls places by hand, where the sale is paced so.
class CallPanel : public FormPanel {
    Q_OBJECT

public:
    static constexpr int most = 1000;

    explicit CallPanel(QWidget* parent = nullptr);
    int draft() const;
    /// "called until now 120 → 170", in words of the page.
    void setTotal(const QString& sentence);

signals:
    void drafted();

protected:
    void retranslate() override;

private:
    Number m_count{};
    QLabel* m_total;
    QPushButton* m_arm;
};

/// Maintenance: a hold that also refuses orders. The message of the hold goes with it.
class MaintenancePanel : public FormPanel {
    Q_OBJECT

public:
    explicit MaintenancePanel(QWidget* parent = nullptr);

protected:
    void retranslate() override;

private:
    QLabel* m_note;
    QPushButton* m_arm;
};

} // namespace saikobi::controls
