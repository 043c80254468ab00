#pragma once

#include <QWidget>

#include <optional>

#include "backend/contract/feed.h"
#include "widgets/status/alarm_mark.h"
#include "widgets/status/alarm_model.h"

class QAction;
class QComboBox;
class QLabel;
class QListView;
class QPushButton;

namespace saikobi::status {

/// The alarm list: how many there are, in which order they stand, and what a person may do to the
/// chosen one. Its keys work while it has the focus.
class AlarmPanel : public QWidget {
    Q_OBJECT
    Q_PROPERTY(int neededWidth READ neededWidth)

public:
    explicit AlarmPanel(QWidget* parent = nullptr);

    struct Content {
        std::vector<ListedAlarm> alarms{};
        bool isKnown = false; ///< somebody told; an empty list then means that all is quiet
        contract::DataState state = contract::DataState::NoData; ///< how far it may be believed
        QString seenAt{}; ///< clock time of what is shown
        contract::AlarmFlood flood{};
        QString obstacle{}; ///< why nobody here may act on them; empty: they may
    };
    void present(const Content& content, contract::Instant now, const Formatter& formatter);

    std::optional<AlarmKey> chosen() const;
    void choose(const AlarmKey& key);
    /// Takes the keyboard here; the foremost alarm is chosen unless one is.
    void enter();
    const AlarmModel& model() const { return m_model; }
    AlarmSort sort() const { return m_view.sort; }
    void setSort(AlarmSort sort);
    QList<QAction*> keys() const; ///< for the menu and the key sheet
    int neededWidth() const; ///< tests look at it

signals:
    void acknowledgeWanted(std::vector<saikobi::status::AlarmKey> alarms);
    void confirmWanted(saikobi::status::AlarmKey alarm);
    void shelveWanted(saikobi::status::AlarmKey alarm);
    void cardWanted(saikobi::status::AlarmKey alarm);

protected:
    void changeEvent(QEvent* event) override;

private:
    QAction* addKey(const char* name, const QList<QKeySequence>& keys);
    QPushButton* addButton(const char* name, QAction* does);
    void layOut();
    void arrangeAgain();
    void acknowledgePage();
    void turnFold(std::optional<bool> open);
    void openChosen();
    const AlarmRow* chosenRow() const;
    void retranslate();
    void showCounts();
    void showActs();

    QLabel* m_heading;
    QLabel* m_counts;
    QComboBox* m_order;
    QListView* m_list;
    QLabel* m_quiet;
    AlarmModel m_model{};
    AlarmBlink m_blink;
    QAction* m_acknowledge;
    QAction* m_acknowledgePage;
    QAction* m_confirm;
    QAction* m_shelve;
    QAction* m_card;
    QAction* m_unfold;
    QAction* m_fold;
    QPushButton* m_acknowledgeButton;
    QPushButton* m_confirmButton;
    QPushButton* m_shelveButton;
    Content m_content{};
    AlarmView m_view{};
    contract::Instant m_now{};
    Formatter m_formatter{};
};

} // namespace saikobi::status
