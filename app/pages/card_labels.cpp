#include "app/pages/card_labels.h"

#include <QStringList>

#include <array>

#include "app/pages/figure_titles.h"

namespace saikobi::pages {

namespace {

struct Words {
    const char* ja;
    const char* en;
};

constexpr std::array<Words, contract::roleCount> roleWords{{{"責任者", "lead"},
        {"担当者", "operator"}, {"インフラ", "infrastructure"}, {"データベース", "database"},
        {"バックエンド", "backend owner"}, {"開発", "developers"}, {"決済当番", "payment duty"},
        {"決済会社窓口", "provider desk"}, {"経理", "finance"}, {"商品担当", "product owner"},
        {"サークル窓口", "circle desk"}, {"主催者", "organiser"}, {"会場責任者", "venue lead"},
        {"警備・不正対策", "security"}, {"個人情報担当", "privacy officer"},
        {"問い合わせ窓口", "support"}, {"告知担当", "announcements"}}};

/// Of the usual command of each form, and of the other one.
struct FormWords {
    Words usual;
    Words other{};
};

constexpr std::array<FormWords, contract::controlFormCount> formWords{{{{"入場停止", "Hold"}},
        {{"メンテナンス", "Maintenance"}}, {{"入場レート", "Rate"}}, {{"再開", "Release"}},
        {{"個別入場", "Admit"}}, {{"呼出", "Call"}},
        {{"開始時刻", "Opening"}, {"今すぐ開始", "Open now"}},
        {{"販売終了", "Close"}, {"再び開く", "Open again"}}, {{"案内", "Message"}},
        {{"ブロック", "Block"}, {"ブロック解除", "Unblock"}}, {{"作業の設定", "Work bits"}},
        {{"順番の復元", "Restore"}}, {{"頒布停止", "Stop product"}, {"頒布再開", "Start product"}},
        {{"支払方法の停止", "Disable method"}, {"支払方法の再開", "Enable method"}},
        {{"決済会社の上限", "Provider limit"}}, {{"取り置き分の販売", "Offer kept units"}},
        {{"放置トランザクションを終了", "End transaction"}}}};

QString text(const std::string& from)
{
    return QString::fromStdString(from);
}

} // namespace

QString CardLabels::pick(const char* ja, const char* en) const
{
    return QString::fromUtf8(m_isJapanese ? ja : en);
}

QString CardLabels::of(const contract::Bilingual& both) const
{
    return text(m_isJapanese ? both.ja : both.en);
}

QString CardLabels::role(contract::Role role) const
{
    const auto& words = roleWords.at(static_cast<std::size_t>(role));
    return pick(words.ja, words.en);
}

QString CardLabels::roles(const contract::Card& card) const
{
    QStringList called;
    for (const auto one : card.calls)
        called << role(one);
    QStringList out;
    if (card.decides)
        out << pick("決める：%1", "decides: %1").arg(role(*card.decides));
    if (card.acts)
        out << pick("行う：%1", "acts: %1").arg(role(*card.acts));
    out << pick("電話：%1", "calls: %1").arg(called.join(pick("、", ", ")));
    return out.join(pick("　", " · "));
}

QString CardLabels::duration(std::chrono::seconds time) const
{
    const auto count = time.count();
    if (count % 60 != 0)
        return pick("%1秒", "%1 s").arg(count);
    return pick("%1分", "%1 min").arg(count / 60);
}

QString CardLabels::figure(contract::Figure figure) const
{
    const auto& title = figureTitle(figure);
    const auto words = m_isJapanese ? title.ja : title.en;
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QString CardLabels::watch(const contract::Watch& watch) const
{
    const auto unit = contract::info(watch.figure).unit;
    auto out = QStringLiteral("%1 %2 %3")
                       .arg(figure(watch.figure),
                               text(std::string{contract::name(watch.comparison)}),
                               QString::number(watch.value));
    // Counts of things are plain without their word; measures are not.
    if (unit == "%" || unit == "s" || unit == "ms" || unit == "min" || unit == "GiB"
            || unit.starts_with('/'))
        out += QLatin1Char(' ') + text(std::string{unit});
    return out + pick("、", ", ") + duration(watch.held);
}

QString CardLabels::form(const contract::Step& step) const
{
    const auto value = [&step](const char* key) {
        const auto found = step.values.find(key);
        return found == step.values.end() ? QString() : text(found->second);
    };
    const auto& words = formWords.at(static_cast<std::size_t>(*step.form));
    const auto actions = contract::actionsOf(*step.form);
    const bool isOther = !actions.empty() && value("action").toStdString() == actions.back();
    QStringList out{
            isOther ? pick(words.other.ja, words.other.en) : pick(words.usual.ja, words.usual.en)};
    for (const auto* key : {"value", "n", "in", "resume_in"}) {
        auto one = value(key);
        if (one == QLatin1String("rate_advised"))
            one = pick("推奨値", "advised");
        else if (one.endsWith(QLatin1Char('m')))
            one = pick("%1分", "%1 min").arg(one.chopped(1));
        if (!one.isEmpty())
            out << one;
    }
    return out.join(QLatin1Char(' '));
}

QString CardLabels::lead(const contract::Step& step) const
{
    switch (step.kind) {
    case contract::StepKind::Watch:
    case contract::StepKind::Do:
    case contract::StepKind::Decide:
        return {};
    case contract::StepKind::Timer:
        return duration(step.time);
    case contract::StepKind::Call:
        return pick("電話 %1", "Call %1").arg(role(*step.role));
    case contract::StepKind::Command:
        return form(step);
    }
    return {};
}

QString CardLabels::dates(const contract::Card& card) const
{
    const auto revised = pick("改訂 %1", "Revised %1").arg(text(card.revised));
    if (card.reviewed.empty())
        return revised + pick("　外部確認 まだない", " · not yet reviewed from outside");
    const contract::CardReview* newest = &card.reviewed.front();
    for (const auto& review : card.reviewed)
        if (review.date > newest->date)
            newest = &review;
    const auto by = contract::roleNamed(newest->role);
    return revised
            + pick("　外部確認 %1（%2）", " · reviewed from outside %1 (%2)")
                      .arg(text(newest->date), by ? role(*by) : text(newest->role));
}

} // namespace saikobi::pages
