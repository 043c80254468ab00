#include "app/pages/situation_texts.h"

#include <QStringList>

#include <algorithm>

namespace saikobi::pages {

using contract::Figure;
using contract::MarkState;
using contract::Phase;
using namespace std::chrono_literals;

namespace {

constexpr auto newsEvery = 10min;
constexpr std::size_t mostActions = 6;

contract::Instant nextCall(const Situation& now)
{
    const auto& line = now.view.sale.line;
    const bool isPromised = line && line->value.resumeAt && *line->value.resumeAt > now.view.now;
    return isPromised ? std::min(*line->value.resumeAt, now.view.now + newsEvery)
                      : now.view.now + newsEvery;
}

bool isActive(const contract::AlarmRecord& record)
{
    return record.isOn() && !record.isTest;
}

} // namespace

QString SituationTexts::line(const char* ja, const char* en, const QString& text) const
{
    return m_labels.isJapanese() ? QString::fromUtf8(ja) + QStringLiteral("：") + text
                                 : QString::fromUtf8(en) + QStringLiteral(": ") + text;
}

QString SituationTexts::figure(const View& view, Figure figure, int digits) const
{
    const auto value = view.value(figure);
    if (!value || view.state(figure) >= contract::DataState::Stale)
        return m_labels.pick("不明", "not known");
    return digits == 0 ? view.formatter.count(*value) : view.formatter.decimal(*value, digits);
}

QString SituationTexts::phase(const View& view) const
{
    const auto& line = view.sale.line;
    if (!line)
        return m_labels.pick("状態は不明", "state not known");
    switch (line->value.phase) {
    case Phase::Before:
        return m_labels.pick("開始前", "before the opening");
    case Phase::Open:
        return m_labels.pick("販売中", "on sale");
    case Phase::Closed:
        return m_labels.pick("販売終了", "closed");
    case Phase::Held:
        break;
    }
    if (!line->value.resumeAt)
        return m_labels.pick(
                "入場停止中（再開時刻は未定）", "entry held, time of resuming not set");
    return m_labels.pick("入場停止中（再開予定 %1）", "entry held, to resume at %1")
            .arg(view.formatter.clockMinutes(*line->value.resumeAt));
}

/// From what is known now: entry first, then paying.
QString SituationTexts::affected(const View& view) const
{
    const auto& line = view.sale.line;
    if (line && line->value.phase == Phase::Held)
        return m_labels
                .pick("待っている%1人は、まだ購入に進めません。順番は変わりません。",
                        "%1 people who wait cannot go on to buy yet. Every place is kept.")
                .arg(figure(view, Figure::Waiting, 0));
    const auto success = view.value(Figure::PaymentSuccess);
    if (success && *success < 97)
        return m_labels
                .pick("決済の一部が失敗しています（成功率 %1 %）。",
                        "Some payments fail (success %1 %).")
                .arg(figure(view, Figure::PaymentSuccess, 1));
    return m_labels.pick("購入は続いています。影響はまだ確認されていません。",
            "Buying goes on; no effect is known yet.");
}

QString SituationTexts::venueForm(const Situation& now) const
{
    const auto& f = now.view.formatter;
    const auto none = m_labels.pick("なし", "nothing");
    const auto* begun = now.walk ? now.walk->mark(contract::walk_step::begin) : nullptr;
    auto since = begun ? begun->at : now.view.now;
    if (begun && now.view.sale.alarms)
        for (const auto& record : now.view.sale.alarms->value.records)
            if (name(record.alarm) == begun->alarm && record.began)
                since = *record.began;
    QString back;
    for (const auto* role : {"venue lead", "lead", "operator"})
        for (const auto& contact : now.contacts)
            if (contact.role == role && role != std::string{"venue lead"} && back.isEmpty())
                back = QString::fromStdString(contact.name + " " + contact.call);
    QStringList lines;
    lines << line("事象", "What", now.card ? m_labels.of(now.card->text.title) : phase(now.view))
          << line("開始時刻", "Since", f.clockMinutes(since) + QLatin1Char(' ') + f.zoneName(since))
          << line("誰が何をできないか", "Who cannot do what", affected(now.view))
          << line("してほしいこと", "Please do",
                     now.card ? m_labels.of(now.card->text.venue) : none)
          << line("しないでほしいこと", "Please do not",
                     m_labels.pick("並び直し・再購入を勧めない。再開時刻を約束しない。",
                             "Do not tell people to queue or buy again; promise no time."))
          << line("次の連絡時刻", "Next call", f.clockMinutes(nextCall(now)))
          << line("連絡先", "Call back",
                     back.isEmpty() ? m_labels.pick("（連絡先が未登録）", "(no contact on file)")
                                    : back);
    return lines.join(QLatin1Char('\n'));
}

QString SituationTexts::condition(const Situation& now) const
{
    const auto& view = now.view;
    QStringList parts;
    parts << QStringLiteral("%1 %2 %3")
                     .arg(view.formatter.clock(view.now), view.formatter.zoneName(view.now),
                             QString::fromStdString(view.sale.sale));
    parts << phase(view);
    parts << m_labels.pick("待ち %1人、入場 %2/分（設定 %3）、注文 %4/分",
                             "waiting %1, entry %2/min (set %3), orders %4/min")
                     .arg(figure(view, Figure::Waiting, 0), figure(view, Figure::RateActual, 0),
                             figure(view, Figure::RateSet, 0), figure(view, Figure::Orders, 0));
    parts << m_labels.pick("エラー %1 %、決済成功 %2 %", "errors %1 %, payment success %2 %")
                     .arg(figure(view, Figure::ErrorRatio, 1),
                             figure(view, Figure::PaymentSuccess, 1));
    QStringList alarms;
    if (view.sale.alarms)
        for (const auto& record : view.sale.alarms->value.records)
            if (isActive(record))
                alarms << QStringLiteral("%1 (P%2)")
                                  .arg(QString::fromLatin1(name(record.alarm).data(), 3),
                                          QString::number(static_cast<int>(record.priority)));
    if (!alarms.isEmpty())
        parts << m_labels.pick("警報 ", "alarms ") + alarms.join(QStringLiteral(", "));
    return parts.join(m_labels.pick("。", "; "));
}

/// What was done last, newest first.
QString SituationTexts::actions(const Situation& now) const
{
    if (!now.card || !now.walk)
        return m_labels.pick("手順書はまだ使っていません。", "no card is being walked");
    std::vector<const contract::WalkMark*> done;
    for (const auto& [step, mark] : now.walk->marks)
        if (now.card->step(step) && mark.state != MarkState::Open
                && mark.state != MarkState::Deferred)
            done.push_back(&mark);
    std::sort(done.begin(), done.end(),
            [](const auto* a, const auto* b) { return contract::isNewer(*a, *b); });
    done.resize(std::min(done.size(), mostActions));
    QStringList lines;
    lines << QStringLiteral("%1 %2/%3")
                     .arg(QString::fromStdString(now.card->id))
                     .arg(now.walk->settledCount(now.view.now))
                     .arg(now.walk->count());
    for (const auto* mark : done)
        lines << QStringLiteral("%1 %2%3").arg(now.view.formatter.clockMinutes(mark->at),
                m_labels.of(now.card->step(mark->step)->text),
                mark->state == MarkState::Overridden
                        ? m_labels.pick("（省いた：%1）", " (passed over: %1)")
                                  .arg(QString::fromStdString(mark->reason))
                        : QString());
    return lines.join(QStringLiteral("\n  "));
}

QString SituationTexts::needs(const Situation& now) const
{
    if (!now.card || !now.walk)
        return m_labels.pick("なし", "none");
    const auto* step = now.walk->current(now.view.now);
    const auto* written = step ? now.card->step(step->id) : nullptr;
    if (!written)
        return m_labels.pick("終了条件を待っています。", "waiting for the card to be finished");
    return m_labels.pick("次：", "next: ") + m_labels.lead(*written) + QLatin1Char(' ')
            + m_labels.of(written->text);
}

QString SituationTexts::report(const Situation& now) const
{
    return QStringList{line("状況", "Condition", condition(now)),
            line("対応", "Actions", actions(now)), line("依頼・必要なもの", "Needs", needs(now))}
            .join(QLatin1Char('\n'));
}

} // namespace saikobi::pages
