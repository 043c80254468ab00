#pragma once

#include <QString>
#include <QWidget>

#include "backend/contract/feed.h"

namespace saikobi::status {

/// One figure of a strip: a caption in second text, the value in ink, on one line. Its width comes
/// from the layout alone, so that no value moves its neighbours.
class Readout : public QWidget {
    Q_OBJECT
    Q_PROPERTY(QString shownValue READ shownValue)
    Q_PROPERTY(int neededWidth READ neededWidth)
    Q_PROPERTY(QString remark READ remark)

public:
    explicit Readout(QWidget* parent = nullptr);

    void setCaption(const QString& caption);
    void present(const QString& value, contract::DataState state, const QString& note = {});
    /// Paints the value on ink instead of on the ground: for what must not be overlooked (HELD).
    void setInverse(bool isInverse);

    /// For whole sentences, which read badly in bold.
    void setPlain(bool isPlain);
    /// What others wrote and may be of any length: behind all else, cut with "…" where the room
    /// ends, whole in the tooltip and for assistive technology.
    void setRemark(const QString& remark);

    QString shownValue() const;
    int neededWidth() const; ///< below this the text is cut; tests look at it
    QString remark() const { return m_remark; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void describe();

    QString m_caption{};
    QString m_value{};
    QString m_note{}; ///< small, behind the value
    QString m_remark{}; ///< as the note, but may be cut
    contract::DataState m_state = contract::DataState::NoData;
    bool m_isInverse = false;
    bool m_isPlain = false;
};

} // namespace saikobi::status
