#pragma once

#include <QObject>
#include <QTimer>

#include <memory>

#include "app/commands/alarm_desk.h"
#include "app/model/alarm_bell.h"
#include "app/model/alarm_calls.h"
#include "app/pages/view.h"
#include "app/shell/notice_port.h"
#include "app/shell/sound_port.h"

class QMenu;
class QPushButton;

namespace saikobi::shell {

/// Calls people to alarms: by a tone for each priority and by a notification of the desktop. Its
/// button says whether anything can be heard, and for how long it is muted.
class AlarmCaller : public QObject {
    Q_OBJECT

public:
    AlarmCaller(const commands::Clock& clock, QPushButton& button, QObject* parent = nullptr);
    ~AlarmCaller() override;

    /// Until then nothing can be heard, and nothing shown outside this window.
    void setPorts(std::unique_ptr<SoundPort> sound, std::unique_ptr<NoticePort> notices);
    void present(const std::vector<commands::DeskAlarm>& alarms, const contract::AlarmFlood& flood,
            const pages::View& view);
    /// Another sale.
    void forget();
    /// Plays what is due and counts what is left of muting; runs by itself.
    void beat();
    void retranslate();

    void silence();
    void mute(std::chrono::minutes length);
    void unmute();
    void playTest();
    /// The time of a step of a card is over: heard as a P3 is, and told to whoever looks elsewhere.
    void ringForStep(const QString& sentence);

signals:
    /// Silenced or muted: an act of its own, which the timeline keeps.
    void silenced(std::optional<std::chrono::minutes> muted);

private:
    void tell(const model::AlarmCall& call, const pages::View& view);
    void watchHolder(const contract::SaleSnapshot& sale, const pages::View& view);
    void buildMenu();

    commands::Clock m_clock;
    QPushButton& m_button;
    QMenu* m_menu;
    std::unique_ptr<SoundPort> m_sound{};
    std::unique_ptr<NoticePort> m_notices{};
    model::AlarmCalls m_calls{};
    model::AlarmBell m_bell{};
    std::string m_sale{};
    std::string m_holderTold{}; ///< entry that said that nobody has command
    bool m_isFloodTold = false;
    bool m_isReplay = false;
    QTimer m_beating{};
};

} // namespace saikobi::shell
