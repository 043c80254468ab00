#pragma once

#include <QWidget>

#include <chrono>

#include "widgets/status/alarm_rows.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace saikobi::status {

struct ShelveWish {
    AlarmKey alarm{};
    std::chrono::minutes length{15};
    bool isUntilClear = true;
    QString reason{};
};

/// Puts an alarm aside: for how long, whether it comes back with its end, and why. Without a reason
/// there is no way on.
class ShelveForm : public QWidget {
    Q_OBJECT

public:
    explicit ShelveForm(QWidget* parent = nullptr);

    void open(const ListedAlarm& alarm);
    void begin(); ///< takes the keyboard

signals:
    void wanted(saikobi::status::ShelveWish wish);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void send();
    void retranslate();

    AlarmKey m_alarm{};
    contract::AlarmRecord m_record{};
    QLabel* m_heading;
    QLabel* m_lengthName;
    QComboBox* m_length;
    QCheckBox* m_untilClear;
    QLabel* m_reasonName;
    QLineEdit* m_reason;
    QPushButton* m_shelve;
    QPushButton* m_cancel;
};

} // namespace saikobi::status
