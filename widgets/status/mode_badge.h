#pragma once

#include <QWidget>

#include "backend/contract/words.h"
#include "widgets/status/palette.h"
#include "widgets/status/words.h"

class QPainter;
class QRectF;

namespace saikobi::status {

/// Frame of a mode: LIVE plain, FROZEN double ink, DEMO dotted accent, REPLAY dashed accent,
/// READ-ONLY hairline.
void paintModeFrame(QPainter& painter, const QRectF& area, Mode mode, const Palette& palette);

/// The word of the mode in its own frame; READ-ONLY with a lock.
class ModeBadge : public QWidget {
    Q_OBJECT

public:
    explicit ModeBadge(QWidget* parent = nullptr);
    /// `shownAt`: of FROZEN, the time at which the screen stands still.
    void present(Mode mode, const QString& shownAt = {});
    Mode mode() const { return m_mode; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString said() const;

    Mode m_mode = Mode::Connecting;
    QString m_shownAt{};
};

/// Stripe and word that tell a production from a rehearsal.
class ProfileStripe : public QWidget {
    Q_OBJECT

public:
    explicit ProfileStripe(QWidget* parent = nullptr);
    void present(contract::ProfileKind kind);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    contract::ProfileKind m_kind = contract::ProfileKind::Development;
};

} // namespace saikobi::status
