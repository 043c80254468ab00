#include "widgets/status/alarm_line.h"

#include <QImage>
#include <QPainter>

#include <cmath>

#include "widgets/status/alarm_mark.h"
#include "widgets/status/alarm_model.h"
#include "widgets/status/alarm_words.h"
#include "widgets/status/type_scale.h"

namespace saikobi::status {

namespace {

constexpr double edge = 4;
constexpr double markSide = 16;
constexpr double indent = 12; ///< of what follows from the line above
constexpr double apart = 6;

const AlarmModel& modelOf(const QModelIndex& index)
{
    return *static_cast<const AlarmModel*>(index.model());
}

double lineHeight(const QFont& font)
{
    return QFontMetricsF(font).ascent() * 1.25;
}

/// What nobody has seen yet; no larger than the rest, since the column is narrow.
QFont unseenFace(const QFont& font)
{
    auto face = scaled(font, TypeSize::Small);
    face.setBold(true);
    return face;
}

struct Texts {
    QString title{};
    QString since{};
    QString standing{};
    QString card{};
};

Texts textsOf(const QModelIndex& index)
{
    const auto& model = modelOf(index);
    const auto& row = model.row(index.row());
    const auto& record = row.alarm.record;
    if (row.isFold)
        return {AlarmWords::fold(row), row.isOpen ? QStringLiteral("▾") : QStringLiteral("▸"),
                AlarmWords::priorities(row.byPriority), {}};
    const auto id = QString::fromStdString(std::string{name(record.alarm)});
    return {AlarmWords::title(record, model.formatter()), AlarmWords::since(record, model.now()),
            QStringLiteral("%1 · %2").arg(id, AlarmWords::standing(row.alarm, model.now())),
            row.alarm.card.isEmpty() ? QString() : QStringLiteral("→ ") + row.alarm.card};
}

double leftOf(const AlarmRow& row)
{
    return edge + (row.isConsequence ? indent : 0) + markSide + apart;
}

} // namespace

void AlarmLine::paint(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& row = modelOf(index).row(index.row());
    const auto theme = themeOf(*option.widget);
    const auto& colours = paletteOf(theme);
    const QRectF area(option.rect);
    const auto texts = textsOf(index);
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->fillRect(area, tint(colours.outline, colours.ground, 0.18));
        if (option.widget->hasFocus()) {
            painter->setPen(QPen(colours.accent, 2));
            painter->drawRect(area.adjusted(1, 1, -1, -1));
        }
    }
    const auto strong = unseenFace(option.font);
    const auto small = scaled(option.font, TypeSize::Small);
    const double first = lineHeight(strong);
    const QRectF upper(leftOf(row), area.top() + 3, area.width() - leftOf(row) - edge, first);
    const QRectF lower(upper.left(), upper.bottom(), upper.width(), lineHeight(small));
    if (!row.isFold)
        paintAlarmMark(*painter,
                QRectF(leftOf(row) - apart - markSide, area.top() + 4, markSide, markSide),
                markOf(row.alarm.record), AlarmBlink::isLit(), theme);
    // What nobody has seen is in ink and bold; all else in second text or plain ink.
    painter->setFont(isUnseen(row.alarm.record) && !row.isFold ? strong : small);
    painter->setPen(row.alarm.record.isShelved() || row.isFold ? colours.second : colours.text);
    painter->drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, texts.title);
    painter->setFont(small);
    painter->setPen(colours.second);
    painter->drawText(upper, Qt::AlignRight | Qt::AlignVCenter, texts.since);
    painter->drawText(lower, Qt::AlignLeft | Qt::AlignVCenter, texts.standing);
    painter->setPen(colours.text);
    painter->drawText(lower, Qt::AlignRight | Qt::AlignVCenter, texts.card);
    painter->restore();
}

QSize AlarmLine::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const double height = 2 * lineHeight(unseenFace(option.font)) + 7;
    return {60, static_cast<int>(std::ceil(height))};
}

int AlarmLine::neededWidth(const QFont& font, const QModelIndex& index)
{
    const auto& row = modelOf(index).row(index.row());
    const auto texts = textsOf(index);
    const bool isStrong = isUnseen(row.alarm.record) && !row.isFold;
    const QFontMetricsF title(isStrong ? unseenFace(font) : scaled(font, TypeSize::Small));
    const QFontMetricsF small(scaled(font, TypeSize::Small));
    const double upper
            = title.horizontalAdvance(texts.title) + apart + small.horizontalAdvance(texts.since);
    const double lower
            = small.horizontalAdvance(texts.standing) + apart + small.horizontalAdvance(texts.card);
    return static_cast<int>(std::ceil(leftOf(row) + std::max(upper, lower) + edge));
}

void AlarmLine::warm(const QFont& font, const QString& text)
{
    QImage nowhere(8, 8, QImage::Format_RGB32); // the format of a window: glyphs are kept for each
    nowhere.fill(Qt::white);
    QPainter painter(&nowhere);
    for (const auto& face : {unseenFace(font), scaled(font, TypeSize::Small)}) {
        painter.setFont(face);
        painter.drawText(QPointF(0, nowhere.height()), text);
    }
}

} // namespace saikobi::status
