#include "app/pages/figure_titles.h"

#include <array>

namespace saikobi::pages {

using contract::Figure;

namespace {

constexpr std::array<FigureTitle, contract::figureCount> titles{{
        {Figure::Waiting, "待機", "waiting"},
        {Figure::Arrivals, "到着", "arrivals"},
        {Figure::Front, "呼出", "called"},
        {Figure::RateSet, "入場レートの設定", "rate set"},
        {Figure::RateActual, "入場", "passes"},
        {Figure::PassAge, "入場が途絶", "no pass given"},
        {Figure::CalledNotCome, "呼び出し後の不在", "called, not come"},
        {Figure::AbsentShare, "不在の割合", "absent share"},
        {Figure::WaitNew, "今並ぶ人の待ち", "wait, joining now"},
        {Figure::Shoppers, "買い物中", "shopping"},
        {Figure::Orders, "注文", "orders"},
        {Figure::Conversion, "入場者の購入率", "passes that buy"},
        {Figure::Calls, "全呼び出し", "all calls"},
        {Figure::CallsFinishing, "確定・取消", "finishing"},
        {Figure::RefusedForRate, "流量オーバー", "refused for rate"},
        {Figure::BudgetUsed, "決済枠の使用", "provider budget"},
        {Figure::PaymentSuccess, "決済成功率", "payment success"},
        {Figure::Declines, "承認不可", "declined"},
        {Figure::ErrorRatio, "エラー率", "errors"},
        {Figure::Refused, "お断り", "refused"},
        {Figure::OwnP95, "自社処理 p95", "own time p95"},
        {Figure::CheckoutP95, "注文全体 p95", "checkout p95"},
        {Figure::PageP95, "画面 p95", "pages p95"},
        {Figure::InFlight, "処理中の呼び出し", "calls under way"},
        {Figure::Unsettled, "未確定の注文", "unsettled orders"},
        {Figure::AuditRows, "監査の指摘", "audit findings"},
        {Figure::ClockSkew, "時計のずれ", "clock is off"},
        {Figure::Present, "在席", "present"},
        {Figure::WaitLast, "直近の待ち時間", "last wait"},
        {Figure::WaitCoverage, "予測の的中", "forecasts held"},
        {Figure::Reloads, "再読み込み", "reloads"},
        {Figure::RateAdvised, "推奨レート", "advised rate"},
        {Figure::OpenDifferences, "未解決の差分", "open differences"},
        {Figure::PurchaseTime, "購入にかかる時間", "purchase time"},
        {Figure::ArrivalsRatio, "到着の計画比", "arrivals of plan"},
        {Figure::SourceShare, "同一発信元", "one source joins"},
        {Figure::LaneUse, "最混雑レーン", "busiest lane"},
        {Figure::Cpu, "最混雑CPU", "busiest CPU"},
        {Figure::PgConnections, "DB接続", "DB connections"},
        {Figure::PgLockWaiters, "ロック待ち", "waiting for locks"},
        {Figure::PgOldestTx, "最古のトランザクション", "oldest transaction"},
        {Figure::PgDeadlocks, "デッドロック", "deadlocks"},
        {Figure::RedisMemory, "Redisメモリ", "Redis memory"},
        {Figure::RedisRefused, "Redis書込拒否", "Redis refused writes"},
        {Figure::RecordAge, "記録の遅れ", "recorder is late"},
        {Figure::DiskFree, "ディスク残量", "disk space left"},
        {Figure::ResumeOverdue, "再開予定超過", "resume overdue"},
        {Figure::InstancesChanged, "構成の変化", "instances changed"},
        {Figure::Held, "確保中", "held"},
        {Figure::HeldOverdue, "確保しすぎ", "held too long"},
        {Figure::InboxAge, "通知の滞留", "notification waits"},
        {Figure::MethodP95, "決済時間", "payment time"},
        {Figure::PathRtt, "指示の経路", "command path"},
        {Figure::Unconfirmed, "未確認の指示", "unconfirmed"},
        {Figure::Outside, "外部からの経路", "outside walk"},
        {Figure::Balancer5xx, "LBエラー", "balancer errors"},
        {Figure::StoreLost, "保存先が無応答", "store lost"},
        {Figure::FeedAge, "データが古い", "data is old"},
        {Figure::AuditOversold, "過剰販売の行", "oversold, rows"},
        {Figure::AuditDoubleCapture, "二重確定", "double captures"},
        {Figure::AuditStrandedStock, "宙に浮いた在庫", "stranded units"},
        {Figure::AuditOrphanPayment, "注文のない決済", "orphan payments"},
        {Figure::AuditUnfinishedOrder, "未完了の注文", "unfinished orders"},
}};

constexpr bool standInOrder()
{
    for (std::size_t i = 0; i < titles.size(); ++i)
        if (static_cast<std::size_t>(titles[i].figure) != i)
            return false;
    return true;
}
static_assert(standInOrder());

} // namespace

const FigureTitle& figureTitle(Figure figure)
{
    return titles.at(static_cast<std::size_t>(figure));
}

} // namespace saikobi::pages
