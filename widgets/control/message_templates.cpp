#include "widgets/control/message_templates.h"

#include <string_view>

namespace saikobi::controls {

const std::array<MessageTemplate, 5>& MessageTemplates::all()
{
    static constexpr std::array<MessageTemplate, 5> templates{{
            {"pause",
                    "ただいま入場を一時停止しています。順番はそのまま有効です。並び直しは不要です"
                    "。",
                    "Admission is paused. Your place is kept; there is no need to queue again."},
            {"payment_busy",
                    "決済が混み合っているため、入場を一時停止しています。順番とかごの中身はそのまま"
                    "残ります。",
                    "Payments are busy, so admission is paused. Your place and basket are kept."},
            {"check",
                    "システムを確認しています。このページのままお待ちください。順番は変わりません"
                    "。",
                    "We are checking the system. Please stay on this page; your place is kept."},
            {"stock", "まもなく完売の見込みです。並んでいてもご購入いただけない場合があります。",
                    "Items are nearly sold out. You may not be able to buy although you queue."},
            {"interrupted",
                    "販売を中断しています。再開・延期・中止は予定時刻までにお知らせします。支払い済"
                    "みの注文は記録されています。",
                    "The sale is interrupted. By the time shown we say whether it goes on, "
                    "moves or ends. Paid orders are on record."},
    }};
    return templates;
}

std::string MessageTemplates::of(const QString& ja, const QString& en)
{
    for (const auto& one : all())
        if (ja.contains(QString::fromUtf8(one.ja)) && en.contains(QString::fromUtf8(one.en)))
            return one.id;
    return {};
}

QString MessageTemplates::name(const MessageTemplate& one)
{
    const std::string_view id = one.id;
    if (id == "pause")
        return tr("Short pause", "template of a message to buyers");
    if (id == "payment_busy")
        return tr("Payments are busy", "template of a message to buyers");
    if (id == "check")
        return tr("We are checking", "template of a message to buyers");
    if (id == "stock")
        return tr("Nearly sold out", "template of a message to buyers");
    return tr("Sale interrupted", "template of a message to buyers");
}

} // namespace saikobi::controls
