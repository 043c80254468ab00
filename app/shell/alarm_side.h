#pragma once

#include <QWidget>

#include <functional>
#include <memory>

#include "app/pages/view.h"
#include "app/shell/notice_port.h"
#include "app/shell/sound_port.h"
#include "widgets/status/alarm_mark.h"
#include "widgets/status/alarm_rehearsal.h"
#include "widgets/status/alarm_rows.h"

class QStackedWidget;

namespace saikobi::status {
class AlarmBand;
class AlarmCard;
class AlarmPanel;
class NoteBox;
class ShelveForm;
class TimelineList;
} // namespace saikobi::status

namespace saikobi::shell {

class AlarmCaller;
class Session;

/// The right column: the alarm list above the timeline and the note box, and what belongs to it at
/// the bottom of the window. A card or the form of shelving stands in the place of the timeline
/// while it is open, so that nothing else moves.
class AlarmSide : public QWidget {
    Q_OBJECT

public:
    using Say = std::function<void(const QString&)>;
    AlarmSide(Session& session, Say say, QWidget* parent = nullptr);

    void present(const pages::View& view);
    status::AlarmPanel& panel() const { return *m_panel; }
    status::AlarmBand& band() const { return *m_band; } ///< stands at the bottom of the window
    AlarmCaller& caller() const { return *m_caller; }
    /// Shows what happened then in the timeline.
    void reveal(contract::Instant at);
    /// `Ctrl+N`.
    void beginNote();
    /// What stands beside these screens on the rail, named as their files are ("live").
    std::vector<std::optional<status::AlarmMark>> marksOf(const QStringList& screens) const;

signals:
    /// `Enter`: the card of this alarm, which is named with the occurrence that was on the screen.
    void cardWanted(const QString& card, const QString& alarm, qint64 occurrence);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void connectActs();
    void rehearse();
    std::vector<status::ListedAlarm> listed(const pages::View& view) const;
    void openCard(const status::AlarmKey& key);
    void openShelving(const status::AlarmKey& key);
    void back();
    std::vector<contract::TimelineEntry> timeline(const pages::View& view) const;
    const status::ListedAlarm* find(const status::AlarmKey& key) const;
    QString obstacle() const;

    Session& m_session;
    Say m_say;
    status::AlarmPanel* m_panel;
    QStackedWidget* m_below;
    status::TimelineList* m_timeline;
    status::AlarmCard* m_card;
    status::ShelveForm* m_form;
    status::NoteBox* m_note;
    status::AlarmBand* m_band;
    AlarmCaller* m_caller;
    std::vector<status::ListedAlarm> m_alarms{};
    status::AlarmRehearsal m_rehearsal{};
};

} // namespace saikobi::shell
