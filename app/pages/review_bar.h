#pragma once

#include <QWidget>

#include <vector>

#include "app/review/recording.h"
#include "app/review/spans.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;

namespace saikobi::pages {

/// What is played, compared and looked at, and how fast: the two lines above the lanes. It knows no
/// recording; it is told what to show and says what somebody wants.
class ReviewBar : public QWidget {
    Q_OBJECT

public:
    explicit ReviewBar(QWidget* parent = nullptr);

    /// Runs that can be opened, in both menus.
    void offer(std::vector<review::RecordedRun> runs);
    void setTitle(const QString& title);
    void setConsoles(const std::vector<review::ConsoleSeen>& consoles, const std::string& chosen);
    void setOpen(bool isOpen); ///< without a recording only opening is possible
    void setPlaying(bool isPlaying, double speed);
    void setClock(const QString& clock);
    void setRange(const QString& text);
    void refuseRange(); ///< what was typed cannot be read
    void setAsSeen(bool isOn);
    void setLooping(bool isOn);
    void setComparing(bool isOn, review::AlignBy by);
    QMenu* compareMenu() { return m_compareMenu; }

signals:
    void runsWanted();
    void runWanted(const saikobi::review::RecordedRun& run, bool asSecond);
    void fileWanted(bool asSecond);
    void compareEnded();
    void alignWanted(saikobi::review::AlignBy by);
    void playToggled();
    void slowerWanted();
    void fasterWanted();
    void asSeenToggled(bool isOn);
    void loopToggled(bool isOn);
    void consoleChosen(const QString& console);
    void lengthWanted(std::chrono::seconds length); ///< 0: everything; below 0: since opening
    void rangeTyped(const QString& text);
    void reportWanted(const QString& language);
    void copyWanted();
    void pictureWanted();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void layOut();
    void connectAll();
    void fillMenus();
    void fillRanges();
    static QString nameOfAll(); ///< the first of the consoles to choose from
    void retranslate();

    std::vector<review::RecordedRun> m_runs{};
    bool m_isPlaying = false;
    bool m_isComparing = false;
    review::AlignBy m_by = review::AlignBy::Opening;
    QMenu* m_openMenu;
    QMenu* m_compareMenu;
    QMenu* m_saveMenu;
    QPushButton* m_open;
    QLabel* m_title;
    QPushButton* m_compare;
    QPushButton* m_save;
    QPushButton* m_play;
    QPushButton* m_slower;
    QLabel* m_speed;
    QPushButton* m_faster;
    QPushButton* m_loop;
    QLabel* m_clock;
    QPushButton* m_asSeen;
    QComboBox* m_console;
    QComboBox* m_length;
    QLineEdit* m_range;
};

} // namespace saikobi::pages
