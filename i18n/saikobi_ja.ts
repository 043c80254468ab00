<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>saikobi::charts::ChartCanvas</name>
    <message>
        <source>no data</source>
        <comment>value of a line where nothing was recorded</comment>
        <translation>データなし</translation>
    </message>
</context>
<context>
    <name>saikobi::charts::PlotTable</name>
    <message>
        <source>Table of the plot: %1</source>
        <comment>%1: name of a plot</comment>
        <translation>グラフの表: %1</translation>
    </message>
</context>
<context>
    <name>saikobi::charts::PlotTableModel</name>
    <message>
        <source>no data</source>
        <comment>value of a line where nothing was recorded</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>Time</source>
        <comment>column: clock time</comment>
        <translation>時刻</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::AdmitPanel</name>
    <message>
        <source>Admit while held</source>
        <comment>heading of the controls: give single passes</comment>
        <translation>停止中の個別入場</translation>
    </message>
    <message>
        <source>people</source>
        <comment>how many are let in: before the number</comment>
        <translation>人数</translation>
    </message>
    <message>
        <source>How many people to let in</source>
        <translation>入場させる人数</translation>
    </message>
    <message>
        <source>Admit… (Enter)</source>
        <comment>button: arms letting people in</comment>
        <translation>入場させる…(Enter)</translation>
    </message>
    <message>
        <source>Arm letting people in</source>
        <translation>個別入場を準備する</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::BlockPanel</name>
    <message numerus="yes">
        <source>%n blocked</source>
        <comment>entries of the block list</comment>
        <translation>
            <numerusform>%n 件ブロック中</numerusform>
        </translation>
    </message>
    <message>
        <source>block list not known</source>
        <comment>no data</comment>
        <translation>ブロックリスト不明</translation>
    </message>
    <message>
        <source>Block list</source>
        <comment>heading of the controls</comment>
        <translation>ブロックリスト</translation>
    </message>
    <message>
        <source>Whom</source>
        <comment>what is blocked: before a field</comment>
        <translation>対象</translation>
    </message>
    <message>
        <source>for</source>
        <comment>how long something is blocked: before a number</comment>
        <translation>期間</translation>
    </message>
    <message>
        <source> min</source>
        <comment>minutes, after a number</comment>
        <translation> 分</translation>
    </message>
    <message>
        <source>no end</source>
        <comment>blocked until it is taken off</comment>
        <translation>無期限</translation>
    </message>
    <message>
        <source>Block…</source>
        <comment>button: arms blocking</comment>
        <translation>ブロック…</translation>
    </message>
    <message>
        <source>Arm the block</source>
        <translation>ブロックを準備</translation>
    </message>
    <message>
        <source>Unblock…</source>
        <comment>button: arms taking off the block list</comment>
        <translation>解除…</translation>
    </message>
    <message>
        <source>Arm taking off the block list</source>
        <translation>ブロック解除を準備</translation>
    </message>
    <message>
        <source>Entries of the block list</source>
        <translation>ブロックリストの項目</translation>
    </message>
    <message>
        <source>Whom</source>
        <comment>column of the block list</comment>
        <translation>対象</translation>
    </message>
    <message>
        <source>Until</source>
        <comment>column of the block list</comment>
        <translation>期限</translation>
    </message>
    <message>
        <source>By</source>
        <comment>column of the block list: who</comment>
        <translation>担当者</translation>
    </message>
    <message>
        <source>Reason</source>
        <comment>column of the block list</comment>
        <translation>理由</translation>
    </message>
    <message>
        <source>203.0.113.0/24</source>
        <comment>example of what can be blocked</comment>
        <translation>203.0.113.0/24</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::CallPanel</name>
    <message>
        <source>Call by hand</source>
        <comment>heading of the controls: staff call the next places</comment>
        <translation>手動の呼び出し</translation>
    </message>
    <message>
        <source>places</source>
        <comment>how many are called: before the number</comment>
        <translation>人数</translation>
    </message>
    <message>
        <source>Call… (Enter)</source>
        <comment>button: arms calling places</comment>
        <translation>呼び出す…（Enter）</translation>
    </message>
    <message>
        <source>Arm calling places</source>
        <translation>呼び出しを準備</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::ConfirmStrip</name>
    <message>
        <source>Enter executes · Esc cancels · %1 s</source>
        <comment>%1: seconds left</comment>
        <translation>Enter で実行 · Esc で取消 · 残り %1 秒</translation>
    </message>
    <message>
        <source>Ctrl+Enter executes · Esc cancels · %1 s</source>
        <comment>%1: seconds left</comment>
        <translation>Ctrl+Enter で実行 · Esc で取消 · 残り %1 秒</translation>
    </message>
    <message>
        <source>type %1, then Ctrl+Enter · Esc cancels · %2 s</source>
        <comment>%1: the sale&apos;s id, %2: seconds left</comment>
        <translation>%1 と入力して Ctrl+Enter · Esc で取消 · 残り %2 秒</translation>
    </message>
    <message>
        <source>Confirmation</source>
        <comment>the strip where a command is confirmed</comment>
        <translation>確認</translation>
    </message>
    <message>
        <source>Execute</source>
        <comment>button</comment>
        <translation>実行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <comment>button</comment>
        <translation>取消</translation>
    </message>
    <message>
        <source>The sale&apos;s id, to confirm</source>
        <translation>確認のため販売 ID を入力</translation>
    </message>
    <message>
        <source>Execute the armed command</source>
        <translation>準備した操作を実行する</translation>
    </message>
    <message>
        <source>Cancel the armed command</source>
        <translation>準備した操作を取り消す</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::HoldPanel</name>
    <message>
        <source>Hold, and message to the waiting</source>
        <comment>heading of the controls</comment>
        <translation>入場停止と待機中の方への案内</translation>
    </message>
    <message>
        <source>Template</source>
        <comment>of a message</comment>
        <translation>文例</translation>
    </message>
    <message>
        <source>Template of the message</source>
        <translation>案内の文例</translation>
    </message>
    <message>
        <source>Resume in</source>
        <comment>promised time until admission goes on</comment>
        <translation>再開まで</translation>
    </message>
    <message>
        <source> min</source>
        <comment>minutes, after a number</comment>
        <translation> 分</translation>
    </message>
    <message>
        <source>not said</source>
        <comment>no resume time is promised</comment>
        <translation>案内しない</translation>
    </message>
    <message>
        <source>Promised minutes until admission goes on</source>
        <translation>案内する再開までの分数</translation>
    </message>
    <message>
        <source>Message in Japanese</source>
        <translation>案内文(日本語)</translation>
    </message>
    <message>
        <source>Message in English</source>
        <translation>案内文(英語)</translation>
    </message>
    <message>
        <source>Hold…</source>
        <comment>button: arms the hold</comment>
        <translation>入場停止…</translation>
    </message>
    <message>
        <source>Arm the hold</source>
        <translation>入場停止を準備する</translation>
    </message>
    <message>
        <source>Message only…</source>
        <comment>button: arms sending the message</comment>
        <translation>案内だけ出す…</translation>
    </message>
    <message>
        <source>Arm sending the message</source>
        <translation>案内の送信を準備する</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::HolderPanel</name>
    <message>
        <source>Who has command</source>
        <comment>heading of the controls</comment>
        <translation>指揮権</translation>
    </message>
    <message>
        <source>To</source>
        <comment>to whom command is offered: before a name</comment>
        <translation>相手</translation>
    </message>
    <message>
        <source>name of an operator</source>
        <comment>example in a field</comment>
        <translation>担当者名</translation>
    </message>
    <message>
        <source>Take…</source>
        <comment>button: arms taking command</comment>
        <translation>取得…</translation>
    </message>
    <message>
        <source>Arm taking command</source>
        <translation>指揮権の取得を準備</translation>
    </message>
    <message>
        <source>Accept…</source>
        <comment>button: arms taking over what was offered</comment>
        <translation>引き受け…</translation>
    </message>
    <message>
        <source>Arm accepting command</source>
        <translation>指揮権の引き受けを準備</translation>
    </message>
    <message>
        <source>Offer…</source>
        <comment>button: arms offering command to somebody</comment>
        <translation>譲渡…</translation>
    </message>
    <message>
        <source>Arm offering command</source>
        <translation>指揮権の譲渡を準備</translation>
    </message>
    <message>
        <source>Take by force…</source>
        <comment>button: arms taking command from somebody</comment>
        <translation>強制取得…</translation>
    </message>
    <message>
        <source>Arm taking command by force</source>
        <translation>指揮権の強制取得を準備</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::InterlockList</name>
    <message>
        <source>OK</source>
        <comment>state of a condition for raising the rate</comment>
        <translation>OK</translation>
    </message>
    <message>
        <source>BLOCKED</source>
        <comment>state of a condition for raising the rate</comment>
        <translation>不可</translation>
    </message>
    <message>
        <source>UNKNOWN</source>
        <comment>state of a condition for raising the rate: blocks too</comment>
        <translation>不明</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::JournalModel</name>
    <message>
        <source>Time</source>
        <comment>column of the journal</comment>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Who</source>
        <comment>column of the journal</comment>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Command</source>
        <comment>column of the journal</comment>
        <translation>操作</translation>
    </message>
    <message>
        <source>Old → new</source>
        <comment>column of the journal</comment>
        <translation>変更前 → 後</translation>
    </message>
    <message>
        <source>Reason</source>
        <comment>column of the journal</comment>
        <translation>理由</translation>
    </message>
    <message>
        <source>Accepted</source>
        <comment>column of the journal: milliseconds until a store had it</comment>
        <translation>受付</translation>
    </message>
    <message>
        <source>Read back</source>
        <comment>column of the journal: milliseconds until it was in force</comment>
        <translation>確認</translation>
    </message>
    <message>
        <source>Result</source>
        <comment>column of the journal</comment>
        <translation>結果</translation>
    </message>
    <message>
        <source>Sent</source>
        <comment>column of the journal: milliseconds until it was on its way</comment>
        <translation>送信</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::JournalTable</name>
    <message>
        <source>Journal of commands</source>
        <comment>heading of a table</comment>
        <translation>操作記録</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::MaintenancePanel</name>
    <message>
        <source>Maintenance</source>
        <comment>heading of the controls: hold, and refuse orders</comment>
        <translation>メンテナンス</translation>
    </message>
    <message>
        <source>Holds and refuses new orders; passes do not age. A release ends it.</source>
        <translation>入場を止め、新しい注文を断ります。入場券の時間は進みません。再開で終わります。</translation>
    </message>
    <message>
        <source>Maintenance…</source>
        <comment>button: arms maintenance</comment>
        <translation>メンテナンス…</translation>
    </message>
    <message>
        <source>Arm maintenance</source>
        <translation>メンテナンスを準備</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::MessagePreview</name>
    <message>
        <source>As the waiting page shows it</source>
        <comment>heading of a preview</comment>
        <translation>待機ページでの見え方</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::MessageTemplates</name>
    <message>
        <source>Short pause</source>
        <comment>template of a message to buyers</comment>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Payments are busy</source>
        <comment>template of a message to buyers</comment>
        <translation>決済が混雑</translation>
    </message>
    <message>
        <source>We are checking</source>
        <comment>template of a message to buyers</comment>
        <translation>確認中</translation>
    </message>
    <message>
        <source>Nearly sold out</source>
        <comment>template of a message to buyers</comment>
        <translation>まもなく完売</translation>
    </message>
    <message>
        <source>Sale interrupted</source>
        <comment>template of a message to buyers</comment>
        <translation>販売の中断</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::OpeningPanel</name>
    <message>
        <source>Opening</source>
        <comment>heading of the controls: when the sale opens</comment>
        <translation>開始時刻</translation>
    </message>
    <message>
        <source>Opens at</source>
        <comment>before a clock time</comment>
        <translation>開始</translation>
    </message>
    <message>
        <source>New opening time</source>
        <translation>新しい開始時刻</translation>
    </message>
    <message>
        <source>Move opening…</source>
        <comment>button: arms another opening time</comment>
        <translation>開始を変更…</translation>
    </message>
    <message>
        <source>Arm the new opening time</source>
        <translation>新しい開始時刻を準備</translation>
    </message>
    <message>
        <source>Open now…</source>
        <comment>button: arms opening the sale at once</comment>
        <translation>今すぐ開始…</translation>
    </message>
    <message>
        <source>Arm opening the sale now</source>
        <translation>今すぐの開始を準備</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::PhasePanel</name>
    <message>
        <source>End of the sale</source>
        <comment>heading of the controls</comment>
        <translation>販売の終了</translation>
    </message>
    <message>
        <source>Close…</source>
        <comment>button: arms closing the sale</comment>
        <translation>終了…</translation>
    </message>
    <message>
        <source>Arm closing the sale</source>
        <translation>販売終了を準備</translation>
    </message>
    <message>
        <source>Open again…</source>
        <comment>button: arms opening a closed sale</comment>
        <translation>再開始…</translation>
    </message>
    <message>
        <source>Arm opening the sale again</source>
        <translation>再開始を準備</translation>
    </message>
    <message>
        <source>New run…</source>
        <comment>button: arms beginning the line anew</comment>
        <translation>新しい回…</translation>
    </message>
    <message>
        <source>Arm a new run with an empty line</source>
        <translation>空の列で始める新しい回を準備</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::RatePanel</name>
    <message>
        <source>%1/min →</source>
        <comment>%1: admission rate in force</comment>
        <translation>%1/分 →</translation>
    </message>
    <message>
        <source>not known →</source>
        <comment>admission rate in force</comment>
        <translation>不明 →</translation>
    </message>
    <message>
        <source>/min</source>
        <comment>unit: per minute</comment>
        <translation>/分</translation>
    </message>
    <message>
        <source>/min (%1 %)</source>
        <comment>%1: signed percentage of a change</comment>
        <translation>/分(%1 %)</translation>
    </message>
    <message>
        <source>Admission rate</source>
        <comment>heading of the controls</comment>
        <translation>入場レート</translation>
    </message>
    <message>
        <source>New admission rate per minute</source>
        <translation>新しい入場レート(毎分)</translation>
    </message>
    <message>
        <source>%1%2 %</source>
        <comment>%1: sign, %2: percent</comment>
        <translation>%1%2 %</translation>
    </message>
    <message>
        <source>Draft %1 of the rate in force</source>
        <comment>%1: like +10 %</comment>
        <translation>現在のレートの %1 を下書きにする</translation>
    </message>
    <message>
        <source>Set rate… (Enter)</source>
        <comment>button: arms the command</comment>
        <translation>レートを設定…(Enter)</translation>
    </message>
    <message>
        <source>Arm the new admission rate</source>
        <translation>新しい入場レートを準備する</translation>
    </message>
    <message>
        <source>Override…</source>
        <comment>button: arms a raise against the interlocks</comment>
        <translation>特例…</translation>
    </message>
    <message>
        <source>Arm an override of the interlocks</source>
        <translation>条件を外す特例を準備</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::ReleasePanel</name>
    <message>
        <source>Release</source>
        <comment>heading of the controls: go on after a hold</comment>
        <translation>再開</translation>
    </message>
    <message>
        <source>at</source>
        <comment>before the rate of a release</comment>
        <translation>再開時</translation>
    </message>
    <message>
        <source>Admission rate after the release</source>
        <translation>再開後の入場レート</translation>
    </message>
    <message>
        <source>/min</source>
        <comment>unit: per minute</comment>
        <translation>/分</translation>
    </message>
    <message>
        <source>last %1/min</source>
        <comment>%1: admission rate before the hold</comment>
        <translation>停止前 %1/分</translation>
    </message>
    <message>
        <source>Release… (Enter)</source>
        <comment>button: arms the release</comment>
        <translation>再開…(Enter)</translation>
    </message>
    <message>
        <source>Arm the release</source>
        <translation>再開を準備する</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::RestorePanel</name>
    <message>
        <source>Restore a place</source>
        <comment>heading of the controls: give a lost number back</comment>
        <translation>番号の復元</translation>
    </message>
    <message>
        <source>Number</source>
        <comment>of a ticket</comment>
        <translation>番号</translation>
    </message>
    <message>
        <source>Link</source>
        <comment>one-time link for a buyer</comment>
        <translation>リンク</translation>
    </message>
    <message>
        <source>shown once in force; works once, 10 min</source>
        <comment>of a one-time link</comment>
        <translation>有効になると表示。1回・10分間有効</translation>
    </message>
    <message>
        <source>Restore…</source>
        <comment>button: arms giving a number back</comment>
        <translation>復元…</translation>
    </message>
    <message>
        <source>Arm giving the number back</source>
        <translation>番号の復元を準備</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::SourcePanel</name>
    <message>
        <source>Top sources, last 60 s</source>
        <comment>heading of the controls: addresses of visitors</comment>
        <translation>多い接続元（直近60秒）</translation>
    </message>
    <message>
        <source>Addresses that visitors came from</source>
        <translation>来訪者の接続元アドレス</translation>
    </message>
    <message>
        <source>From</source>
        <comment>column: address</comment>
        <translation>接続元</translation>
    </message>
    <message>
        <source>Requests</source>
        <comment>column: requests of an address</comment>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Joins</source>
        <comment>column: new places of an address</comment>
        <translation>参加</translation>
    </message>
    <message>
        <source>Refused</source>
        <comment>column: refusals of an address</comment>
        <translation>拒否</translation>
    </message>
    <message>
        <source>Waiting</source>
        <comment>column: people in line behind an address, about</comment>
        <translation>待機</translation>
    </message>
    <message>
        <source>Shopping</source>
        <comment>column: people with a pass behind an address, about</comment>
        <translation>買い物中</translation>
    </message>
    <message>
        <source>Block the chosen one… (B)</source>
        <comment>button: arms blocking an address</comment>
        <translation>選んだ接続元をブロック… (B)</translation>
    </message>
    <message>
        <source>Arm a block of the chosen address</source>
        <translation>選んだアドレスのブロックを準備</translation>
    </message>
</context>
<context>
    <name>saikobi::controls::WorkPanel</name>
    <message>
        <source>Proof of work</source>
        <comment>heading of the controls</comment>
        <translation>計算課題</translation>
    </message>
    <message>
        <source>bits</source>
        <comment>how hard the proof of work is: before a number</comment>
        <translation>ビット数</translation>
    </message>
    <message>
        <source>in force: %1</source>
        <comment>%1: number of bits</comment>
        <translation>現在：%1</translation>
    </message>
    <message>
        <source>Set… (Enter)</source>
        <comment>button: arms another proof of work</comment>
        <translation>設定…（Enter）</translation>
    </message>
    <message>
        <source>Arm the new proof of work</source>
        <translation>新しい計算課題を準備</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::AuditRows</name>
    <message>
        <source>Audit</source>
        <comment>column: which audit found it</comment>
        <translation>監査</translation>
    </message>
    <message>
        <source>Of</source>
        <comment>column: product, slot or order that an audit names</comment>
        <translation>対象</translation>
    </message>
    <message>
        <source>What</source>
        <comment>column: what an audit found</comment>
        <translation>内容</translation>
    </message>
    <message>
        <source>Found</source>
        <comment>column: number that an audit found</comment>
        <translation>検出</translation>
    </message>
    <message>
        <source>Not known: Postgres does not tell.</source>
        <comment>in place of rows of the audit</comment>
        <translation>不明: Postgres から情報が来ていません。</translation>
    </message>
    <message>
        <source>No rows: every promise holds.</source>
        <comment>in place of rows of the audit</comment>
        <translation>該当なし: すべての約束が守られています。</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s), %1</source>
        <comment>rows of the audit views, %1: age</comment>
        <translation>
            <numerusform>%n件、%1</numerusform>
        </translation>
    </message>
    <message>
        <source>slot %1</source>
        <comment>%1: number of a pickup slot</comment>
        <translation>受取枠 %1</translation>
    </message>
    <message>
        <source>what was found ≠ what would be right</source>
        <translation>検出値 ≠ 正しい値</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::CommandFlow</name>
    <message>
        <source>Hold sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の入場を停止しますか?</translation>
    </message>
    <message>
        <source>Hold sale %1? (Draft unusable: usual message)</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 を入場停止しますか?(下書き不備、標準案内)</translation>
    </message>
    <message>
        <source>%1 → %2, %3</source>
        <comment>%1: phase now, %2: phase then, %3: promised time</comment>
        <translation>%1 → %2、%3</translation>
    </message>
    <message>
        <source>The raise is blocked: %1.</source>
        <comment>%1: conditions that are not met</comment>
        <translation>引き上げできません：%1。</translation>
    </message>
    <message>
        <source>Send the same rate to sale %1 again?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 に同じレートをもう一度送りますか?</translation>
    </message>
    <message>
        <source>Set the admission rate of sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の入場レートを変更しますか?</translation>
    </message>
    <message>
        <source>%1 → %2/min</source>
        <comment>%1: old rate, %2: new rate</comment>
        <translation>%1 → %2/分</translation>
    </message>
    <message>
        <source>Override: raise the rate of sale %1 against %2?</source>
        <comment>%1: id of the sale, %2: conditions that are not met</comment>
        <translation>特例：%2 を満たさないまま販売 %1 のレートを上げますか？</translation>
    </message>
    <message>
        <source>Release sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の入場を再開しますか?</translation>
    </message>
    <message>
        <source>%1 → %2, %3 → %4/min</source>
        <comment>%1: phase now, %2: phase then, %3: rate before, %4: rate then</comment>
        <translation>%1 → %2、%3 → %4/分</translation>
    </message>
    <message>
        <source>Let people into sale %1 while it is held?</source>
        <comment>%1: id of the sale</comment>
        <translation>停止中の販売 %1 に入場させますか?</translation>
    </message>
    <message numerus="yes">
        <source>%n pass(es)</source>
        <comment>passes to be given while held</comment>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Change the message on the waiting page of sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の待機画面の案内を変更しますか?</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>%1: old text or value, %2: new one</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1 is not possible: %2.</source>
        <comment>%1: command, %2: why</comment>
        <translation>「%1」はできません: %2。</translation>
    </message>
    <message>
        <source>This needs a reason. Write it into the field Reason, then arm again.</source>
        <translation>この操作には理由が必要です。理由欄に記入して、もう一度準備してください。</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was sent.</source>
        <translation>取り消しました。何も送っていません。</translation>
    </message>
    <message>
        <source>Not confirmed within 10 s. Nothing was sent.</source>
        <translation>10 秒以内に確認がありませんでした。何も送っていません。</translation>
    </message>
    <message>
        <source>Disarmed: the keyboard went elsewhere. Nothing was sent.</source>
        <translation>解除しました: 入力先が移りました。何も送っていません。</translation>
    </message>
    <message>
        <source>Disarmed: the sale or its data changed. Nothing was sent.</source>
        <translation>解除しました: 販売の状態かデータが変わりました。何も送っていません。</translation>
    </message>
    <message>
        <source>No command in progress. %1 holds the queue.</source>
        <comment>%1: keys</comment>
        <translation>進行中の操作はありません。%1 で入場を停止できます。</translation>
    </message>
    <message>
        <source>no resume time promised</source>
        <translation>再開時刻の案内なし</translation>
    </message>
    <message>
        <source>resume about %1</source>
        <comment>%1: clock time</comment>
        <translation>%1 ごろ再開</translation>
    </message>
    <message>
        <source>Maintenance for sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 をメンテナンスにしますか？</translation>
    </message>
    <message>
        <source>%1 → %2, orders refused, %3</source>
        <comment>%1: phase now, %2: phase then, %3: promised time</comment>
        <translation>%1 → %2、注文は受け付けない、%3</translation>
    </message>
    <message>
        <source>Call places of sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の列を呼び出しますか？</translation>
    </message>
    <message>
        <source>called up to %1 → %2</source>
        <comment>%1, %2: places in the line</comment>
        <translation>呼出 %1 → %2 まで</translation>
    </message>
    <message>
        <source>Move the opening of sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の開始時刻を変えますか？</translation>
    </message>
    <message>
        <source>Open sale %1 now?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 を今すぐ開始しますか？</translation>
    </message>
    <message>
        <source>Close sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 を終了しますか？</translation>
    </message>
    <message>
        <source>Open sale %1 again?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 を再び開始しますか？</translation>
    </message>
    <message>
        <source>Begin a new run of sale %1? Every number starts anew.</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の新しい回を始めますか？ 番号はすべて振り直しです。</translation>
    </message>
    <message>
        <source>run %1 → %2</source>
        <comment>%1, %2: numbers of runs</comment>
        <translation>第 %1 回 → 第 %2 回</translation>
    </message>
    <message>
        <source>Block in sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 でブロックしますか？</translation>
    </message>
    <message numerus="yes">
        <source>%1, for %n min</source>
        <comment>%1: whom</comment>
        <translation>
            <numerusform>%1、%n 分間</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, until taken off</source>
        <comment>%1: whom</comment>
        <translation>%1、解除するまで</translation>
    </message>
    <message>
        <source>Take off the block list of sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 のブロックを解除しますか？</translation>
    </message>
    <message>
        <source>Change the proof of work of sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の計算課題を変えますか？</translation>
    </message>
    <message>
        <source>%1 → %2 bits</source>
        <comment>%1: before, %2: then</comment>
        <translation>%1 → %2 ビット</translation>
    </message>
    <message>
        <source>Give number %1 of sale %2 back by a one-time link?</source>
        <comment>%1: number of a ticket, %2: id of the sale</comment>
        <translation>販売 %2 の番号 %1 を1回限りのリンクで返しますか？</translation>
    </message>
    <message>
        <source>the link works once, for 10 min</source>
        <comment>about a one-time link</comment>
        <translation>リンクは1回・10分間有効</translation>
    </message>
    <message>
        <source>Take command of sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の指揮権を取得しますか？</translation>
    </message>
    <message>
        <source>%1 → this console</source>
        <comment>%1: who has command now</comment>
        <translation>%1 → この端末</translation>
    </message>
    <message>
        <source>nobody</source>
        <comment>who has command</comment>
        <translation>なし</translation>
    </message>
    <message>
        <source>Take command of sale %1 from %2 by force?</source>
        <comment>%1: id of the sale, %2: who has command now</comment>
        <translation>販売 %1 の指揮権を %2 から強制取得しますか？</translation>
    </message>
    <message>
        <source>Offer command of sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の指揮権を譲りますか？</translation>
    </message>
    <message>
        <source>this console → %1, once accepted</source>
        <comment>%1: name of an operator</comment>
        <translation>この端末 → %1（引き受け後）</translation>
    </message>
    <message>
        <source>Accept command of sale %1?</source>
        <comment>%1: id of the sale</comment>
        <translation>販売 %1 の指揮権を引き受けますか？</translation>
    </message>
    <message>
        <source>Stop product %1 of sale %2?</source>
        <comment>%1: code of the product, %2: id of the sale</comment>
        <translation>販売 %2 の商品 %1 を販売停止にしますか?</translation>
    </message>
    <message>
        <source>Sell product %1 of sale %2 again?</source>
        <comment>%1: code of the product, %2: id of the sale</comment>
        <translation>販売 %2 の商品 %1 の販売を再開しますか?</translation>
    </message>
    <message>
        <source>Offer kept units of product %1 of sale %2?</source>
        <comment>%1: code of the product, %2: id of the sale</comment>
        <translation>販売 %2 の商品 %1 の取り置き分を放出しますか?</translation>
    </message>
    <message>
        <source>%1 of %2 kept units come back at %3; pages announce it now</source>
        <comment>%1: units offered, %2: units kept, %3: clock time</comment>
        <translation>取り置き %2 個のうち %1 個を %3 に放出。購入ページには今から予告します</translation>
    </message>
    <message>
        <source>Disable method %1 of sale %2?</source>
        <comment>%1: payment method, %2: id of the sale</comment>
        <translation>販売 %2 の支払方法 %1 を無効にしますか?</translation>
    </message>
    <message>
        <source>enabled → disabled; orders under way are finished</source>
        <comment>change of a payment method</comment>
        <translation>有効 → 無効。進行中の注文は最後まで処理します</translation>
    </message>
    <message>
        <source>Enable method %1 of sale %2?</source>
        <comment>%1: payment method, %2: id of the sale</comment>
        <translation>販売 %2 の支払方法 %1 を有効にしますか?</translation>
    </message>
    <message>
        <source>disabled → enabled</source>
        <comment>change of a payment method</comment>
        <translation>無効 → 有効</translation>
    </message>
    <message>
        <source>Change the call limit of provider %1?</source>
        <comment>%1: payment provider</comment>
        <translation>決済会社 %1 の呼び出し上限を変更しますか?</translation>
    </message>
    <message>
        <source>%1 → %2 calls/s</source>
        <comment>%1: old limit, %2: new limit</comment>
        <translation>%1 → %2 回/秒</translation>
    </message>
    <message>
        <source>End the idle transaction of %1 (process %2)?</source>
        <comment>%1: user of the database, %2: number of a process</comment>
        <translation>%1（プロセス %2）の待機トランザクションを終了しますか？</translation>
    </message>
    <message>
        <source>idle for %1 in %2; its session ends, what it changed is undone</source>
        <comment>%1: age, %2: name of a program</comment>
        <translation>%2で%1待機中。セッションを切り、変更は取り消されます</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>button: the next step of a card</comment>
        <translation>開く</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::CommandWords</name>
    <message>
        <source>nothing was seen of the sale yet</source>
        <comment>why a command is not possible</comment>
        <translation>まだ販売の状態を確認できていません</translation>
    </message>
    <message>
        <source>there is no live sale here</source>
        <comment>why a command is not possible</comment>
        <translation>実際の販売ではありません</translation>
    </message>
    <message>
        <source>this user may only look</source>
        <comment>why a command is not possible</comment>
        <translation>このユーザーは閲覧のみです</translation>
    </message>
    <message>
        <source>this console is READ-ONLY</source>
        <comment>why a command is not possible</comment>
        <translation>この端末は閲覧専用です</translation>
    </message>
    <message>
        <source>the backend is of another version</source>
        <comment>why a command is not possible</comment>
        <translation>バックエンドのバージョンが違います</translation>
    </message>
    <message>
        <source>This dashboard is version %1 and the backend version %2. They do not go together, so this console is READ-ONLY: it can hold the queue (%3) and nothing else. Use a dashboard of the backend&apos;s version.</source>
        <comment>%1 and %2: version numbers, %3: keys</comment>
        <translation>このダッシュボードはバージョン %1、バックエンドはバージョン %2 です。互換性がないため、この端末は閲覧専用です。できるのは入場停止（%3）だけです。バックエンドと同じバージョンのダッシュボードを使ってください。</translation>
    </message>
    <message>
        <source>the data is too old</source>
        <comment>why a command is not possible</comment>
        <translation>データが古すぎます</translation>
    </message>
    <message>
        <source>only while held</source>
        <comment>why a command is not possible: needs a hold</comment>
        <translation>停止中のみ</translation>
    </message>
    <message>
        <source>a value is missing or out of range</source>
        <comment>why a command is not possible</comment>
        <translation>値がないか範囲外です</translation>
    </message>
    <message>
        <source>Nothing was seen of the sale yet. Commands become possible once it answers.</source>
        <translation>まだ販売の状態を確認できていません。応答があり次第、操作できます。</translation>
    </message>
    <message>
        <source>This is not a live sale. No commands exist here.</source>
        <translation>実際の販売ではないため、操作できません。</translation>
    </message>
    <message>
        <source>You are signed in as %1, who may look only. Commands need an operator.</source>
        <comment>%1: name of the user</comment>
        <translation>%1 としてログインしています(閲覧のみ)。操作には担当者の権限が必要です。</translation>
    </message>
    <message>
        <source>This console is READ-ONLY: it can hold the queue (%1) and nothing else. Leave READ-ONLY with %2.</source>
        <comment>%1 and %2: keys</comment>
        <translation>この端末は閲覧専用です。できるのは入場停止（%1）だけです。%2 で閲覧専用を解除します。</translation>
    </message>
    <message>
        <source>lost the race to %1</source>
        <comment>result of a command, %1: who won</comment>
        <translation>%1 が先に操作</translation>
    </message>
    <message>
        <source>refused: %1</source>
        <comment>result of a command, %1: why</comment>
        <translation>拒否: %1</translation>
    </message>
    <message>
        <source>%1: accepted after %2 ms, waiting until it is read back</source>
        <comment>%1: command, %2: milliseconds</comment>
        <translation>%1: %2 ms で受付、反映の確認待ち</translation>
    </message>
    <message>
        <source>%1: sent</source>
        <comment>%1: command</comment>
        <translation>%1: 送信しました</translation>
    </message>
    <message>
        <source>%1: in force, read back after %2 ms</source>
        <comment>%1: command, %2: milliseconds</comment>
        <translation>%1: 有効になりました(%2 ms で確認)</translation>
    </message>
    <message>
        <source>%1: refused (%2). Nothing was changed.</source>
        <comment>%1: command, %2: why</comment>
        <translation>%1: 拒否されました(%2)。何も変わっていません。</translation>
    </message>
    <message>
        <source>%1: expired, nothing was changed.</source>
        <comment>%1: command</comment>
        <translation>%1: 期限切れ。何も変わっていません。</translation>
    </message>
    <message>
        <source>%1: %2 was first. Nothing was changed; look again, then decide.</source>
        <comment>%1: command, %2: who won the race</comment>
        <translation>%1: %2 が先に操作しました。何も変わっていません。状態を見直してください。</translation>
    </message>
    <message>
        <source>%1: UNCONFIRMED. It was not read back; it may be in force or not.</source>
        <comment>%1: command</comment>
        <translation>%1: 未確認。反映を確認できません。有効になったかどうか不明です。</translation>
    </message>
    <message>
        <source>only before the opening</source>
        <comment>why a command is not possible</comment>
        <translation>開始前だけ可能</translation>
    </message>
    <message>
        <source>only while open or held</source>
        <comment>why a command is not possible</comment>
        <translation>販売中・入場停止中だけ可能</translation>
    </message>
    <message>
        <source>only while closed</source>
        <comment>why a command is not possible</comment>
        <translation>終了後だけ可能</translation>
    </message>
    <message>
        <source>only while open and paced by hand</source>
        <comment>why a command is not possible</comment>
        <translation>手動呼び出しの販売中だけ可能</translation>
    </message>
    <message>
        <source>this console does not have command</source>
        <comment>why a command is not possible</comment>
        <translation>この端末に指揮権がありません</translation>
    </message>
    <message>
        <source>another console has command</source>
        <comment>why a command is not possible</comment>
        <translation>別の端末に指揮権があります</translation>
    </message>
    <message>
        <source>command was not offered to you</source>
        <comment>why a command is not possible</comment>
        <translation>指揮権を譲られていません</translation>
    </message>
    <message>
        <source>Redis decides this, and does not answer</source>
        <comment>why a command is not possible</comment>
        <translation>判断するRedisが応答しません</translation>
    </message>
    <message>
        <source>Postgres decides this, and does not answer</source>
        <comment>why a command is not possible</comment>
        <translation>判断するPostgresが応答しません</translation>
    </message>
    <message>
        <source>the interlocks block this raise</source>
        <comment>why a command is not possible</comment>
        <translation>引き上げの条件を満たしていません</translation>
    </message>
    <message>
        <source>this needs a reason</source>
        <comment>why a command is not possible</comment>
        <translation>理由が必要です</translation>
    </message>
    <message>
        <source>override</source>
        <comment>mark in the journal: against the interlocks</comment>
        <translation>特例</translation>
    </message>
    <message>
        <source>agreed: %1</source>
        <comment>mark in the journal, %1: a second person</comment>
        <translation>同意：%1</translation>
    </message>
    <message>
        <source>out of READ-ONLY</source>
        <comment>mark in the journal: a hold by a desk without command</comment>
        <translation>閲覧専用から</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>%1: why a command was refused, %2: who it was</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>who has command is not known</source>
        <comment>no data</comment>
        <translation>指揮権の所在は不明です</translation>
    </message>
    <message>
        <source>Nobody has command. The sale goes on at its last rate.</source>
        <translation>指揮権を持つ人がいません。販売は直前のレートで続いています。</translation>
    </message>
    <message>
        <source>%1 has command and offers it to %2.</source>
        <comment>%1, %2: names of operators</comment>
        <translation>指揮権は %1。%2 に譲渡を申し出ています。</translation>
    </message>
    <message>
        <source>%1 has command, on this console.</source>
        <comment>%1: name of the operator</comment>
        <translation>指揮権は %1（この端末）。</translation>
    </message>
    <message>
        <source>%1 has command, on another console.</source>
        <comment>%1: name of the operator</comment>
        <translation>指揮権は %1（別の端末）。</translation>
    </message>
    <message>
        <source>the screen stands still</source>
        <comment>why a command is not possible: FROZEN</comment>
        <translation>画面が静止中です</translation>
    </message>
    <message>
        <source>This screen stands still. Commands exist only in LIVE: %1 goes back. The hold (%2) goes back by itself.</source>
        <comment>%1 and %2: keys</comment>
        <translation>この画面は静止中です。操作はライブでだけできます。%1 でライブに戻ります。入場停止（%2）は自動でライブに戻ってから行います。</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ConnectionPage</name>
    <message>
        <source>%1 s</source>
        <comment>%1: seconds</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 GiB</source>
        <comment>%1: free space</comment>
        <translation>%1 GiB</translation>
    </message>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of a figure</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>slow</source>
        <comment>limit of a plot: the path is slow</comment>
        <translation>遅い</translation>
    </message>
    <message>
        <source>worse store</source>
        <comment>line of a plot: round trip to the slower store</comment>
        <translation>遅い方</translation>
    </message>
    <message>
        <source>Connection</source>
        <comment>screen</comment>
        <translation>接続</translation>
    </message>
    <message>
        <source>Profiles</source>
        <comment>heading of a table</comment>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>No profile yet: put one into the folder of profiles.</source>
        <translation>プロファイルがまだありません。プロファイルのフォルダーに置いてください。</translation>
    </message>
    <message>
        <source>The way, step by step</source>
        <comment>heading of a table</comment>
        <translation>経路（段階ごと）</translation>
    </message>
    <message>
        <source>Open this sale</source>
        <comment>button</comment>
        <translation>この販売を開く</translation>
    </message>
    <message>
        <source>Open the chosen profile and sale</source>
        <translation>選んだプロファイルと販売を開く</translation>
    </message>
    <message>
        <source>Test all steps</source>
        <comment>button</comment>
        <translation>全段階をテスト</translation>
    </message>
    <message>
        <source>Test every step to both stores</source>
        <translation>両方のストアまでの全段階をテストする</translation>
    </message>
    <message>
        <source>password for Postgres</source>
        <comment>placeholder</comment>
        <translation>Postgresのパスワード</translation>
    </message>
    <message>
        <source>Password for Postgres</source>
        <translation>Postgresのパスワード</translation>
    </message>
    <message>
        <source>password for Redis</source>
        <comment>placeholder</comment>
        <translation>Redisのパスワード</translation>
    </message>
    <message>
        <source>Password for Redis</source>
        <translation>Redisのパスワード</translation>
    </message>
    <message>
        <source>keep</source>
        <comment>check box: put the passwords into the keychain</comment>
        <translation>保存</translation>
    </message>
    <message>
        <source>Keep the passwords in the keychain</source>
        <translation>パスワードをキーチェーンに保存する</translation>
    </message>
    <message>
        <source>Sign in</source>
        <comment>button</comment>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>テストの結果</translation>
    </message>
    <message>
        <source>Clock skew</source>
        <comment>caption: this machine against Redis</comment>
        <translation>時計のずれ</translation>
    </message>
    <message>
        <source>Path round trip</source>
        <comment>caption: of commands and reads, the worse store</comment>
        <translation>経路の往復</translation>
    </message>
    <message>
        <source>From outside</source>
        <comment>caption: walks through the public name</comment>
        <translation>外からの到達</translation>
    </message>
    <message>
        <source>Record age</source>
        <comment>caption: since the recorder last wrote</comment>
        <translation>記録の経過</translation>
    </message>
    <message>
        <source>Free space</source>
        <comment>caption: where the record is written</comment>
        <translation>空き容量</translation>
    </message>
    <message>
        <source>Path round trip</source>
        <comment>plot</comment>
        <translation>経路の往復</translation>
    </message>
    <message>
        <source>milliseconds</source>
        <comment>unit of a plot</comment>
        <translation>ミリ秒</translation>
    </message>
    <message>
        <source>The profile names no hosts: see [journey] in its description.</source>
        <comment>in the place of a table without rows</comment>
        <translation>プロファイルにホストの指定がありません（[journey]を参照）。</translation>
    </message>
    <message>
        <source>Instances</source>
        <comment>tab</comment>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Database</source>
        <comment>tab</comment>
        <translation>データベース</translation>
    </message>
    <message>
        <source>Journey</source>
        <comment>tab: hosts of a purchase</comment>
        <translation>購入経路</translation>
    </message>
    <message>
        <source>This console</source>
        <comment>tab</comment>
        <translation>この端末</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ConnectionWords</name>
    <message>
        <source>Tunnel</source>
        <comment>step of a connection</comment>
        <translation>トンネル</translation>
    </message>
    <message>
        <source>Name</source>
        <comment>step of a connection: resolving a host name</comment>
        <translation>名前</translation>
    </message>
    <message>
        <source>TCP</source>
        <comment>step of a connection</comment>
        <translation>TCP</translation>
    </message>
    <message>
        <source>TLS</source>
        <comment>step of a connection</comment>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <comment>step of a connection</comment>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Version</source>
        <comment>step of a connection: of the server</comment>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Rights</source>
        <comment>step of a connection: what this user may do</comment>
        <translation>権限</translation>
    </message>
    <message>
        <source>Schema</source>
        <comment>step of a connection: whether the sale&apos;s tables and keys are there</comment>
        <translation>スキーマ</translation>
    </message>
    <message>
        <source>Probe</source>
        <comment>step of a connection: written to the own row and stream, and taken</comment>
        <translation>プローブ</translation>
    </message>
    <message>
        <source>Instances&apos; ticks</source>
        <comment>step of a connection</comment>
        <translation>サーバーの記録</translation>
    </message>
    <message>
        <source>none</source>
        <comment>passwords of a profile: it needs none</comment>
        <translation>不要</translation>
    </message>
    <message>
        <source>file</source>
        <comment>passwords of a profile: in a file</comment>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>keychain</source>
        <comment>passwords of a profile: in the desktop&apos;s keychain</comment>
        <translation>キーチェーン</translation>
    </message>
    <message>
        <source>asked for</source>
        <comment>passwords of a profile: kept nowhere</comment>
        <translation>都度入力</translation>
    </message>
    <message>
        <source>plain, local</source>
        <comment>TLS is not needed: nothing leaves this machine</comment>
        <translation>平文（ローカル）</translation>
    </message>
    <message>
        <source>plain, allowed</source>
        <comment>no TLS: the profile allows it</comment>
        <translation>平文（許可済み）</translation>
    </message>
    <message>
        <source>not verified</source>
        <comment>TLS without a look at the certificate</comment>
        <translation>未検証</translation>
    </message>
    <message>
        <source>viewer</source>
        <comment>rights of this user</comment>
        <translation>閲覧者</translation>
    </message>
    <message>
        <source>operator</source>
        <comment>rights of this user</comment>
        <translation>担当者</translation>
    </message>
    <message>
        <source>read</source>
        <comment>a viewer reads where an operator writes a probe</comment>
        <translation>読み取り</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a step of a connection</comment>
        <translation>失敗</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>%1: instances that tick, %2: all instances</comment>
        <translation>%1／%2</translation>
    </message>
    <message>
        <source>good</source>
        <comment>a step of a connection</comment>
        <translation>良好</translation>
    </message>
    <message>
        <source>ssh cannot open the tunnel: check its host, port and key.</source>
        <translation>sshがトンネルを開けません。ホスト、ポート、鍵を確認してください。</translation>
    </message>
    <message>
        <source>The name leads nowhere: check the profile, then the name server or the VPN.</source>
        <translation>名前を解決できません。プロファイル、次にネームサーバーかVPNを確認してください。</translation>
    </message>
    <message>
        <source>The host answers, but nothing listens at this port: check the port and whether the store runs.</source>
        <translation>ホストは応答しますが、このポートでは何も待ち受けていません。ポートと、ストアが動いているかを確認してください。</translation>
    </message>
    <message>
        <source>No answer: a firewall, the network, or a store that hangs.</source>
        <translation>応答がありません。ファイアウォール、ネットワーク、またはストアの停止が考えられます。</translation>
    </message>
    <message>
        <source>The server offers no TLS, and the profile demands it: have it turned on.</source>
        <translation>プロファイルはTLSを求めていますが、サーバーが対応していません。サーバー側で有効にしてもらってください。</translation>
    </message>
    <message>
        <source>The file of the authority is not there: name it in the profile.</source>
        <translation>認証局のファイルがありません。プロファイルで指定してください。</translation>
    </message>
    <message>
        <source>The certificate is of another authority or has expired: do not sign in before infrastructure has explained it.</source>
        <translation>証明書が別の認証局のものか、期限切れです。インフラ担当が理由を説明するまでサインインしないでください。</translation>
    </message>
    <message>
        <source>The certificate is for another host: use the name that it bears.</source>
        <translation>証明書は別のホストのものです。証明書にある名前で接続してください。</translation>
    </message>
    <message>
        <source>No secure connection came about.</source>
        <translation>安全な接続を確立できませんでした。</translation>
    </message>
    <message>
        <source>Name or password are refused, or this user has no connection left.</source>
        <translation>名前かパスワードが拒否されたか、このユーザーの接続枠が残っていません。</translation>
    </message>
    <message>
        <source>There is no password: put it into the keychain or the secrets file.</source>
        <translation>パスワードがありません。キーチェーンかシークレットファイルに入れてください。</translation>
    </message>
    <message>
        <source>The versions do not go together.</source>
        <translation>バージョンが合いません。</translation>
    </message>
    <message>
        <source>This user may not even look: have it made a viewer or an operator.</source>
        <translation>このユーザーには閲覧の権限もありません。閲覧者か担当者にしてもらってください。</translation>
    </message>
    <message>
        <source>There is no Saikobi database behind this address.</source>
        <translation>このアドレスの先にSaikobiのデータベースがありません。</translation>
    </message>
    <message>
        <source>The database is older than this dashboard: run the migration or an older dashboard.</source>
        <translation>データベースがこのダッシュボードより古い版です。移行を実行するか、古い版のダッシュボードを使ってください。</translation>
    </message>
    <message>
        <source>This store knows no such sale: choose another, or start the backend.</source>
        <translation>このストアに該当する販売がありません。別の販売を選ぶか、バックエンドを起動してください。</translation>
    </message>
    <message>
        <source>Written, but no instance took it: commands would not be carried out. Is the backend running?</source>
        <translation>書き込めましたが、どのサーバーも受け取りませんでした。コマンドは実行されません。バックエンドは動いていますか。</translation>
    </message>
    <message>
        <source>No instance tells anything: is the backend running?</source>
        <translation>どのサーバーからも記録が届きません。バックエンドは動いていますか。</translation>
    </message>
    <message>
        <source>%1 fails at &quot;%2&quot;.</source>
        <comment>%1: Postgres or Redis, %2: step of a connection</comment>
        <translation>%1は「%2」で失敗しました。</translation>
    </message>
    <message>
        <source>(%1)</source>
        <comment>%1: message of a server</comment>
        <translation>（%1）</translation>
    </message>
    <message>
        <source>The passwords of this profile are kept nowhere: type them. They are kept only if you say so, and only in the keychain.</source>
        <translation>このプロファイルのパスワードは保存されていません。入力してください。保存するのは指定したときだけで、保存先はキーチェーンのみです。</translation>
    </message>
    <message>
        <source>The keychain did not take the passwords; they hold until the program ends.</source>
        <translation>キーチェーンに保存できませんでした。パスワードはプログラムの終了まで有効です。</translation>
    </message>
    <message>
        <source>The tunnel does not stand and is tried again: %1</source>
        <comment>%1: message of ssh</comment>
        <translation>トンネルが切れています。再接続を試みています：%1</translation>
    </message>
    <message>
        <source>Not tested yet. %1 tests every step to both stores.</source>
        <comment>%1: keys</comment>
        <translation>まだテストしていません。%1 で両方のストアまでの全段階をテストします。</translation>
    </message>
    <message>
        <source>Every step of both ways is good, tested at %1.</source>
        <comment>%1: time</comment>
        <translation>両方の経路とも全段階が良好です（%1にテスト）。</translation>
    </message>
    <message>
        <source>Testing …</source>
        <translation>テスト中…</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ConsolePanel</name>
    <message>
        <source>Sound and notification</source>
        <comment>caption</comment>
        <translation>音と通知</translation>
    </message>
    <message>
        <source>Test</source>
        <comment>button: plays the sounds and shows a notification</comment>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Test the sounds and the notification of the desktop</source>
        <translation>音とデスクトップ通知をテストする</translation>
    </message>
    <message>
        <source>Each alarm</source>
        <comment>caption: each may be tried out</comment>
        <translation>個々の警報</translation>
    </message>
    <message>
        <source>Test this alarm</source>
        <comment>button</comment>
        <translation>この警報をテスト</translation>
    </message>
    <message>
        <source>Ring the chosen alarm once, marked TEST</source>
        <translation>選んだ警報をTEST表示で一度鳴らす</translation>
    </message>
    <message>
        <source>Alarm to be tested</source>
        <translation>テストする警報</translation>
    </message>
    <message>
        <source>READ-ONLY: this console only looks</source>
        <translation>閲覧専用: この端末は見るだけ</translation>
    </message>
    <message>
        <source>Language</source>
        <comment>caption</comment>
        <translation>言語</translation>
    </message>
    <message>
        <source>Theme</source>
        <comment>caption</comment>
        <translation>配色</translation>
    </message>
    <message>
        <source>Light</source>
        <comment>theme</comment>
        <translation>明るい</translation>
    </message>
    <message>
        <source>Dark</source>
        <comment>theme</comment>
        <translation>暗い</translation>
    </message>
    <message>
        <source>Text size</source>
        <comment>caption</comment>
        <translation>文字の大きさ</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ControlsCharts</name>
    <message>
        <source>soak</source>
        <comment>time after a raise in which its effect is awaited</comment>
        <translation>様子見</translation>
    </message>
    <message>
        <source>own p95</source>
        <comment>line of a plot</comment>
        <translation>自社処理 p95</translation>
    </message>
    <message>
        <source>too few to judge</source>
        <comment>a percentile of too few orders</comment>
        <translation>件数不足</translation>
    </message>
    <message>
        <source>limit %1 s</source>
        <comment>%1: seconds</comment>
        <translation>上限 %1 秒</translation>
    </message>
    <message>
        <source>checkout p95</source>
        <comment>line of a plot</comment>
        <translation>注文全体 p95</translation>
    </message>
    <message>
        <source>usual %1–%2 s</source>
        <comment>%1 and %2: seconds</comment>
        <translation>通常 %1～%2 秒</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ControlsForms</name>
    <message>
        <source>Every shown wait grows; a hold is kinder.</source>
        <translation>表示中の待ち時間がすべて延びます。入場停止のほうが親切です。</translation>
    </message>
    <message>
        <source>Blocked: only an override, with a reason and the sale&apos;s id.</source>
        <translation>不可です。理由と販売IDを入力する特例（override）だけが通ります。</translation>
    </message>
    <message>
        <source>Called up to %1 of %2 who joined; then %3.</source>
        <comment>%1: places called, %2: numbers given, %3: places called then</comment>
        <translation>受付 %2 のうち %1 まで呼出済み。実行すると %3 まで。</translation>
    </message>
    <message>
        <source>no end</source>
        <comment>blocked until it is taken off</comment>
        <translation>無期限</translation>
    </message>
    <message>
        <source>Admission</source>
        <comment>tab of the controls</comment>
        <translation>入場</translation>
    </message>
    <message>
        <source>Hold, message</source>
        <comment>tab of the controls</comment>
        <translation>入場停止・案内</translation>
    </message>
    <message>
        <source>Sale</source>
        <comment>tab of the controls</comment>
        <translation>販売</translation>
    </message>
    <message>
        <source>People</source>
        <comment>tab of the controls</comment>
        <translation>来場者</translation>
    </message>
    <message>
        <source>Command</source>
        <comment>tab: who has command</comment>
        <translation>指揮権</translation>
    </message>
    <message>
        <source>Groups of controls</source>
        <translation>操作のグループ</translation>
    </message>
    <message>
        <source>Before a raise</source>
        <comment>heading of the list of conditions</comment>
        <translation>引き上げの前に</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ControlsPage</name>
    <message>
        <source>none</source>
        <comment>nothing of this is in force</comment>
        <translation>なし</translation>
    </message>
    <message>
        <source>the backend</source>
        <comment>who holds the sale</comment>
        <translation>システム</translation>
    </message>
    <message>
        <source>since %1</source>
        <comment>%1: clock time</comment>
        <translation>%1 から</translation>
    </message>
    <message>
        <source>Controls</source>
        <comment>screen</comment>
        <translation>操作</translation>
    </message>
    <message>
        <source>Phase</source>
        <comment>caption: before, open, held, closed</comment>
        <translation>状態</translation>
    </message>
    <message>
        <source>Held by</source>
        <comment>caption: who holds the sale</comment>
        <translation>停止した人</translation>
    </message>
    <message>
        <source>Resume</source>
        <comment>caption: promised time</comment>
        <translation>再開予定</translation>
    </message>
    <message>
        <source>Message</source>
        <comment>caption: text on the waiting page</comment>
        <translation>案内</translation>
    </message>
    <message>
        <source>Reason (goes into the timeline)</source>
        <comment>caption of a field</comment>
        <translation>理由(タイムラインに残ります)</translation>
    </message>
    <message>
        <source>Reason for the next command</source>
        <translation>次の操作の理由</translation>
    </message>
    <message>
        <source>Second person</source>
        <comment>caption of a field: who else agrees, optional</comment>
        <translation>同意者</translation>
    </message>
    <message>
        <source>Second person who agrees, optional</source>
        <translation>同意した2人目（任意）</translation>
    </message>
    <message>
        <source>Own share of an order</source>
        <comment>plot: our part of the time, without the provider</comment>
        <translation>注文のうち自社処理</translation>
    </message>
    <message>
        <source>seconds</source>
        <comment>unit of a plot</comment>
        <translation>秒</translation>
    </message>
    <message>
        <source>From order to answer</source>
        <comment>plot: time of a checkout</comment>
        <translation>注文から回答まで</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::DatabasePanel</name>
    <message>
        <source>Nobody waits, and no transaction is older than a second.</source>
        <translation>待ちはなく、1秒を超えるトランザクションもありません。</translation>
    </message>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of a figure</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>pg_stat_statements is not installed where this user may look.</source>
        <translation>pg_stat_statementsがこのユーザーから見える場所に入っていません。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>%1: open connections, %2: the limit</comment>
        <translation>%1／%2</translation>
    </message>
    <message>
        <source>%1, %2 open</source>
        <comment>%1: connections kept for operators, %2: those that are open</comment>
        <translation>%1（使用中 %2）</translation>
    </message>
    <message>
        <source>none</source>
        <comment>there is no open transaction</comment>
        <translation>なし</translation>
    </message>
    <message>
        <source>%1 (%2), %3</source>
        <comment>%1: user, %2: process, %3: age</comment>
        <translation>%1（%2）%3</translation>
    </message>
    <message>
        <source>Connections</source>
        <comment>caption: of Postgres</comment>
        <translation>接続</translation>
    </message>
    <message>
        <source>Kept for operators</source>
        <comment>caption: connections</comment>
        <translation>担当者用の枠</translation>
    </message>
    <message>
        <source>Oldest transaction</source>
        <comment>caption</comment>
        <translation>最古のトランザクション</translation>
    </message>
    <message>
        <source>Oldest idle one</source>
        <comment>caption: transaction</comment>
        <translation>最古の待機中</translation>
    </message>
    <message>
        <source>End it…</source>
        <comment>button: arms ending the oldest idle transaction</comment>
        <translation>終了…</translation>
    </message>
    <message>
        <source>Arm ending the oldest idle transaction</source>
        <translation>最古の待機トランザクションの終了を準備する</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::DeskWords</name>
    <message>
        <source>approved</source>
        <comment>how a payment came out</comment>
        <translation>承認</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>how a payment came out</comment>
        <translation>承認不可</translation>
    </message>
    <message>
        <source>over rate</source>
        <comment>how a payment came out: refused for rate by the provider</comment>
        <translation>流量オーバー</translation>
    </message>
    <message>
        <source>timed out</source>
        <comment>how a payment came out</comment>
        <translation>時間切れ</translation>
    </message>
    <message>
        <source>provider 5xx</source>
        <comment>how a payment came out</comment>
        <translation>決済側5xx</translation>
    </message>
    <message>
        <source>ours</source>
        <comment>how a payment came out: a defect of ours</comment>
        <translation>自社</translation>
    </message>
    <message>
        <source>oversold</source>
        <comment>what an audit found</comment>
        <translation>売り過ぎ</translation>
    </message>
    <message>
        <source>stranded units</source>
        <comment>what an audit found: held for an order that is over</comment>
        <translation>取り残し在庫</translation>
    </message>
    <message>
        <source>captured twice</source>
        <comment>what an audit found</comment>
        <translation>二重確定</translation>
    </message>
    <message>
        <source>orphan payment</source>
        <comment>what an audit found: a payment without its order</comment>
        <translation>注文なき決済</translation>
    </message>
    <message>
        <source>order overdue</source>
        <comment>what an audit found: not finished at its deadline</comment>
        <translation>期限超過の注文</translation>
    </message>
    <message>
        <source>points differ</source>
        <comment>what an audit found</comment>
        <translation>ポイント不一致</translation>
    </message>
    <message>
        <source>authorised without an order</source>
        <comment>what the reconciler found</comment>
        <translation>注文のない与信</translation>
    </message>
    <message>
        <source>captured, order not paid</source>
        <comment>what the reconciler found</comment>
        <translation>確定済みだが注文は未払い</translation>
    </message>
    <message>
        <source>captured twice</source>
        <comment>what the reconciler found</comment>
        <translation>二重確定</translation>
    </message>
    <message>
        <source>paid without a capture</source>
        <comment>what the reconciler found</comment>
        <translation>支払済みだが確定なし</translation>
    </message>
    <message>
        <source>amount differs</source>
        <comment>what the reconciler found</comment>
        <translation>金額の不一致</translation>
    </message>
    <message>
        <source>units without a payment</source>
        <comment>what the reconciler found</comment>
        <translation>支払いのない在庫</translation>
    </message>
    <message>
        <source>a person must decide</source>
        <comment>state of a difference</comment>
        <translation>担当者の判断が必要</translation>
    </message>
    <message>
        <source>being repaired</source>
        <comment>state of a difference</comment>
        <translation>修復中</translation>
    </message>
    <message>
        <source>repaired: voided</source>
        <comment>how a difference was closed</comment>
        <translation>修復済み: 取消</translation>
    </message>
    <message>
        <source>repaired: units given back</source>
        <comment>how a difference was closed</comment>
        <translation>修復済み: 在庫へ戻した</translation>
    </message>
    <message>
        <source>agrees again</source>
        <comment>how a difference was closed</comment>
        <translation>再び一致</translation>
    </message>
    <message>
        <source>repaired: order is paid</source>
        <comment>how a difference was closed</comment>
        <translation>修復済み: 注文を支払済みに</translation>
    </message>
    <message>
        <source>decided: %1</source>
        <comment>%1: who decided a difference, and how</comment>
        <translation>判断済み: %1</translation>
    </message>
    <message>
        <source>more held and sold than there is</source>
        <comment>what an audit found</comment>
        <translation>確保と販売済の合計が在庫を超過</translation>
    </message>
    <message>
        <source>units given out differ from held and sold</source>
        <comment>what an audit found</comment>
        <translation>渡した個数が確保+販売済と不一致</translation>
    </message>
    <message>
        <source>units of paid orders differ from sold</source>
        <comment>what an audit found</comment>
        <translation>支払済み注文の個数が販売済と不一致</translation>
    </message>
    <message>
        <source>unit given out twice</source>
        <comment>what an audit found</comment>
        <translation>同じ1個を二重に割り当て</translation>
    </message>
    <message>
        <source>places of orders differ from held and sold</source>
        <comment>what an audit found</comment>
        <translation>注文の枠数が確保+販売済と不一致</translation>
    </message>
    <message>
        <source>places of paid orders differ from sold</source>
        <comment>what an audit found</comment>
        <translation>支払済み注文の枠数が販売済と不一致</translation>
    </message>
    <message>
        <source>balance differs from its entries</source>
        <comment>what an audit found</comment>
        <translation>残高が明細の合計と不一致</translation>
    </message>
    <message>
        <source>debit and end of an order differ</source>
        <comment>what an audit found</comment>
        <translation>注文の引き落としと結果が不一致</translation>
    </message>
    <message>
        <source>kept</source>
        <comment>a unit without an order, for an announced offer</comment>
        <translation>取り置き</translation>
    </message>
    <message>
        <source>missing</source>
        <comment>an order that does not exist</comment>
        <translation>存在しない</translation>
    </message>
    <message>
        <source>created</source>
        <comment>status of an order</comment>
        <translation>受付</translation>
    </message>
    <message>
        <source>authorising</source>
        <comment>status of an order</comment>
        <translation>与信中</translation>
    </message>
    <message>
        <source>at the provider</source>
        <comment>status of an order: the buyer is at the provider&apos;s page</comment>
        <translation>決済ページ</translation>
    </message>
    <message>
        <source>expiring</source>
        <comment>status of an order</comment>
        <translation>期限切れ処理中</translation>
    </message>
    <message>
        <source>authorised</source>
        <comment>status of an order</comment>
        <translation>与信済み</translation>
    </message>
    <message>
        <source>reserved</source>
        <comment>status of an order</comment>
        <translation>在庫確保</translation>
    </message>
    <message>
        <source>capturing</source>
        <comment>status of an order</comment>
        <translation>確定中</translation>
    </message>
    <message>
        <source>voiding</source>
        <comment>status of an order</comment>
        <translation>取消中</translation>
    </message>
    <message>
        <source>paid</source>
        <comment>status of an order</comment>
        <translation>支払済み</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>status of an order</comment>
        <translation>承認不可</translation>
    </message>
    <message>
        <source>sold out</source>
        <comment>status of an order</comment>
        <translation>完売</translation>
    </message>
    <message>
        <source>expired</source>
        <comment>status of an order</comment>
        <translation>期限切れ</translation>
    </message>
    <message>
        <source>cancelled</source>
        <comment>status of an order</comment>
        <translation>取消済み</translation>
    </message>
    <message>
        <source>capture failed</source>
        <comment>status of an order</comment>
        <translation>確定失敗</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>%1: seconds</comment>
        <translation>%1秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>%1: minutes</comment>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>%1: hours</comment>
        <translation>%1時間</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::FindingRows</name>
    <message>
        <source>Findings of the reconciler</source>
        <comment>heading of a table</comment>
        <translation>照合の検出</translation>
    </message>
    <message>
        <source>Found at</source>
        <comment>column</comment>
        <translation>検出時刻</translation>
    </message>
    <message>
        <source>What</source>
        <comment>column: what the reconciler found</comment>
        <translation>内容</translation>
    </message>
    <message>
        <source>State</source>
        <comment>column: of a difference</comment>
        <translation>状態</translation>
    </message>
    <message>
        <source>Yen</source>
        <comment>column: amount</comment>
        <translation>円</translation>
    </message>
    <message>
        <source>Order</source>
        <comment>column: id</comment>
        <translation>注文</translation>
    </message>
    <message>
        <source>Not known: Postgres does not tell.</source>
        <comment>in place of findings of the reconciler</comment>
        <translation>不明: Postgres から情報が来ていません。</translation>
    </message>
    <message>
        <source>Nothing found: provider, orders and stock agree.</source>
        <comment>in place of findings of the reconciler</comment>
        <translation>検出なし: 決済会社・注文・在庫は一致しています。</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::HopRows</name>
    <message>
        <source>Step</source>
        <comment>column: of a connection</comment>
        <translation>段階</translation>
    </message>
    <message>
        <source>ms</source>
        <comment>column: milliseconds</comment>
        <translation>ms</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::InstanceRows</name>
    <message>
        <source>Instances</source>
        <comment>heading of a table</comment>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Instance</source>
        <comment>column</comment>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Version</source>
        <comment>column</comment>
        <translation>版</translation>
    </message>
    <message>
        <source>Started</source>
        <comment>column: when an instance began</comment>
        <translation>開始</translation>
    </message>
    <message>
        <source>Ready</source>
        <comment>column: whether an instance serves</comment>
        <translation>状態</translation>
    </message>
    <message>
        <source>Age</source>
        <comment>column: of the newest figures</comment>
        <translation>経過</translation>
    </message>
    <message>
        <source>Postgres ms</source>
        <comment>column: own round trip</comment>
        <translation>Postgres ms</translation>
    </message>
    <message>
        <source>round trip of the instance itself, not of this console</source>
        <translation>この端末ではなく、サーバー自身の往復時間</translation>
    </message>
    <message>
        <source>Redis ms</source>
        <comment>column: own round trip</comment>
        <translation>Redis ms</translation>
    </message>
    <message>
        <source>Stores</source>
        <comment>column: connections to Postgres and Redis</comment>
        <translation>接続数</translation>
    </message>
    <message>
        <source>connections to Postgres and Redis</source>
        <translation>Postgres と Redis への接続</translation>
    </message>
    <message>
        <source>Sockets</source>
        <comment>column</comment>
        <translation>ソケット</translation>
    </message>
    <message>
        <source>open connections of buyers</source>
        <translation>購入者との接続</translation>
    </message>
    <message>
        <source>In process</source>
        <comment>column: requests</comment>
        <translation>処理中</translation>
    </message>
    <message>
        <source>requests in process</source>
        <translation>処理中の要求</translation>
    </message>
    <message>
        <source>CPU %</source>
        <comment>column</comment>
        <translation>CPU %</translation>
    </message>
    <message>
        <source>of one core, last second</source>
        <translation>1コアに対する割合、直近1秒</translation>
    </message>
    <message>
        <source>MiB</source>
        <comment>column: memory of an instance</comment>
        <translation>MiB</translation>
    </message>
    <message>
        <source>ready</source>
        <comment>an instance that serves</comment>
        <translation>稼働中</translation>
    </message>
    <message>
        <source>not ready</source>
        <comment>an instance that does not serve</comment>
        <translation>準備中</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::InstanceTable</name>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation>
            <numerusform>%n台</numerusform>
        </translation>
    </message>
    <message>
        <source>No instance was ever seen.</source>
        <translation>サーバーはまだ一度も見えていません。</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::InterlockWords</name>
    <message>
        <source>step ≤ +20 %</source>
        <comment>condition for raising the rate</comment>
        <translation>上げ幅 +20 % 以内</translation>
    </message>
    <message>
        <source>last raise soaked</source>
        <comment>condition for raising the rate: waited long enough</comment>
        <translation>前回の引き上げから待った</translation>
    </message>
    <message>
        <source>orders follow</source>
        <comment>condition for raising the rate</comment>
        <translation>注文が追随</translation>
    </message>
    <message>
        <source>errors</source>
        <comment>condition for raising the rate</comment>
        <translation>エラー</translation>
    </message>
    <message>
        <source>own time, pages</source>
        <comment>condition for raising the rate</comment>
        <translation>自社処理・ページ</translation>
    </message>
    <message>
        <source>provider budget then</source>
        <comment>condition for raising the rate: at the new rate</comment>
        <translation>上げた後の決済枠</translation>
    </message>
    <message>
        <source>lanes then</source>
        <comment>condition for raising the rate: at the new rate</comment>
        <translation>上げた後のレーン</translation>
    </message>
    <message>
        <source>machines, Postgres</source>
        <comment>condition for raising the rate</comment>
        <translation>マシン・Postgres</translation>
    </message>
    <message>
        <source>data fresh</source>
        <comment>condition for raising the rate</comment>
        <translation>データが新しい</translation>
    </message>
    <message>
        <source>no P1 or P2</source>
        <comment>condition for raising the rate: active alarms</comment>
        <translation>P1・P2 なし</translation>
    </message>
    <message>
        <source>%1 not measured here</source>
        <comment>%1: id of a figure</comment>
        <translation>%1 は計測対象外</translation>
    </message>
    <message>
        <source>alarm %1 is active</source>
        <comment>%1: number of an alarm</comment>
        <translation>警報 %1 が発生中</translation>
    </message>
    <message>
        <source>alarms not known</source>
        <comment>no data</comment>
        <translation>警報不明</translation>
    </message>
    <message>
        <source>old or missing: %1</source>
        <comment>%1: id of a figure</comment>
        <translation>古いか欠落：%1</translation>
    </message>
    <message>
        <source>%1 not known</source>
        <comment>%1: id of a figure</comment>
        <translation>%1 不明</translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>%1: time until something is over</comment>
        <translation>あと %1</translation>
    </message>
    <message>
        <source>%1/min, needed %2</source>
        <comment>%1: orders a minute, %2: how many are needed</comment>
        <translation>%1/分（必要 %2）</translation>
    </message>
    <message>
        <source>%1 s &lt; %2 s</source>
        <comment>%1: seconds measured, %2: limit</comment>
        <translation>%1 秒（上限 %2 秒）</translation>
    </message>
    <message>
        <source>%1 &lt; %2</source>
        <comment>%1: percentage measured, %2: limit</comment>
        <translation>%1（上限 %2）</translation>
    </message>
    <message>
        <source>Advised at most: %1/min.</source>
        <comment>%1: admission rate</comment>
        <translation>推奨上限：%1/分。</translation>
    </message>
    <message>
        <source>Advised rate not known.</source>
        <comment>no data</comment>
        <translation>推奨レート不明。</translation>
    </message>
    <message>
        <source>No raise needed. %1</source>
        <comment>proposal, %1: another sentence</comment>
        <translation>引き上げ不要。%1</translation>
    </message>
    <message>
        <source>Proposed: %1/min. %2</source>
        <comment>proposal, %1: admission rate, %2: another sentence</comment>
        <translation>提案：%1/分。%2</translation>
    </message>
    <message>
        <source>Above what is advised: lower to %1/min.</source>
        <comment>proposal, %1: admission rate</comment>
        <translation>推奨を超えています。%1/分へ下げてください。</translation>
    </message>
    <message>
        <source>No proposal: figures are missing. %1</source>
        <comment>%1: another sentence</comment>
        <translation>数値が足りず提案できません。%1</translation>
    </message>
    <message>
        <source>wait, joining now</source>
        <comment>what a rate changes</comment>
        <translation>今並ぶ人の待ち</translation>
    </message>
    <message>
        <source>provider budget</source>
        <comment>what a rate changes</comment>
        <translation>決済枠</translation>
    </message>
    <message>
        <source>shoppers</source>
        <comment>what a rate changes</comment>
        <translation>買い物中</translation>
    </message>
    <message>
        <source>lanes</source>
        <comment>what a rate changes</comment>
        <translation>レーン</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>%1: minutes</comment>
        <translation>%1 分</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::InventoryPage</name>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of a figure</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>No product is shown by this filter.</source>
        <translation>この絞り込みに合う商品はありません。</translation>
    </message>
    <message>
        <source>Inventory</source>
        <comment>screen</comment>
        <translation>在庫</translation>
    </message>
    <message>
        <source>Audit of the stock</source>
        <comment>heading of a table</comment>
        <translation>在庫の監査</translation>
    </message>
    <message>
        <source>Age of held units</source>
        <comment>plot</comment>
        <translation>確保中の経過時間</translation>
    </message>
    <message>
        <source>Burn-down</source>
        <comment>plot: units left of the chosen products</comment>
        <translation>残りの推移</translation>
    </message>
    <message>
        <source>units left</source>
        <comment>unit of a plot</comment>
        <translation>残り個数</translation>
    </message>
    <message>
        <source>Open (Enter)</source>
        <comment>button: shows a product in detail</comment>
        <translation>詳細 (Enter)</translation>
    </message>
    <message>
        <source>Show the product in detail</source>
        <translation>商品の詳細を表示</translation>
    </message>
    <message>
        <source>In the plot (Space)</source>
        <comment>button</comment>
        <translation>グラフ (Space)</translation>
    </message>
    <message>
        <source>Show or hide the product in the plot</source>
        <translation>商品をグラフに表示/非表示</translation>
    </message>
    <message>
        <source>Save paid orders by slot</source>
        <comment>button: writes a CSV file</comment>
        <translation>受取枠別の注文を保存</translation>
    </message>
    <message>
        <source>Save the paid orders by pickup slot as CSV</source>
        <translation>支払済み注文を受取枠別に CSV で保存</translation>
    </message>
    <message>
        <source>Stop…</source>
        <comment>button: arms stopping a product</comment>
        <translation>販売停止…</translation>
    </message>
    <message>
        <source>Arm stopping the chosen product</source>
        <translation>選んだ商品の販売停止を準備</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::JourneyRows</name>
    <message>
        <source>Hosts that a purchase passes</source>
        <comment>heading of a table</comment>
        <translation>購入で通るホスト</translation>
    </message>
    <message>
        <source>For</source>
        <comment>column: what a host is there for</comment>
        <translation>用途</translation>
    </message>
    <message>
        <source>Host</source>
        <comment>column</comment>
        <translation>ホスト</translation>
    </message>
    <message>
        <source>Address</source>
        <comment>column: IP</comment>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Certificate of</source>
        <comment>column: whom a certificate names</comment>
        <translation>証明書の名前</translation>
    </message>
    <message>
        <source>Days left</source>
        <comment>column: of a certificate</comment>
        <translation>残り日数</translation>
    </message>
    <message>
        <source>Answers</source>
        <comment>column: who answers at a host</comment>
        <translation>応答元</translation>
    </message>
    <message>
        <source>ms</source>
        <comment>column: milliseconds</comment>
        <translation>ms</translation>
    </message>
    <message>
        <source>somebody</source>
        <comment>a host answers; whose it is cannot be told</comment>
        <translation>応答あり</translation>
    </message>
    <message>
        <source>one of our instances</source>
        <comment>who answers at a host</comment>
        <translation>当方のサーバー</translation>
    </message>
    <message>
        <source>not ours: %1</source>
        <comment>%1: what a host answered</comment>
        <translation>当方以外：%1</translation>
    </message>
    <message>
        <source>pages</source>
        <comment>what a host is there for</comment>
        <translation>ページ</translation>
    </message>
    <message>
        <source>return</source>
        <comment>what a host is there for: buyers come back from the provider</comment>
        <translation>戻り先</translation>
    </message>
    <message>
        <source>webhook</source>
        <comment>what a host is there for: notifications of the provider</comment>
        <translation>通知</translation>
    </message>
    <message>
        <source>assets</source>
        <comment>what a host is there for: pictures and styles</comment>
        <translation>素材</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::LiveCharts</name>
    <message>
        <source>Through the queue</source>
        <comment>plot: arrivals, called, passes, orders</comment>
        <translation>列の流れ</translation>
    </message>
    <message>
        <source>per minute</source>
        <comment>unit of a plot</comment>
        <translation>毎分</translation>
    </message>
    <message>
        <source>People</source>
        <comment>plot: waiting and shopping</comment>
        <translation>人数</translation>
    </message>
    <message>
        <source>now</source>
        <comment>unit of a plot</comment>
        <translation>現在</translation>
    </message>
    <message>
        <source>Provider calls</source>
        <comment>plot: calls to the payment provider</comment>
        <translation>決済呼び出し</translation>
    </message>
    <message>
        <source>per second</source>
        <comment>unit of a plot</comment>
        <translation>毎秒</translation>
    </message>
    <message>
        <source>Errors and failed payments</source>
        <comment>plot</comment>
        <translation>エラーと決済失敗</translation>
    </message>
    <message>
        <source>%</source>
        <comment>unit of a plot: percent</comment>
        <translation>%</translation>
    </message>
    <message>
        <source>Admission and orders</source>
        <comment>plot: rate set, passes given, orders</comment>
        <translation>入場と注文</translation>
    </message>
    <message>
        <source>arrivals</source>
        <comment>line of a plot</comment>
        <translation>到着</translation>
    </message>
    <message>
        <source>called</source>
        <comment>line of a plot: places called</comment>
        <translation>呼出</translation>
    </message>
    <message>
        <source>passes</source>
        <comment>line of a plot: passes given</comment>
        <translation>入場</translation>
    </message>
    <message>
        <source>orders</source>
        <comment>line of a plot: paid orders</comment>
        <translation>注文</translation>
    </message>
    <message>
        <source>rate set</source>
        <comment>line of a plot</comment>
        <translation>設定</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>line of a plot</comment>
        <translation>待機</translation>
    </message>
    <message>
        <source>shopping</source>
        <comment>line of a plot: live passes</comment>
        <translation>買い物中</translation>
    </message>
    <message>
        <source>all calls</source>
        <comment>line of a plot</comment>
        <translation>全呼び出し</translation>
    </message>
    <message>
        <source>finishing</source>
        <comment>line of a plot: captures and voids</comment>
        <translation>確定・取消</translation>
    </message>
    <message>
        <source>errors</source>
        <comment>line of a plot: failed answers</comment>
        <translation>エラー</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>line of a plot: payments that failed</comment>
        <translation>決済失敗</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>line of a plot: payments declined</comment>
        <translation>承認不可</translation>
    </message>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of a figure</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>agreed %1/s</source>
        <comment>%1: calls per second that the provider takes</comment>
        <translation>契約上限 %1/秒</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::LivePage</name>
    <message>
        <source>Live</source>
        <comment>screen</comment>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>The queue:</source>
        <comment>begins a forecast: … drains about 14:32</comment>
        <translation>待機列:</translation>
    </message>
    <message>
        <source>Stock:</source>
        <comment>begins a forecast: … A-01 sells out 14:05–14:14</comment>
        <translation>在庫:</translation>
    </message>
    <message>
        <source>Budget:</source>
        <comment>begins a forecast: … payments use 96 % of the calls</comment>
        <translation>決済枠:</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::LiveStock</name>
    <message>
        <source>Stock, soonest sold out</source>
        <comment>heading of the list of products</comment>
        <translation>在庫(完売の早い順)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>%1: units available, %2: units in stock at first</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of the stock</comment>
        <translation>データなし</translation>
    </message>
    <message numerus="yes">
        <source>and %n other(s)</source>
        <comment>products that are not listed</comment>
        <translation>
            <numerusform>ほか %n 点</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::pages::LiveTiles</name>
    <message>
        <source>60 s</source>
        <comment>window over which a figure is counted</comment>
        <translation>60 秒</translation>
    </message>
    <message>
        <source>Waiting</source>
        <comment>tile: joined and not called yet</comment>
        <translation>待機</translation>
    </message>
    <message>
        <source>Admission</source>
        <comment>tile: passes given</comment>
        <translation>入場</translation>
    </message>
    <message>
        <source>/min</source>
        <comment>unit: per minute</comment>
        <translation>/分</translation>
    </message>
    <message>
        <source>Wait, joining now</source>
        <comment>tile: wait of somebody who joins now</comment>
        <translation>新規の待ち時間</translation>
    </message>
    <message>
        <source>min</source>
        <comment>unit: minutes</comment>
        <translation>分</translation>
    </message>
    <message>
        <source>forecast</source>
        <comment>window: about the future</comment>
        <translation>予測</translation>
    </message>
    <message>
        <source>Orders</source>
        <comment>tile: orders that became paid</comment>
        <translation>注文</translation>
    </message>
    <message>
        <source>Provider calls</source>
        <comment>tile: calls to the payment provider</comment>
        <translation>決済呼び出し</translation>
    </message>
    <message>
        <source>/s</source>
        <comment>unit: per second</comment>
        <translation>/秒</translation>
    </message>
    <message>
        <source>10 s</source>
        <comment>window over which a figure is counted</comment>
        <translation>10 秒</translation>
    </message>
    <message>
        <source>Payment success</source>
        <comment>tile: approved payments</comment>
        <translation>決済成功</translation>
    </message>
    <message>
        <source>%</source>
        <comment>unit: percent</comment>
        <translation>%</translation>
    </message>
    <message>
        <source>120 s</source>
        <comment>window over which a figure is counted</comment>
        <translation>120 秒</translation>
    </message>
    <message>
        <source>Errors</source>
        <comment>tile: failed answers of all answers</comment>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Own time p95</source>
        <comment>tile: our share of an order&apos;s time, 95th percentile</comment>
        <translation>自社処理 p95</translation>
    </message>
    <message>
        <source>s</source>
        <comment>unit: seconds</comment>
        <translation>秒</translation>
    </message>
    <message>
        <source>%1 shopping</source>
        <comment>%1: number of live passes</comment>
        <translation>買い物中 %1 人</translation>
    </message>
    <message>
        <source>set %1</source>
        <comment>%1: admission rate that staff want</comment>
        <translation>設定 %1</translation>
    </message>
    <message>
        <source>set %1 · absent %2</source>
        <comment>%1: admission rate that staff want, %2: share of called people who did not come</comment>
        <translation>設定 %1 · 不在 %2</translation>
    </message>
    <message>
        <source>(%1–%2)</source>
        <comment>%1, %2: minutes, range of a forecast</comment>
        <translation>(%1–%2)</translation>
    </message>
    <message>
        <source>present %1 · %2 shopping</source>
        <comment>%1: people waiting who are still there, %2: number of live passes</comment>
        <translation>在席 %1 · 買い物中 %2 人</translation>
    </message>
    <message>
        <source>present %1</source>
        <comment>%1: people waiting who are still there</comment>
        <translation>在席 %1 人</translation>
    </message>
    <message>
        <source>last %1 min</source>
        <comment>%1: minutes that the last who entered had waited</comment>
        <translation>直近 %1 分</translation>
    </message>
    <message>
        <source>%1 of %2 forecasts held</source>
        <comment>%1: percentage, %2: number of wait forecasts</comment>
        <translation>予測 %2 件の %1 が的中</translation>
    </message>
    <message>
        <source>last %1 · %2 of %3 held</source>
        <comment>%1: minutes that the last who entered had waited, %2: percentage, %3: number of wait forecasts</comment>
        <translation>直近 %1 分 · 的中 %2/%3</translation>
    </message>
    <message>
        <source>%1 of passes buy</source>
        <comment>%1: percentage of passes that became orders</comment>
        <translation>入場者の %1 が購入</translation>
    </message>
    <message>
        <source>used %1</source>
        <comment>%1: used part of the call budget</comment>
        <translation>枠の使用 %1</translation>
    </message>
    <message>
        <source>declined %1</source>
        <comment>%1: share of declined payments</comment>
        <translation>承認不可 %1</translation>
    </message>
    <message>
        <source>refused %1/s</source>
        <comment>%1: intended refusals per second</comment>
        <translation>お断り %1/秒</translation>
    </message>
    <message>
        <source>checkout p95 %1 s</source>
        <comment>%1: seconds from order to final answer</comment>
        <translation>注文全体 p95 %1 秒</translation>
    </message>
    <message>
        <source>too few to judge</source>
        <comment>a ratio of too few cases</comment>
        <translation>件数不足</translation>
    </message>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of a figure</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>people, now</source>
        <comment>unit and window: this instant</comment>
        <translation>人、現在</translation>
    </message>
    <message>
        <source>used %1 · safe %2/min</source>
        <comment>%1: used part of the call budget, %2: admission rate that payments can finish</comment>
        <translation>枠の使用 %1 · 推奨 %2/分</translation>
    </message>
    <message>
        <source>checkout p95 %1 s (%2–%3)</source>
        <comment>%1: seconds from order to final answer, %2 and %3: what is usual</comment>
        <translation>注文全体 p95 %1 秒（%2～%3）</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::LoadNotes</name>
    <message>
        <source>arrivals %1 → %2/min</source>
        <comment>%1 and %2: new places a minute before and after a block</comment>
        <translation>参加 %1 → %2/分</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::MethodRows</name>
    <message>
        <source>Payment methods</source>
        <comment>heading of a table</comment>
        <translation>支払方法</translation>
    </message>
    <message>
        <source>key that chooses the method</source>
        <comment>column</comment>
        <translation>選択するキー</translation>
    </message>
    <message>
        <source>Method</source>
        <comment>column: payment method</comment>
        <translation>支払方法</translation>
    </message>
    <message>
        <source>/s</source>
        <comment>column: attempts per second</comment>
        <translation>件/秒</translation>
    </message>
    <message>
        <source>attempts per second, last 60 s</source>
        <translation>1秒あたりの試行数、直近60秒</translation>
    </message>
    <message>
        <source>In flight</source>
        <comment>column</comment>
        <translation>処理中</translation>
    </message>
    <message>
        <source>calls not answered, of the bound of all instances</source>
        <translation>未応答の呼び出し / 全サーバーの上限</translation>
    </message>
    <message>
        <source>Success</source>
        <comment>column</comment>
        <translation>成功</translation>
    </message>
    <message>
        <source>approved ÷ (attempts − declines), last 120 s</source>
        <translation>承認 ÷ (試行 − 承認不可)、直近120秒</translation>
    </message>
    <message>
        <source>Declined</source>
        <comment>column: share of declined payments</comment>
        <translation>承認不可</translation>
    </message>
    <message>
        <source>declined ÷ attempts, last 120 s</source>
        <translation>承認不可 ÷ 試行、直近120秒</translation>
    </message>
    <message>
        <source>p50 s</source>
        <comment>column: median time of the provider, seconds</comment>
        <translation>p50 秒</translation>
    </message>
    <message>
        <source>last 60 s</source>
        <translation>直近60秒</translation>
    </message>
    <message>
        <source>p95 s</source>
        <comment>column: 95th percentile of the provider&apos;s time, seconds</comment>
        <translation>p95 秒</translation>
    </message>
    <message>
        <source>Usual s</source>
        <comment>column: usual time of the provider, seconds</comment>
        <translation>平常 秒</translation>
    </message>
    <message>
        <source>of an ordinary day, from the catalogue</source>
        <translation>平常日の値(販売設定より)</translation>
    </message>
    <message>
        <source>Own p95</source>
        <comment>column: our share, seconds</comment>
        <translation>自社 p95</translation>
    </message>
    <message>
        <source>our own share of the time, last 60 s</source>
        <translation>処理時間のうち自社の分、直近60秒</translation>
    </message>
    <message>
        <source>how many, last 60 s</source>
        <translation>件数、直近60秒</translation>
    </message>
    <message>
        <source>%1 (disabled)</source>
        <comment>%1: payment method</comment>
        <translation>%1(無効)</translation>
    </message>
    <message>
        <source>too few</source>
        <comment>too few cases for a ratio</comment>
        <translation>件数不足</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::MoveRows</name>
    <message>
        <source>Last 50 movements</source>
        <comment>heading of a table</comment>
        <translation>直近の動き50件</translation>
    </message>
    <message>
        <source>Time</source>
        <comment>column</comment>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Units</source>
        <comment>column</comment>
        <translation>個数</translation>
    </message>
    <message>
        <source>Status</source>
        <comment>column: of an order</comment>
        <translation>状態</translation>
    </message>
    <message>
        <source>Order</source>
        <comment>column: id</comment>
        <translation>注文</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::OwnShareRows</name>
    <message>
        <source>other products</source>
        <comment>row of a table</comment>
        <translation>その他の商品</translation>
    </message>
    <message>
        <source>Own share p95</source>
        <comment>heading of a table: our share of an order&apos;s time</comment>
        <translation>自社処理 p95</translation>
    </message>
    <message>
        <source>Method or product</source>
        <comment>column</comment>
        <translation>支払方法・商品</translation>
    </message>
    <message>
        <source>s</source>
        <comment>column: seconds</comment>
        <translation>秒</translation>
    </message>
    <message>
        <source>our own share of the time, last 60 s</source>
        <translation>処理時間のうち自社の分、直近60秒</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::PaymentCharts</name>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of a figure</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>5xx, ours</source>
        <comment>line of a plot: errors of the provider and defects of ours</comment>
        <translation>5xx・自社</translation>
    </message>
    <message>
        <source>agreed %1/s</source>
        <comment>%1: calls per second that the provider takes</comment>
        <translation>契約上限 %1/秒</translation>
    </message>
    <message>
        <source>too few to judge</source>
        <comment>a ratio of too few cases</comment>
        <translation>件数が少なく判断できません</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::PaymentsPage</name>
    <message>
        <source>Disable…</source>
        <comment>button: arms a command</comment>
        <translation>無効にする…</translation>
    </message>
    <message>
        <source>Enable…</source>
        <comment>button: arms a command</comment>
        <translation>有効にする…</translation>
    </message>
    <message>
        <source>Arm disabling the chosen method</source>
        <translation>選んだ支払方法の無効化を準備</translation>
    </message>
    <message>
        <source>Arm enabling the chosen method</source>
        <translation>選んだ支払方法の有効化を準備</translation>
    </message>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of a figure</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>too few to judge</source>
        <comment>a ratio of too few cases</comment>
        <translation>件数が少なく判断できません</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>%1: how many, %2: age of the oldest</comment>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>%1 yen</source>
        <comment>%1: amount</comment>
        <translation>%1円</translation>
    </message>
    <message>
        <source>Payments</source>
        <comment>screen</comment>
        <translation>決済</translation>
    </message>
    <message>
        <source>Audit of the payments</source>
        <comment>heading of a table</comment>
        <translation>決済の監査</translation>
    </message>
    <message>
        <source>Authorised &gt; 60 s</source>
        <comment>caption: orders neither captured nor voided</comment>
        <translation>与信後60秒超</translation>
    </message>
    <message>
        <source>Notifications not applied</source>
        <comment>caption</comment>
        <translation>未反映の通知</translation>
    </message>
    <message>
        <source>Parked</source>
        <comment>caption: notifications whose order is not known</comment>
        <translation>保留</translation>
    </message>
    <message>
        <source>Open differences</source>
        <comment>caption: of the reconciler</comment>
        <translation>未解決の差異</translation>
    </message>
    <message>
        <source>Outcomes</source>
        <comment>plot: how payments came out</comment>
        <translation>決済の結果</translation>
    </message>
    <message>
        <source>per second</source>
        <comment>unit of a plot</comment>
        <translation>毎秒</translation>
    </message>
    <message>
        <source>Provider p95</source>
        <comment>plot: time of the provider per method</comment>
        <translation>決済会社 p95</translation>
    </message>
    <message>
        <source>seconds</source>
        <comment>unit of a plot</comment>
        <translation>秒</translation>
    </message>
    <message>
        <source>Age of authorised orders</source>
        <comment>plot</comment>
        <translation>与信後の経過時間</translation>
    </message>
    <message>
        <source>/s</source>
        <comment>unit: per second</comment>
        <translation>/秒</translation>
    </message>
    <message>
        <source>Calls per second that the provider takes</source>
        <translation>決済会社が受ける1秒あたりの呼び出し数</translation>
    </message>
    <message>
        <source>Change the provider&apos;s limit…</source>
        <comment>button: arms a command</comment>
        <translation>呼び出し上限を変更…</translation>
    </message>
    <message>
        <source>Arm changing the provider&apos;s limit</source>
        <translation>呼び出し上限の変更を準備</translation>
    </message>
    <message>
        <source>reason</source>
        <comment>placeholder: why a limit is changed</comment>
        <translation>理由</translation>
    </message>
    <message>
        <source>Reason for the next command</source>
        <translation>次の操作の理由</translation>
    </message>
    <message>
        <source>Unpaid, deferred</source>
        <comment>caption: payments that buyers make later</comment>
        <translation>後払い未入金</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ProductDetailPanel</name>
    <message>
        <source>%1 come back at %2</source>
        <comment>%1: units offered, %2: clock time</comment>
        <translation>%2 に %1 個放出</translation>
    </message>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of a figure</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>No unit was ever taken.</source>
        <translation>まだ1個も割り当てられていません。</translation>
    </message>
    <message>
        <source>Product</source>
        <comment>caption: which product is shown</comment>
        <translation>商品</translation>
    </message>
    <message>
        <source>Kept units</source>
        <comment>caption: units given back after sold out</comment>
        <translation>取り置き</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>button</comment>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Close the product</source>
        <translation>商品の詳細を閉じる</translation>
    </message>
    <message>
        <source>Age of held units</source>
        <comment>plot</comment>
        <translation>確保中の経過時間</translation>
    </message>
    <message>
        <source>units</source>
        <comment>before a number of kept units</comment>
        <translation>個数</translation>
    </message>
    <message>
        <source>How many kept units to offer</source>
        <translation>放出する取り置きの個数</translation>
    </message>
    <message>
        <source>in</source>
        <comment>before a number of minutes</comment>
        <translation>放出まで</translation>
    </message>
    <message>
        <source> min</source>
        <comment>unit: minutes</comment>
        <translation> 分</translation>
    </message>
    <message>
        <source>In how many minutes they come back</source>
        <translation>何分後に放出するか</translation>
    </message>
    <message>
        <source>Offer kept units…</source>
        <comment>button: arms a command</comment>
        <translation>取り置き分を放出…</translation>
    </message>
    <message>
        <source>Arm the offer of kept units</source>
        <translation>取り置き分の放出を準備</translation>
    </message>
    <message>
        <source>Sell again…</source>
        <comment>button: arms a command</comment>
        <translation>販売再開…</translation>
    </message>
    <message>
        <source>Stop…</source>
        <comment>button: arms a command</comment>
        <translation>販売停止…</translation>
    </message>
    <message>
        <source>Arm selling this product again</source>
        <translation>この商品の販売再開を準備</translation>
    </message>
    <message>
        <source>Arm stopping this product</source>
        <translation>この商品の販売停止を準備</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ProfileRows</name>
    <message>
        <source>Profile</source>
        <comment>column</comment>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>Kind</source>
        <comment>column: production, rehearsal or development</comment>
        <translation>種別</translation>
    </message>
    <message>
        <source>Sale</source>
        <comment>column</comment>
        <translation>販売</translation>
    </message>
    <message>
        <source>User</source>
        <comment>column</comment>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>Now</source>
        <comment>column: whether a profile is open or cannot be used</comment>
        <translation>現在</translation>
    </message>
    <message>
        <source>unusable</source>
        <comment>a profile that cannot be read</comment>
        <translation>使用不可</translation>
    </message>
    <message>
        <source>open</source>
        <comment>the profile that is open</comment>
        <translation>接続中</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::Projections</name>
    <message>
        <source>opens with %1 people in line</source>
        <comment>%1: number of waiting people</comment>
        <translation>%1 人が並んで開場待ち</translation>
    </message>
    <message>
        <source>stands still while held</source>
        <comment>forecast of the queue</comment>
        <translation>停止中のため動きません</translation>
    </message>
    <message>
        <source>is closed</source>
        <comment>forecast of the queue</comment>
        <translation>受付終了</translation>
    </message>
    <message>
        <source>is empty</source>
        <comment>forecast of the queue</comment>
        <translation>待機なし</translation>
    </message>
    <message>
        <source>grows by %1 people/min</source>
        <comment>%1: people per minute</comment>
        <translation>毎分 %1 人ずつ増加</translation>
    </message>
    <message>
        <source>keeps its length</source>
        <comment>forecast of the queue</comment>
        <translation>ほぼ横ばい</translation>
    </message>
    <message>
        <source>drains about %1 at this rate</source>
        <comment>%1: clock time</comment>
        <translation>このレートなら %1 ごろ解消</translation>
    </message>
    <message>
        <source>%1 sells out %2–%3</source>
        <comment>%1: product code, %2 and %3: clock times</comment>
        <translation>%1 が %2–%3 に完売</translation>
    </message>
    <message>
        <source>not known yet</source>
        <comment>forecast of the stock: watched too briefly</comment>
        <translation>まだ予測できません</translation>
    </message>
    <message numerus="yes">
        <source>nothing sells out within %n hour(s)</source>
        <comment>forecast of the stock</comment>
        <translation>
            <numerusform>%n 時間以内の完売見込みなし</numerusform>
        </translation>
    </message>
    <message>
        <source>payments use %1 of the calls</source>
        <comment>%1: percentage of the call budget</comment>
        <translation>呼び出し上限の %1 を使用</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ReportWords</name>
    <message>
        <source>Report on %1</source>
        <comment>title of a report, %1: name of the sale</comment>
        <translation>%1 報告書</translation>
    </message>
    <message>
        <source>Sale %1, run %2, %3, %4 to %5 %6</source>
        <comment>%1: id of the sale, %2: run, %3: day, %4, %5: clock times, %6: time zone</comment>
        <translation>販売 %1、第%2回、%3、%4～%5 %6</translation>
    </message>
    <message>
        <source>Counted from the recording alone; the same recording gives the same report. A dash means that it never happened or is not known.</source>
        <translation>記録だけから数えています。同じ記録からは同じ報告書ができます。「–」は、起きなかったか分からないことを表します。</translation>
    </message>
    <message>
        <source>paid</source>
        <comment>state of an order</comment>
        <translation>支払済</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>state of an order</comment>
        <translation>承認不可</translation>
    </message>
    <message>
        <source>sold out meanwhile</source>
        <comment>state of an order</comment>
        <translation>その間に完売</translation>
    </message>
    <message>
        <source>not paid in time</source>
        <comment>state of an order</comment>
        <translation>期限内に未払い</translation>
    </message>
    <message>
        <source>cancelled</source>
        <comment>state of an order</comment>
        <translation>取消</translation>
    </message>
    <message>
        <source>could not be captured</source>
        <comment>state of an order</comment>
        <translation>確定できず</translation>
    </message>
    <message>
        <source>unfinished</source>
        <comment>state of an order</comment>
        <translation>未完了</translation>
    </message>
    <message>
        <source>Waits</source>
        <comment>heading of a report</comment>
        <translation>待ち時間</translation>
    </message>
    <message>
        <source>Most people in line</source>
        <translation>最大の待機人数</translation>
    </message>
    <message>
        <source>Wait of half of them (p50)</source>
        <translation>半数の待ち時間（p50）</translation>
    </message>
    <message>
        <source>Wait of nine in ten (p90)</source>
        <translation>9割の待ち時間（p90）</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>最長の待ち時間</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>並んだ人</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>呼び出した人</translation>
    </message>
    <message>
        <source>Entered</source>
        <translation>入場した人</translation>
    </message>
    <message>
        <source>Called and did not come</source>
        <translation>呼び出したが来なかった人</translation>
    </message>
    <message>
        <source>Still in line at the close</source>
        <translation>終了時にまだ並んでいた人</translation>
    </message>
    <message>
        <source>Of these, already gone</source>
        <translation>うち、すでに離れた人</translation>
    </message>
    <message>
        <source>Waits count everybody who joined, also those who left: until they were called, or until the close for those who were still in line.</source>
        <translation>待ち時間は並んだ全員について、途中で離れた人も含めて数えます。呼び出しまで、終了時にまだ並んでいた人は終了までです。</translation>
    </message>
    <message>
        <source>Orders</source>
        <comment>heading of a report</comment>
        <translation>注文</translation>
    </message>
    <message>
        <source>Units sold</source>
        <translation>販売数</translation>
    </message>
    <message>
        <source>Revenue</source>
        <translation>売上</translation>
    </message>
    <message>
        <source>¥%1</source>
        <comment>an amount of yen</comment>
        <translation>%1円</translation>
    </message>
    <message>
        <source>Most paid orders in a minute</source>
        <translation>1分あたり最多の支払済注文</translation>
    </message>
    <message>
        <source>Orders that ended unpaid</source>
        <comment>heading of a report</comment>
        <translation>支払いに至らなかった注文</translation>
    </message>
    <message>
        <source>End</source>
        <comment>column of a report</comment>
        <translation>結果</translation>
    </message>
    <message>
        <source>Reason</source>
        <comment>column of a report</comment>
        <translation>理由</translation>
    </message>
    <message>
        <source>Orders</source>
        <comment>column of a report</comment>
        <translation>注文</translation>
    </message>
    <message>
        <source>Products</source>
        <comment>heading of a report</comment>
        <translation>商品</translation>
    </message>
    <message>
        <source>Product</source>
        <comment>column of a report</comment>
        <translation>商品</translation>
    </message>
    <message>
        <source>Sold</source>
        <comment>column of a report</comment>
        <translation>販売</translation>
    </message>
    <message>
        <source>Of</source>
        <comment>column of a report: total stock</comment>
        <translation>総数</translation>
    </message>
    <message>
        <source>Sold out at</source>
        <comment>column of a report</comment>
        <translation>完売時刻</translation>
    </message>
    <message>
        <source>Time in each phase</source>
        <comment>heading of a report</comment>
        <translation>状態ごとの時間</translation>
    </message>
    <message>
        <source>Incidents</source>
        <comment>heading of a report</comment>
        <translation>障害</translation>
    </message>
    <message>
        <source>First alarm</source>
        <comment>column of a report</comment>
        <translation>最初の警報</translation>
    </message>
    <message>
        <source>Began</source>
        <comment>column of a report</comment>
        <translation>発生</translation>
    </message>
    <message>
        <source>Noticed</source>
        <comment>column of a report</comment>
        <translation>気付き</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <comment>column of a report</comment>
        <translation>確認</translation>
    </message>
    <message>
        <source>Held</source>
        <comment>column of a report</comment>
        <translation>入場停止</translation>
    </message>
    <message>
        <source>Recovered</source>
        <comment>column of a report</comment>
        <translation>回復</translation>
    </message>
    <message>
        <source>Times after the first alarm. Noticed: the first act of anybody.</source>
        <translation>最初の警報からの時間。気付きは、誰かの最初の行動までです。</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <comment>alarms of the same incident</comment>
        <translation>
            <numerusform>ほか%n件</numerusform>
        </translation>
    </message>
    <message>
        <source>Alarm load</source>
        <comment>heading of a report</comment>
        <translation>警報の負荷</translation>
    </message>
    <message>
        <source>Alarms raised</source>
        <translation>発報した警報</translation>
    </message>
    <message>
        <source>Annunciations</source>
        <translation>鳴った回数</translation>
    </message>
    <message>
        <source>In ten minutes, on average</source>
        <translation>10分あたりの平均</translation>
    </message>
    <message>
        <source>Most in ten minutes</source>
        <translation>10分間の最多</translation>
    </message>
    <message>
        <source>Stood longest: %1</source>
        <comment>%1: an alarm</comment>
        <translation>最も長く続いた警報：%1</translation>
    </message>
    <message>
        <source>Stood longest</source>
        <translation>最も長く続いた警報</translation>
    </message>
    <message>
        <source>Still on at the end</source>
        <translation>終了時も継続中</translation>
    </message>
    <message>
        <source>Untouched for 30 minutes</source>
        <translation>30分間手つかず</translation>
    </message>
    <message>
        <source>Shelved</source>
        <translation>棚上げ</translation>
    </message>
    <message>
        <source>Tests, not counted above</source>
        <translation>テスト（上に含まない）</translation>
    </message>
    <message>
        <source>Too few alarms to grade.</source>
        <translation>警報が少なく、評価できません。</translation>
    </message>
    <message>
        <source>Commands</source>
        <comment>heading of a report</comment>
        <translation>操作</translation>
    </message>
    <message>
        <source>Protective, in force</source>
        <translation>守る操作、有効</translation>
    </message>
    <message>
        <source>Ordinary, in force</source>
        <translation>通常の操作、有効</translation>
    </message>
    <message>
        <source>Dangerous, in force</source>
        <translation>危険な操作、有効</translation>
    </message>
    <message>
        <source>Of these by override</source>
        <translation>うち特例</translation>
    </message>
    <message>
        <source>Gaps of the record</source>
        <comment>heading of a report</comment>
        <translation>記録の欠落</translation>
    </message>
    <message>
        <source>None: every second was recorded.</source>
        <translation>なし。すべての秒が記録されています。</translation>
    </message>
    <message>
        <source>Audit</source>
        <comment>heading of a report</comment>
        <translation>監査</translation>
    </message>
    <message>
        <source>Look</source>
        <comment>column of a report: what an audit looks for</comment>
        <translation>検査</translation>
    </message>
    <message>
        <source>Most</source>
        <comment>column of a report: most rows at any time</comment>
        <translation>最多</translation>
    </message>
    <message>
        <source>At the end</source>
        <comment>column of a report</comment>
        <translation>終了時</translation>
    </message>
    <message>
        <source>Rows of each look for violations; all is well at 0.</source>
        <translation>違反を探す各検査の行数。0なら正常です。</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ReviewBar</name>
    <message>
        <source>Copy with pins, to hand on</source>
        <comment>menu: of the recording</comment>
        <translation>ピン付きの写し（引き渡し用）</translation>
    </message>
    <message>
        <source>%1, run %2</source>
        <comment>a past sale, %1: name, %2: its run</comment>
        <translation>%1、第%2回</translation>
    </message>
    <message>
        <source>A file…</source>
        <comment>menu: open a recording</comment>
        <translation>ファイル…</translation>
    </message>
    <message>
        <source>Align on the opening</source>
        <comment>menu: two recordings</comment>
        <translation>開場時刻でそろえる</translation>
    </message>
    <message>
        <source>Align on the first alarm</source>
        <comment>menu: two recordings</comment>
        <translation>最初の警報でそろえる</translation>
    </message>
    <message>
        <source>Align on the chosen event</source>
        <comment>menu: two recordings</comment>
        <translation>選んだ出来事でそろえる</translation>
    </message>
    <message>
        <source>End the comparison</source>
        <comment>menu: two recordings</comment>
        <translation>比較を終える</translation>
    </message>
    <message>
        <source>Report in Japanese (PDF)</source>
        <comment>menu</comment>
        <translation>日本語の報告書（PDF）</translation>
    </message>
    <message>
        <source>Report in English (PDF)</source>
        <comment>menu</comment>
        <translation>英語の報告書（PDF）</translation>
    </message>
    <message>
        <source>Picture of the plot (PNG)</source>
        <comment>menu</comment>
        <translation>グラフの画像（PNG）</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>length of the range that is shown</comment>
        <translation>
            <numerusform>%n分</numerusform>
        </translation>
    </message>
    <message>
        <source>since opening</source>
        <comment>range that is shown</comment>
        <translation>開場から</translation>
    </message>
    <message>
        <source>all</source>
        <comment>range that is shown</comment>
        <translation>全体</translation>
    </message>
    <message>
        <source>every console</source>
        <comment>whose old marks a replay shows</comment>
        <translation>すべての端末</translation>
    </message>
    <message>
        <source>Pause</source>
        <comment>button: playback</comment>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Play</source>
        <comment>button: playback</comment>
        <translation>再生</translation>
    </message>
    <message>
        <source>Not a range of this recording. For example: now-1h, 12:00/12:30, 12:00/+10m</source>
        <translation>この記録の範囲ではありません。例：now-1h、12:00/12:30、12:00/+10m</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>button: a recording</comment>
        <translation>開く</translation>
    </message>
    <message>
        <source>Compare</source>
        <comment>button: with a second recording</comment>
        <translation>比較</translation>
    </message>
    <message>
        <source>Save</source>
        <comment>button: report, picture</comment>
        <translation>保存</translation>
    </message>
    <message>
        <source>Play slower</source>
        <translation>遅く再生</translation>
    </message>
    <message>
        <source>Play faster</source>
        <translation>速く再生</translation>
    </message>
    <message>
        <source>Loop</source>
        <comment>button: play the selection again and again</comment>
        <translation>繰り返し</translation>
    </message>
    <message>
        <source>Screens as seen</source>
        <comment>button: all screens show that second</comment>
        <translation>当時の画面</translation>
    </message>
    <message>
        <source>Whose screens</source>
        <translation>どの端末の画面か</translation>
    </message>
    <message>
        <source>Length of the range</source>
        <translation>範囲の長さ</translation>
    </message>
    <message>
        <source>Range from and to</source>
        <translation>範囲の始めと終わり</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ReviewLanes</name>
    <message>
        <source>phase</source>
        <comment>lane of a recording</comment>
        <translation>状態</translation>
    </message>
    <message>
        <source>commands</source>
        <comment>lane of a recording</comment>
        <translation>操作</translation>
    </message>
    <message>
        <source>alarms</source>
        <comment>lane of a recording</comment>
        <translation>警報</translation>
    </message>
    <message>
        <source>%1 TEST</source>
        <comment>alarm that was tried out, %1: id</comment>
        <translation>%1 テスト</translation>
    </message>
    <message>
        <source>notes</source>
        <comment>lane of a recording: notes, pins, cards</comment>
        <translation>メモ</translation>
    </message>
    <message>
        <source>gaps</source>
        <comment>lane of a recording</comment>
        <translation>欠落</translation>
    </message>
    <message>
        <source>nothing recorded</source>
        <comment>a gap in a recording</comment>
        <translation>記録なし</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ReviewPage</name>
    <message>
        <source>Note for the pin</source>
        <translation>ピンのメモ</translation>
    </message>
    <message>
        <source>Note, then Enter to pin</source>
        <comment>field: words for a pin</comment>
        <translation>メモを書いて Enter でピン</translation>
    </message>
    <message>
        <source>Nothing was done, raised or noted.</source>
        <comment>an empty story</comment>
        <translation>操作、警報、メモはありません。</translation>
    </message>
    <message>
        <source>Story, figures, what if</source>
        <comment>tabs of the Review screen</comment>
        <translation>経緯・数値・もしも</translation>
    </message>
    <message>
        <source>Open a recording</source>
        <translation>記録を開く</translation>
    </message>
    <message>
        <source>The pin could not be written: %1</source>
        <comment>%1: path of a file</comment>
        <translation>ピンを書き込めませんでした：%1</translation>
    </message>
    <message>
        <source>One of the two recordings does not have that event: both begin at their own clock time.</source>
        <translation>どちらかの記録にその出来事がありません。それぞれの時刻のまま並べています。</translation>
    </message>
    <message>
        <source>Opening the recording: %1 %</source>
        <comment>%1: how much is done</comment>
        <translation>記録を開いています：%1 %</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>screen</comment>
        <translation>振り返り</translation>
    </message>
    <message>
        <source>There is no file %1, or it may not be read.</source>
        <comment>%1: path</comment>
        <translation>ファイル %1 がないか、読み取れません。</translation>
    </message>
    <message>
        <source>%1 is not a recording of Saikobi.</source>
        <comment>%1: path</comment>
        <translation>%1 はSaikobiの記録ではありません。</translation>
    </message>
    <message>
        <source>%1 was written in a format that this version does not read: %2.</source>
        <comment>%1: path, %2: name of the format</comment>
        <translation>%1 はこの版で読めない形式です：%2。</translation>
    </message>
    <message>
        <source>%1 is damaged: %2. Ask for another copy, or export the sale again.</source>
        <comment>%1: path, %2: what is wrong</comment>
        <translation>%1 は壊れています：%2。別の写しをもらうか、もう一度書き出してください。</translation>
    </message>
    <message>
        <source>Nothing was recorded in that run.</source>
        <translation>その回には何も記録されていません。</translation>
    </message>
    <message>
        <source>%1 is longer than 26 hours and cannot be shown.</source>
        <comment>%1: path</comment>
        <translation>%1 は26時間を超えるため表示できません。</translation>
    </message>
    <message>
        <source>The run could not be read from Postgres: %1.</source>
        <comment>%1: why</comment>
        <translation>Postgresから読み取れませんでした：%1。</translation>
    </message>
    <message>
        <source>Opening was cancelled.</source>
        <translation>開くのを中止しました。</translation>
    </message>
    <message>
        <source>What happened</source>
        <comment>lanes of a recording</comment>
        <translation>出来事</translation>
    </message>
    <message>
        <source>Story</source>
        <comment>pins and changes of phase of a recording</comment>
        <translation>あらまし</translation>
    </message>
    <message>
        <source>Everything</source>
        <comment>all entries of a recording</comment>
        <translation>すべて</translation>
    </message>
    <message>
        <source>No recording is open.</source>
        <translation>記録は開かれていません。</translation>
    </message>
    <message>
        <source>Open a past sale from the list, or a file that somebody handed on.</source>
        <translation>過去の販売を一覧から、または受け取ったファイルを開いてください。</translation>
    </message>
    <message>
        <source>%1, run %2, %3 to %4</source>
        <comment>recording, %1: sale, %2: run, %3, %4: clock times</comment>
        <translation>%1、第%2回、%3～%4</translation>
    </message>
    <message>
        <source>Figures</source>
        <comment>tab: the figures of a past sale</comment>
        <translation>数字</translation>
    </message>
    <message>
        <source>What if</source>
        <comment>tab: the recorded people at another rate</comment>
        <translation>もしも</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ReviewPlots</name>
    <message>
        <source>Rate</source>
        <comment>plot: passes wanted and given, orders</comment>
        <translation>レート</translation>
    </message>
    <message>
        <source>per minute</source>
        <comment>unit of a plot</comment>
        <translation>毎分</translation>
    </message>
    <message>
        <source>Waiting</source>
        <comment>plot: people in line</comment>
        <translation>待機</translation>
    </message>
    <message>
        <source>people</source>
        <comment>unit of a plot</comment>
        <translation>人</translation>
    </message>
    <message>
        <source>Payments</source>
        <comment>plot: success and use of the budget</comment>
        <translation>決済</translation>
    </message>
    <message>
        <source>percent</source>
        <comment>unit of a plot</comment>
        <translation>％</translation>
    </message>
    <message>
        <source>Errors</source>
        <comment>plot: failed answers</comment>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Inventory</source>
        <comment>plot: units still available</comment>
        <translation>在庫</translation>
    </message>
    <message>
        <source>units</source>
        <comment>unit of a plot</comment>
        <translation>個</translation>
    </message>
    <message>
        <source>set</source>
        <comment>line of a plot: rate that staff want</comment>
        <translation>設定</translation>
    </message>
    <message>
        <source>given</source>
        <comment>line of a plot: passes given</comment>
        <translation>実績</translation>
    </message>
    <message>
        <source>orders</source>
        <comment>line of a plot: paid orders</comment>
        <translation>注文</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>line of a plot: people</comment>
        <translation>待機</translation>
    </message>
    <message>
        <source>present</source>
        <comment>line of a plot: people</comment>
        <translation>在席</translation>
    </message>
    <message>
        <source>success</source>
        <comment>line of a plot: share of payments</comment>
        <translation>成功</translation>
    </message>
    <message>
        <source>budget</source>
        <comment>line of a plot: use of the call budget</comment>
        <translation>決済枠</translation>
    </message>
    <message>
        <source>errors</source>
        <comment>line of a plot: share of answers</comment>
        <translation>エラー</translation>
    </message>
    <message>
        <source>not recorded</source>
        <comment>a plot without any value</comment>
        <translation>記録なし</translation>
    </message>
    <message>
        <source>%1 ②</source>
        <comment>line of the recording that is compared, %1: its name</comment>
        <translation>%1 ②</translation>
    </message>
    <message>
        <source>%1 %2 to %3</source>
        <comment>one line of a plot, %1: its name, %2: least, %3: greatest</comment>
        <translation>%1 %2～%3</translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 to %3: %4. %n gap(s).</source>
        <comment>what a plot shows, %1: its heading, %2, %3: clock times, %4: its lines</comment>
        <translation>
            <numerusform>%1、%2～%3：%4。欠落%n件。</numerusform>
        </translation>
    </message>
    <message>
        <source>percent of each product&apos;s units</source>
        <comment>unit of a plot</comment>
        <translation>各商品の総数に対する％</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::RunbookPage</name>
    <message>
        <source>Report</source>
        <comment>tab: situation report</comment>
        <translation>状況報告</translation>
    </message>
    <message>
        <source>Finished: %1</source>
        <comment>plot, %1: figure that ends a card</comment>
        <translation>終了条件：%1</translation>
    </message>
    <message>
        <source>Copy report ⇧C</source>
        <comment>button and its keys: copy the situation report</comment>
        <translation>報告をコピー ⇧C</translation>
    </message>
    <message>
        <source>Copy form C</source>
        <comment>button and its key: copy the venue form</comment>
        <translation>連絡票をコピー C</translation>
    </message>
    <message>
        <source>Print the card to a file</source>
        <translation>カードをファイルに印刷</translation>
    </message>
    <message>
        <source>Runbook</source>
        <comment>screen</comment>
        <translation>手順書</translation>
    </message>
    <message>
        <source>Tick X</source>
        <comment>button and its key</comment>
        <translation>済 X</translation>
    </message>
    <message>
        <source>Yes Y</source>
        <comment>button and its key</comment>
        <translation>はい Y</translation>
    </message>
    <message>
        <source>No N</source>
        <comment>button and its key</comment>
        <translation>いいえ N</translation>
    </message>
    <message>
        <source>Later D</source>
        <comment>button and its key: put a step off</comment>
        <translation>後で D</translation>
    </message>
    <message>
        <source>Pass O</source>
        <comment>button and its key: pass over a step</comment>
        <translation>省く O</translation>
    </message>
    <message>
        <source>Timer T</source>
        <comment>button and its key</comment>
        <translation>計時 T</translation>
    </message>
    <message>
        <source>Form ↵</source>
        <comment>button and its key: open a control</comment>
        <translation>操作 ↵</translation>
    </message>
    <message>
        <source>PDF</source>
        <comment>button: print the card</comment>
        <translation>PDF</translation>
    </message>
    <message>
        <source>End…</source>
        <comment>button: put the card away</comment>
        <translation>終了…</translation>
    </message>
    <message>
        <source>Cards</source>
        <comment>list</comment>
        <translation>カード一覧</translation>
    </message>
    <message>
        <source>Card</source>
        <comment>a card of the runbook</comment>
        <translation>カード</translation>
    </message>
    <message>
        <source>Reason</source>
        <comment>field</comment>
        <translation>理由</translation>
    </message>
    <message>
        <source>Venue form</source>
        <comment>text</comment>
        <translation>会場連絡</translation>
    </message>
    <message>
        <source>Situation report</source>
        <comment>text</comment>
        <translation>状況報告</translation>
    </message>
    <message>
        <source>Contacts</source>
        <comment>table</comment>
        <translation>連絡先</translation>
    </message>
    <message>
        <source>Beside the card</source>
        <comment>tabs below a card</comment>
        <translation>カードの資料</translation>
    </message>
    <message>
        <source>Figure</source>
        <comment>tab: of the step</comment>
        <translation>手順の指標</translation>
    </message>
    <message>
        <source>Role</source>
        <comment>column</comment>
        <translation>役割</translation>
    </message>
    <message>
        <source>Name</source>
        <comment>column of contacts</comment>
        <translation>名前</translation>
    </message>
    <message>
        <source>Number</source>
        <comment>column: telephone or radio</comment>
        <translation>番号</translation>
    </message>
    <message>
        <source>Last call</source>
        <comment>column</comment>
        <translation>最後の連絡</translation>
    </message>
    <message>
        <source>This card is finished. It begins anew from its alarm.</source>
        <translation>このカードは終了しています。警報から開くと新しく始まります。</translation>
    </message>
    <message>
        <source>Only operators of a live sale tick steps.</source>
        <translation>手順に印を付けられるのは、実際の販売のオペレーターだけです。</translation>
    </message>
    <message>
        <source>This step ticks itself from its figure. O passes it over, with a reason.</source>
        <translation>この手順は指標を見て自動で済みになります。O で理由を書いて省けます。</translation>
    </message>
    <message>
        <source>Answer with Y or N.</source>
        <translation>Y（はい）か N（いいえ）で答えてください。</translation>
    </message>
    <message>
        <source>Y and N answer decisions and calls.</source>
        <translation>Y と N は、判断と電話連絡に答えるキーです。</translation>
    </message>
    <message>
        <source>T starts timers, and the three minutes of a call.</source>
        <translation>T は、計時と、電話連絡の3分を始めるキーです。</translation>
    </message>
    <message>
        <source>This step has no control to open.</source>
        <translation>この手順で開く操作はありません。</translation>
    </message>
    <message>
        <source>Why the card is put away:</source>
        <comment>field: reason</comment>
        <translation>カードを終える理由：</translation>
    </message>
    <message>
        <source>Why the step is passed over:</source>
        <comment>field: reason</comment>
        <translation>手順を省く理由：</translation>
    </message>
    <message>
        <source>The venue form is copied, Japanese and English.</source>
        <translation>会場連絡を日本語と英語で写しました。</translation>
    </message>
    <message>
        <source>The situation report is copied, Japanese and English.</source>
        <translation>状況報告を日本語と英語で写しました。</translation>
    </message>
    <message>
        <source>The card is in %1.</source>
        <comment>%1: a file</comment>
        <translation>カードを %1 に保存しました。</translation>
    </message>
    <message>
        <source>All cards are in %1.</source>
        <comment>%1: a file</comment>
        <translation>すべてのカードを %1 に保存しました。</translation>
    </message>
    <message>
        <source>%1 could not be written.</source>
        <comment>%1: a file</comment>
        <translation>%1 に書き込めませんでした。</translation>
    </message>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of a figure</comment>
        <translation>データなし</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::RunbookRows</name>
    <message>
        <source>%1: time is over (%2). %3</source>
        <comment>%1: card and step, %2: who started the timer, %3: what the step says</comment>
        <translation>%1：時間です（%2）。%3</translation>
    </message>
    <message>
        <source>%1: no answer for 3 minutes (%2). Call the next contact. %3</source>
        <comment>%1: card and step, %2: who called, %3: what the step says</comment>
        <translation>%1：3分応答なし（%2）。次の連絡先に電話してください。%3</translation>
    </message>
    <message>
        <source>en</source>
        <comment>language of the cards: en or ja</comment>
        <translation>ja</translation>
    </message>
    <message>
        <source>not done</source>
        <comment>step of a card</comment>
        <translation>未了</translation>
    </message>
    <message>
        <source>done</source>
        <comment>step of a card</comment>
        <translation>済</translation>
    </message>
    <message>
        <source>yes</source>
        <comment>answer to a step of a card</comment>
        <translation>はい</translation>
    </message>
    <message>
        <source>no</source>
        <comment>answer to a step of a card</comment>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>put off</source>
        <comment>step of a card</comment>
        <translation>後回し</translation>
    </message>
    <message>
        <source>passed over</source>
        <comment>step of a card</comment>
        <translation>省略</translation>
    </message>
    <message>
        <source>running</source>
        <comment>timer of a card</comment>
        <translation>計時中</translation>
    </message>
    <message>
        <source>called</source>
        <comment>step of a card: somebody was called</comment>
        <translation>呼出中</translation>
    </message>
    <message>
        <source>no answer</source>
        <comment>step of a card: somebody was called</comment>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>reached</source>
        <comment>step of a card: somebody was called</comment>
        <translation>連絡済</translation>
    </message>
    <message>
        <source>begun</source>
        <comment>walk of a card</comment>
        <translation>開始</translation>
    </message>
    <message>
        <source>complete</source>
        <comment>walk of a card</comment>
        <translation>完了</translation>
    </message>
    <message>
        <source>put away</source>
        <comment>walk of a card</comment>
        <translation>終了</translation>
    </message>
    <message>
        <source>NEXT  %1: waits for its end: %2</source>
        <comment>%1: card, %2: expression</comment>
        <translation>次  %1：終了条件を待っています：%2</translation>
    </message>
    <message>
        <source>NEXT  %1 step %2/%3: %4</source>
        <comment>%1: card, %2 of %3: step, %4: what to do</comment>
        <translation>次  %1 手順 %2/%3：%4</translation>
    </message>
    <message>
        <source>no data</source>
        <comment>nothing was ever seen of a figure</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>(%1) old, waits</source>
        <comment>%1: a figure of some time ago</comment>
        <translation>（%1）古い値、待機中</translation>
    </message>
    <message>
        <source>%1, now %2</source>
        <comment>%1: what a step waits for, %2: figure</comment>
        <translation>%1、現在 %2</translation>
    </message>
    <message>
        <source>by the figures</source>
        <comment>who ticked a step</comment>
        <translation>指標による</translation>
    </message>
    <message>
        <source>by %1</source>
        <comment>%1: who did it</comment>
        <translation>%1</translation>
    </message>
    <message>
        <source>until %1</source>
        <comment>%1: clock time</comment>
        <translation>%1 まで</translation>
    </message>
    <message>
        <source>not shared</source>
        <comment>only this console knows of it yet</comment>
        <translation>未共有</translation>
    </message>
    <message>
        <source>nobody of this role is on file</source>
        <comment>contacts</comment>
        <translation>この役割の連絡先は未登録</translation>
    </message>
    <message>
        <source>NOW</source>
        <comment>group of cards: alarms that are on, and cards that are open</comment>
        <translation>今すぐ</translation>
    </message>
    <message>
        <source>BY ALARM</source>
        <comment>group of cards</comment>
        <translation>警報から</translation>
    </message>
    <message>
        <source>BY SYSTEM</source>
        <comment>group of cards</comment>
        <translation>系統から</translation>
    </message>
    <message>
        <source>ROUTINE</source>
        <comment>group of cards</comment>
        <translation>定例</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::SessionRows</name>
    <message>
        <source>Who waits in Postgres</source>
        <comment>heading of a table</comment>
        <translation>Postgresで待っている処理</translation>
    </message>
    <message>
        <source>Process</source>
        <comment>column: number of a database process</comment>
        <translation>プロセス</translation>
    </message>
    <message>
        <source>User</source>
        <comment>column</comment>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>Program</source>
        <comment>column</comment>
        <translation>プログラム</translation>
    </message>
    <message>
        <source>State</source>
        <comment>column: of a database session</comment>
        <translation>状態</translation>
    </message>
    <message>
        <source>Waits for</source>
        <comment>column: what a session waits for</comment>
        <translation>待ち対象</translation>
    </message>
    <message>
        <source>Behind</source>
        <comment>column: processes that a session waits for</comment>
        <translation>待ち先</translation>
    </message>
    <message>
        <source>Age</source>
        <comment>column: of a transaction</comment>
        <translation>経過</translation>
    </message>
    <message>
        <source>idle in trans.</source>
        <comment>state of a session: began a transaction and does nothing</comment>
        <translation>トランザクション中待機</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::SlotRows</name>
    <message>
        <source>Pickup slots</source>
        <comment>heading of a table</comment>
        <translation>受取枠</translation>
    </message>
    <message>
        <source>Slot</source>
        <comment>column: pickup slot</comment>
        <translation>受取枠</translation>
    </message>
    <message>
        <source>Places</source>
        <comment>column: of a pickup slot</comment>
        <translation>枠数</translation>
    </message>
    <message>
        <source>Taken</source>
        <comment>column: places held or paid</comment>
        <translation>使用</translation>
    </message>
    <message>
        <source>Paid</source>
        <comment>column: places of paid orders</comment>
        <translation>支払済</translation>
    </message>
    <message>
        <source>%1, stopped</source>
        <comment>%1: pickup slot</comment>
        <translation>%1、停止</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::SourceWords</name>
    <message>
        <source>sources not known</source>
        <comment>no data</comment>
        <translation>接続元は不明</translation>
    </message>
    <message>
        <source>sources as of %1</source>
        <comment>%1: clock time of old data</comment>
        <translation>%1 時点の接続元</translation>
    </message>
    <message>
        <source>%1 joins a minute: too few for a share</source>
        <comment>%1: number of new places</comment>
        <translation>参加 毎分%1件：割合を出すには少なすぎます</translation>
    </message>
    <message>
        <source>largest %1 % of %2 joins a minute</source>
        <comment>%1: percent, %2: number of new places</comment>
        <translation>最大の接続元は毎分%2件の参加の %1 %</translation>
    </message>
    <message>
        <source>Whom it would hit stands here.</source>
        <comment>below the field of a rule</comment>
        <translation>影響を受ける人数をここに示します。</translation>
    </message>
    <message>
        <source>Hits one person.</source>
        <comment>what a rule of the block list would do</comment>
        <translation>1人に影響します。</translation>
    </message>
    <message>
        <source>Nobody counted whom this would hit.</source>
        <comment>what a rule of the block list would do</comment>
        <translation>影響を受ける人数は数えられていません。</translation>
    </message>
    <message>
        <source>unknown</source>
        <comment>a number that is being read</comment>
        <translation>不明</translation>
    </message>
    <message>
        <source>Hits at least %1 waiting, %2 shopping.</source>
        <comment>%1 and %2: numbers of people</comment>
        <translation>少なくとも待機 %1 人、買い物中 %2 人に影響します。</translation>
    </message>
    <message>
        <source>Hits at most %1 waiting, %2 shopping.</source>
        <comment>%1 and %2: numbers of people</comment>
        <translation>影響は多くても待機 %1 人、買い物中 %2 人です。</translation>
    </message>
    <message>
        <source>Hits about %1 waiting, %2 shopping.</source>
        <comment>%1 and %2: numbers of people</comment>
        <translation>待機 約 %1 人、買い物中 約 %2 人に影響します。</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::StatementRows</name>
    <message>
        <source>Costliest statements</source>
        <comment>heading of a table</comment>
        <translation>負荷の大きい文</translation>
    </message>
    <message>
        <source>Statement</source>
        <comment>column</comment>
        <translation>文</translation>
    </message>
    <message>
        <source>Calls</source>
        <comment>column: of a statement</comment>
        <translation>回数</translation>
    </message>
    <message>
        <source>Total s</source>
        <comment>column: time of all calls, seconds</comment>
        <translation>合計 秒</translation>
    </message>
    <message>
        <source>Mean ms</source>
        <comment>column: time of one call</comment>
        <translation>平均 ms</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::StockRows</name>
    <message>
        <source>Products</source>
        <comment>heading of a table</comment>
        <translation>商品</translation>
    </message>
    <message>
        <source>in the plot (Space)</source>
        <comment>column</comment>
        <translation>グラフに表示 (Space)</translation>
    </message>
    <message>
        <source>Code</source>
        <comment>column: code of a product</comment>
        <translation>品番</translation>
    </message>
    <message>
        <source>Product</source>
        <comment>column</comment>
        <translation>商品</translation>
    </message>
    <message>
        <source>Stock</source>
        <comment>column: units at first</comment>
        <translation>在庫</translation>
    </message>
    <message>
        <source>Available</source>
        <comment>column: units</comment>
        <translation>残り</translation>
    </message>
    <message>
        <source>units that nobody holds</source>
        <translation>誰も確保していない個数</translation>
    </message>
    <message>
        <source>Held</source>
        <comment>column: units held</comment>
        <translation>確保</translation>
    </message>
    <message>
        <source>held by unfinished orders, kept ones among them</source>
        <translation>未完了の注文が確保している個数(取り置きを含む)</translation>
    </message>
    <message>
        <source>Kept</source>
        <comment>column: units kept</comment>
        <translation>取置</translation>
    </message>
    <message>
        <source>given back after &quot;sold out&quot;, for an announced offer</source>
        <translation>完売表示の後に戻り、予告して放出する分</translation>
    </message>
    <message>
        <source>Sold</source>
        <comment>column: units sold</comment>
        <translation>販売済</translation>
    </message>
    <message>
        <source>/min</source>
        <comment>unit: per minute</comment>
        <translation>/分</translation>
    </message>
    <message>
        <source>units that left the shelf, last 60 s</source>
        <translation>直近60秒に減った個数</translation>
    </message>
    <message>
        <source>Sells out</source>
        <comment>column: when a product will be gone</comment>
        <translation>完売見込み</translation>
    </message>
    <message>
        <source>as a range, from the last 10 min</source>
        <translation>直近10分からの予測(幅)</translation>
    </message>
    <message>
        <source>available + held + sold = stock, and the audit agrees</source>
        <translation>残り + 確保 + 販売済 = 在庫、かつ監査に異常なし</translation>
    </message>
    <message>
        <source>inconsistent</source>
        <comment>a value that contradicts itself</comment>
        <translation>不整合</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <comment>%1: kept units that are offered, %2: clock time</comment>
        <translation>%2 に %1 個</translation>
    </message>
    <message>
        <source>not today</source>
        <comment>a product that will not be gone soon</comment>
        <translation>当面なし</translation>
    </message>
    <message>
        <source>not known</source>
        <comment>nothing can be said yet</comment>
        <translation>不明</translation>
    </message>
</context>
<context>
    <name>saikobi::pages::WhatIfPanel</name>
    <message>
        <source>The hold cannot be read. For example: 12:20/12:30, 12:20/+10m</source>
        <translation>入場停止の時間を読み取れません。例：12:20/12:30、12:20/+10m</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>計算しています…</translation>
    </message>
    <message>
        <source>This recording has no line to run again.</source>
        <translation>この記録には、やり直せる列がありません。</translation>
    </message>
    <message>
        <source>As it was: orders %1, passes %2, half waited up to %3.</source>
        <comment>%1, %2: counts, %3: length of time</comment>
        <translation>実際：注文 %1、入場 %2、半数の待ち時間は %3 まで。</translation>
    </message>
    <message>
        <source>The model at the real settings: orders %1 (error %2; of single minutes %3), passes %4 (error %5), half waited up to %6 (error %7).</source>
        <comment>%1, %4: counts, %2, %3, %5: percent, %6, %7: lengths of time</comment>
        <translation>実際の設定でのモデル：注文 %1（誤差 %2、1分ごとでは %3）、入場 %4（誤差 %5）、半数の待ち時間は %6 まで（誤差 %7）。</translation>
    </message>
    <message>
        <source>The model at these settings, nine in ten runs in brackets: orders %1, passes %2, half waited up to %3 (%4–%5), most people in line %6.</source>
        <comment>%1, %2, %6: counts, %3, %4, %5: lengths of time</comment>
        <translation>この設定でのモデル（かっこ内は9割の範囲）：注文 %1、入場 %2、半数の待ち時間は %3（%4～%5）まで、最大の待機人数 %6。</translation>
    </message>
    <message>
        <source>Rate, of the one that was set</source>
        <translation>レート（設定に対する割合）</translation>
    </message>
    <message>
        <source>People, of those who came</source>
        <translation>来場者数（実際に対する割合）</translation>
    </message>
    <message>
        <source>One more hold, from and to</source>
        <translation>入場停止を加える（開始と終了）</translation>
    </message>
    <message>
        <source>Without the holds that were</source>
        <translation>実際の入場停止なしで</translation>
    </message>
    <message>
        <source>Run again</source>
        <comment>button: the recorded people, at other settings</comment>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>もしも</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::AlarmCaller</name>
    <message>
        <source>Runbook</source>
        <comment>title of a notification</comment>
        <translation>ランブック</translation>
    </message>
    <message>
        <source>Alarm flood</source>
        <translation>警報の多発</translation>
    </message>
    <message numerus="yes">
        <source>%n alarm(s) within 10 min. P3 is silent now.</source>
        <comment>they rang</comment>
        <translation>
            <numerusform>10分間に%n件の警報。P3は音を出しません。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 unseen: %2</source>
        <comment>%1: priority, %2: what an alarm is about</comment>
        <translation>%1 未確認：%2</translation>
    </message>
    <message>
        <source>Nobody has acknowledged it since %1. Call the next contact. The sale goes on at the last rate.</source>
        <comment>%1: clock time</comment>
        <translation>%1 から誰も確認していません。次の連絡先に電話してください。販売は最後のレートで続いています。</translation>
    </message>
    <message>
        <source>Sale %1</source>
        <comment>%1: its id</comment>
        <translation>販売 %1</translation>
    </message>
    <message>
        <source>Nobody has command</source>
        <translation>指揮者がいません</translation>
    </message>
    <message>
        <source>%1 fell silent. The sale goes on at the last rate.</source>
        <comment>%1: name of an operator</comment>
        <translation>%1 の応答が途絶えました。販売は最後のレートで続いています。</translation>
    </message>
    <message>
        <source>muted %1</source>
        <comment>sound, %1: minutes and seconds left</comment>
        <translation>消音 %1</translation>
    </message>
    <message>
        <source>no sound</source>
        <comment>there is no device</comment>
        <translation>音なし</translation>
    </message>
    <message>
        <source>ringing</source>
        <comment>sound</comment>
        <translation>鳴動中</translation>
    </message>
    <message>
        <source>sound on</source>
        <translation>音あり</translation>
    </message>
    <message>
        <source>silent</source>
        <comment>sound of alarms while a recording is shown</comment>
        <translation>無音</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>試験</translation>
    </message>
    <message>
        <source>This is how alarms are told on this desktop.</source>
        <translation>警報はこのように通知されます。</translation>
    </message>
    <message>
        <source>Silence what rings now</source>
        <translation>鳴動を止める</translation>
    </message>
    <message>
        <source>Mute for 1 minute</source>
        <translation>1分間消音</translation>
    </message>
    <message>
        <source>Mute for 5 minutes</source>
        <translation>5分間消音</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>音を出す</translation>
    </message>
    <message>
        <source>Try sound and notification</source>
        <translation>音と通知を試す</translation>
    </message>
    <message>
        <source>Sound of alarms</source>
        <translation>警報の音</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::BottomBand</name>
    <message>
        <source>Cannot see the sale. Nothing here has stopped it.</source>
        <translation>販売の状態を確認できません。この端末が販売を止めたわけではありません。</translation>
    </message>
    <message>
        <source>Queue figures now come by Postgres.</source>
        <translation>列の数値は Postgres 経由です。</translation>
    </message>
    <message>
        <source>Queue figures are not known.</source>
        <translation>列の数値は不明です。</translation>
    </message>
    <message>
        <source>Stock and audit are not known.</source>
        <translation>在庫と監査は不明です。</translation>
    </message>
    <message>
        <source>answers</source>
        <comment>a store: it is all right</comment>
        <translation>応答あり</translation>
    </message>
    <message>
        <source>has not answered yet</source>
        <comment>a store</comment>
        <translation>まだ応答なし</translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <comment>%1: state such as LOST, %2: clock time</comment>
        <translation>%1(%2 から)</translation>
    </message>
    <message>
        <source>picture of</source>
        <comment>caption: clock time of what is shown</comment>
        <translation>表示時点</translation>
    </message>
    <message>
        <source>%1 since %2, next try in %3</source>
        <comment>%1: state such as LOST, %2: clock time, %3: seconds</comment>
        <translation>%1(%2 から)、次の接続は %3 後</translation>
    </message>
    <message>
        <source>%1, next try in %2</source>
        <comment>%1: state such as LOST, %2: seconds</comment>
        <translation>%1、次の接続は %2 後</translation>
    </message>
    <message>
        <source>What this means</source>
        <translation>これが意味すること</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::ConnectionSide</name>
    <message>
        <source>The passwords of %1 are kept nowhere: type them on Connection (%2).</source>
        <comment>%1: a profile, %2: keys</comment>
        <translation>%1 のパスワードはどこにも保存されていません。接続画面（%2）で入力してください。</translation>
    </message>
    <message>
        <source>This alarm cannot be tested just now.</source>
        <translation>この警報は今は試験できません。</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::KeySheet</name>
    <message>
        <source>Fixed</source>
        <comment>group of keys: cannot be changed</comment>
        <translation>固定</translation>
    </message>
    <message>
        <source>Arm, or go on</source>
        <comment>key</comment>
        <translation>準備、次へ</translation>
    </message>
    <message>
        <source>Execute what is armed</source>
        <comment>key</comment>
        <translation>準備した操作を実行</translation>
    </message>
    <message>
        <source>Disarm, or close</source>
        <comment>key</comment>
        <translation>準備を解除、閉じる</translation>
    </message>
    <message>
        <source>This one cannot be changed.</source>
        <translation>このキーは変更できません。</translation>
    </message>
    <message>
        <source>Press the new keys · Backspace: the usual ones · Esc: leave them as they are</source>
        <translation>新しいキーを押してください · Backspace で標準に戻す · Esc で変更しない</translation>
    </message>
    <message>
        <source>Changed. Backspace brings the usual keys back.</source>
        <translation>変更しました。Backspace で標準のキーに戻せます。</translation>
    </message>
    <message>
        <source>%1 belongs to “%2”. Nothing was changed.</source>
        <comment>%1: keys, %2: what they do</comment>
        <translation>%1 は「%2」が使っています。変更していません。</translation>
    </message>
    <message>
        <source>Arrows choose · Enter: other keys · Backspace: the usual ones · Esc closes</source>
        <translation>矢印で選択 · Enter でキーを変更 · Backspace で標準に戻す · Esc で閉じる</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>キー一覧</translation>
    </message>
    <message>
        <source>Keys and what they do</source>
        <translation>キーと機能</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::KeyWords</name>
    <message>
        <source>Screens</source>
        <comment>group of keys</comment>
        <translation>画面</translation>
    </message>
    <message>
        <source>View</source>
        <comment>group of keys</comment>
        <translation>表示</translation>
    </message>
    <message>
        <source>Commands</source>
        <comment>group of keys</comment>
        <translation>操作</translation>
    </message>
    <message>
        <source>Alarms</source>
        <comment>group of keys</comment>
        <translation>警報</translation>
    </message>
    <message>
        <source>Plots</source>
        <comment>group of keys</comment>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Inventory</source>
        <comment>group of keys</comment>
        <translation>在庫</translation>
    </message>
    <message>
        <source>Payments</source>
        <comment>group of keys</comment>
        <translation>決済</translation>
    </message>
    <message>
        <source>Program</source>
        <comment>group of keys</comment>
        <translation>プログラム</translation>
    </message>
    <message>
        <source>More</source>
        <comment>group of keys: whatever else has one</comment>
        <translation>その他</translation>
    </message>
    <message>
        <source>Freeze or resume this screen</source>
        <comment>menu</comment>
        <translation>画面を静止・再開</translation>
    </message>
    <message>
        <source>Back to live</source>
        <comment>menu</comment>
        <translation>ライブに戻る</translation>
    </message>
    <message>
        <source>Find an action…</source>
        <comment>menu: the palette</comment>
        <translation>機能を探す…</translation>
    </message>
    <message>
        <source>All keys…</source>
        <comment>menu: the key sheet</comment>
        <translation>キー一覧…</translation>
    </message>
    <message>
        <source>Write a note</source>
        <comment>menu: into the timeline</comment>
        <translation>メモを書く</translation>
    </message>
    <message>
        <source>Save this view</source>
        <comment>menu: as table and picture</comment>
        <translation>この表示を保存</translation>
    </message>
    <message>
        <source>Wall screen</source>
        <comment>menu: the whole screen, without the controls around</comment>
        <translation>大画面表示</translation>
    </message>
    <message>
        <source>Hold the queue…</source>
        <comment>menu</comment>
        <translation>入場を停止…</translation>
    </message>
    <message>
        <source>Maintenance…</source>
        <comment>menu: hold, and refuse orders</comment>
        <translation>メンテナンス…</translation>
    </message>
    <message>
        <source>Draft a rate of 5 % more</source>
        <comment>menu</comment>
        <translation>レート案を 5 % 上げる</translation>
    </message>
    <message>
        <source>Draft a rate of 5 % less</source>
        <comment>menu</comment>
        <translation>レート案を 5 % 下げる</translation>
    </message>
    <message>
        <source>READ-ONLY</source>
        <comment>menu: this console only looks</comment>
        <translation>閲覧専用</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <comment>key of plots</comment>
        <translation>拡大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <comment>key of plots</comment>
        <translation>縮小</translation>
    </message>
    <message>
        <source>Earlier</source>
        <comment>key of plots: move the range</comment>
        <translation>前の時間へ</translation>
    </message>
    <message>
        <source>Later</source>
        <comment>key of plots: move the range</comment>
        <translation>後の時間へ</translation>
    </message>
    <message>
        <source>Whole range</source>
        <comment>key of plots</comment>
        <translation>全範囲</translation>
    </message>
    <message>
        <source>Previous range</source>
        <comment>key of plots</comment>
        <translation>直前の範囲に戻る</translation>
    </message>
    <message>
        <source>Mark before</source>
        <comment>key of plots: go to it</comment>
        <translation>前の印へ</translation>
    </message>
    <message>
        <source>Mark after</source>
        <comment>key of plots: go to it</comment>
        <translation>次の印へ</translation>
    </message>
    <message>
        <source>Crosshair left</source>
        <comment>key of plots</comment>
        <translation>十字線を左へ</translation>
    </message>
    <message>
        <source>Crosshair right</source>
        <comment>key of plots</comment>
        <translation>十字線を右へ</translation>
    </message>
    <message>
        <source>Set cursor A</source>
        <comment>key of plots</comment>
        <translation>カーソル A を置く</translation>
    </message>
    <message>
        <source>Set cursor B</source>
        <comment>key of plots</comment>
        <translation>カーソル B を置く</translation>
    </message>
    <message>
        <source>Zoom to A–B</source>
        <comment>key of plots: the cursors</comment>
        <translation>A–B 間を拡大</translation>
    </message>
    <message>
        <source>This plot alone</source>
        <comment>key of plots: large</comment>
        <translation>このグラフだけ表示</translation>
    </message>
    <message>
        <source>Plot as a table</source>
        <comment>key of plots</comment>
        <translation>グラフを表で表示</translation>
    </message>
    <message>
        <source>Copy the values held</source>
        <comment>key of plots</comment>
        <translation>固定した値をコピー</translation>
    </message>
    <message>
        <source>Filter the products</source>
        <comment>key</comment>
        <translation>商品を絞り込む</translation>
    </message>
    <message>
        <source>Sort by sell-out</source>
        <comment>key</comment>
        <translation>完売予想順に並べる</translation>
    </message>
    <message>
        <source>Stop the product…</source>
        <comment>key</comment>
        <translation>商品の販売を停止…</translation>
    </message>
    <message>
        <source>Close the details</source>
        <comment>key</comment>
        <translation>詳細を閉じる</translation>
    </message>
    <message>
        <source>Choose method 1</source>
        <comment>key: in the table</comment>
        <translation>支払方法 1 を選ぶ</translation>
    </message>
    <message>
        <source>Choose method 2</source>
        <comment>key: in the table</comment>
        <translation>支払方法 2 を選ぶ</translation>
    </message>
    <message>
        <source>Choose method 3</source>
        <comment>key: in the table</comment>
        <translation>支払方法 3 を選ぶ</translation>
    </message>
    <message>
        <source>Choose method 4</source>
        <comment>key: in the table</comment>
        <translation>支払方法 4 を選ぶ</translation>
    </message>
    <message>
        <source>Choose method 5</source>
        <comment>key: in the table</comment>
        <translation>支払方法 5 を選ぶ</translation>
    </message>
    <message>
        <source>Choose method 6</source>
        <comment>key: in the table</comment>
        <translation>支払方法 6 を選ぶ</translation>
    </message>
    <message>
        <source>Choose method 7</source>
        <comment>key: in the table</comment>
        <translation>支払方法 7 を選ぶ</translation>
    </message>
    <message>
        <source>Choose method 8</source>
        <comment>key: in the table</comment>
        <translation>支払方法 8 を選ぶ</translation>
    </message>
    <message>
        <source>Choose method 9</source>
        <comment>key: in the table</comment>
        <translation>支払方法 9 を選ぶ</translation>
    </message>
    <message>
        <source>Disable or enable the method…</source>
        <comment>key</comment>
        <translation>支払方法の停止・再開…</translation>
    </message>
    <message>
        <source>Light</source>
        <comment>menu: theme</comment>
        <translation>明るい配色</translation>
    </message>
    <message>
        <source>Dark</source>
        <comment>menu: theme</comment>
        <translation>暗い配色</translation>
    </message>
    <message>
        <source>Quit</source>
        <comment>menu</comment>
        <translation>終了</translation>
    </message>
    <message>
        <source>Test all steps of the connection</source>
        <comment>key</comment>
        <translation>接続の手順をすべて試す</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <comment>key of the review</comment>
        <translation>再生・一時停止</translation>
    </message>
    <message>
        <source>Play slower</source>
        <comment>key of the review</comment>
        <translation>遅く再生</translation>
    </message>
    <message>
        <source>Play faster</source>
        <comment>key of the review</comment>
        <translation>速く再生</translation>
    </message>
    <message>
        <source>A second back</source>
        <comment>key of the review</comment>
        <translation>1秒戻る</translation>
    </message>
    <message>
        <source>A second on</source>
        <comment>key of the review</comment>
        <translation>1秒進む</translation>
    </message>
    <message>
        <source>Set a pin</source>
        <comment>key of the review</comment>
        <translation>ピンを置く</translation>
    </message>
    <message>
        <source>Remove the chosen pin</source>
        <comment>key of the review: in the story</comment>
        <translation>選んだピンを外す</translation>
    </message>
    <message>
        <source>Compare, or end it</source>
        <comment>key of the review: with a second recording</comment>
        <translation>比較・比較の終了</translation>
    </message>
    <message>
        <source>Loop the selection</source>
        <comment>key of the review</comment>
        <translation>選択範囲の繰り返し</translation>
    </message>
    <message>
        <source>All screens as seen</source>
        <comment>key of the review: they show the second of the playhead</comment>
        <translation>全画面を当時の表示に</translation>
    </message>
    <message>
        <source>Story or everything</source>
        <comment>key of the review: which entries are listed</comment>
        <translation>あらまし・すべて</translation>
    </message>
    <message>
        <source>Next step</source>
        <comment>key</comment>
        <translation>次の手順</translation>
    </message>
    <message>
        <source>Previous step</source>
        <comment>key</comment>
        <translation>前の手順</translation>
    </message>
    <message>
        <source>Tick the step</source>
        <comment>key</comment>
        <translation>手順を済みにする</translation>
    </message>
    <message>
        <source>Answer yes, or reached</source>
        <comment>key: step of a card</comment>
        <translation>はい、または連絡済と答える</translation>
    </message>
    <message>
        <source>Answer no, or no answer</source>
        <comment>key: step of a card</comment>
        <translation>いいえ、または応答なしと答える</translation>
    </message>
    <message>
        <source>Put the step off</source>
        <comment>key</comment>
        <translation>手順を後回しにする</translation>
    </message>
    <message>
        <source>Pass over the step, with a reason…</source>
        <comment>key</comment>
        <translation>理由を書いて手順を省く…</translation>
    </message>
    <message>
        <source>Start the timer, or the call</source>
        <comment>key: step of a card</comment>
        <translation>計時または電話連絡を始める</translation>
    </message>
    <message>
        <source>Open the control of the step</source>
        <comment>key</comment>
        <translation>手順の操作を開く</translation>
    </message>
    <message>
        <source>Copy the venue form</source>
        <comment>key</comment>
        <translation>会場連絡を写す</translation>
    </message>
    <message>
        <source>Copy the situation report</source>
        <comment>key</comment>
        <translation>状況報告を写す</translation>
    </message>
    <message>
        <source>Print the card…</source>
        <comment>key</comment>
        <translation>カードを印刷…</translation>
    </message>
    <message>
        <source>Print all cards…</source>
        <comment>key</comment>
        <translation>すべてのカードを印刷…</translation>
    </message>
    <message>
        <source>Put the card away, with a reason…</source>
        <comment>key</comment>
        <translation>理由を書いてカードを終える…</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>group of keys</comment>
        <translation>振り返り</translation>
    </message>
    <message>
        <source>Runbook</source>
        <comment>group of keys</comment>
        <translation>手順書</translation>
    </message>
    <message>
        <source>Open the next step</source>
        <comment>key: of the card that is open, from any screen</comment>
        <translation>次の手順を開く</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::MainWindow</name>
    <message>
        <source>%1 is not possible: %2.</source>
        <comment>%1: command, %2: why</comment>
        <translation>「%1」はできません: %2。</translation>
    </message>
    <message>
        <source>Saikobi – %1</source>
        <comment>window title, %1: mode</comment>
        <translation>Saikobi – %1</translation>
    </message>
    <message>
        <source>%1 – %2 – %3 – Saikobi</source>
        <comment>window title, %1: sale, %2: profile, %3: mode</comment>
        <translation>%1 – %2 – %3 – Saikobi</translation>
    </message>
    <message>
        <source>Menu</source>
        <comment>button on the rail</comment>
        <translation>メニュー</translation>
    </message>
    <message>
        <source>This screen stands still at %1. The strips, alarms and timeline go on. %2 or %3 goes back to live.</source>
        <comment>%1: clock time, %2 and %3: keys</comment>
        <translation>この画面は %1 で静止中です。上部表示・警報・タイムラインは動き続けます。%2 か %3 でライブに戻ります。</translation>
    </message>
    <message>
        <source>%1, FROZEN at %2</source>
        <comment>window title, %1: mode, %2: clock time</comment>
        <translation>%1、%2 で静止中</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::PaletteSheet</name>
    <message>
        <source>Find an action</source>
        <translation>機能を探す</translation>
    </message>
    <message>
        <source>Type a part of its name, then Enter</source>
        <translation>名前の一部を入力して Enter</translation>
    </message>
    <message>
        <source>Part of the action&apos;s name</source>
        <translation>機能名の一部</translation>
    </message>
    <message>
        <source>Actions found</source>
        <translation>見つかった機能</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::Program</name>
    <message>
        <source>Connecting to %1 …</source>
        <comment>%1: a profile</comment>
        <translation>%1 に接続しています…</translation>
    </message>
    <message>
        <source>Starting a rehearsal on this machine …</source>
        <translation>この端末でリハーサルを始めています…</translation>
    </message>
    <message>
        <source>Demo, because the last profile cannot be opened: %1</source>
        <comment>%1: why</comment>
        <translation>前回のプロファイルを開けないためデモを表示中: %1</translation>
    </message>
    <message>
        <source>Opening %1 …</source>
        <comment>%1: file of a recording</comment>
        <translation>%1 を開いています…</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::Rail</name>
    <message>
        <source>alarm P%1</source>
        <comment>%1: priority, 1 to 3</comment>
        <translation>警報 P%1</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::RehearsalProcess</name>
    <message>
        <source>The rehearsal cannot be started: %1 is missing.</source>
        <comment>%1: a program</comment>
        <translation>リハーサルを開始できません: %1 がありません。</translation>
    </message>
    <message>
        <source>The rehearsal ended with status %1: %2</source>
        <comment>%2: its last words</comment>
        <translation>リハーサルが終了しました(状態 %1): %2</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::ReviewSide</name>
    <message>
        <source>Copying the recording…</source>
        <translation>記録を写しています…</translation>
    </message>
    <message>
        <source>The copy could not be made: %1</source>
        <comment>%1: why</comment>
        <translation>写しを作れませんでした：%1</translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation>報告書を書いています…</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <comment>%1: path of a file</comment>
        <translation>保存しました：%1</translation>
    </message>
    <message>
        <source>The report could not be written: %1</source>
        <comment>%1: why</comment>
        <translation>報告書を書けませんでした：%1</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::TopStrip</name>
    <message>
        <source>T−%1</source>
        <comment>%1: time until the sale opens</comment>
        <translation>開場まで %1</translation>
    </message>
    <message>
        <source>+%1</source>
        <comment>%1: time since the sale opened</comment>
        <translation>+%1</translation>
    </message>
    <message>
        <source>→ %1</source>
        <comment>%1: promised clock time of going on</comment>
        <translation>→ %1</translation>
    </message>
    <message>
        <source>since %1</source>
        <comment>%1: clock time</comment>
        <translation>%1 から</translation>
    </message>
    <message>
        <source>%1→%2</source>
        <comment>%1: admission rate wanted, %2: as measured</comment>
        <translation>%1→%2</translation>
    </message>
    <message>
        <source>/min</source>
        <comment>unit: per minute</comment>
        <translation>/分</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <comment>%1: instances heard lately, %2: instances known</comment>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>nobody can command a demo</source>
        <comment>role of the user</comment>
        <translation>デモでは操作できません</translation>
    </message>
    <message>
        <source>operator</source>
        <comment>role of the user</comment>
        <translation>担当者</translation>
    </message>
    <message>
        <source>viewer</source>
        <comment>role of the user</comment>
        <translation>閲覧者</translation>
    </message>
    <message>
        <source>sale</source>
        <comment>caption: id of the sale</comment>
        <translation>販売</translation>
    </message>
    <message>
        <source>rate</source>
        <comment>caption: admission rate, set and actual</comment>
        <translation>レート</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>caption: waiting people</comment>
        <translation>待機</translation>
    </message>
    <message>
        <source>errors</source>
        <comment>caption: share of failed answers</comment>
        <translation>エラー</translation>
    </message>
    <message>
        <source>instances</source>
        <comment>caption: backend instances seen</comment>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>signed in as</source>
        <comment>caption: name of the user</comment>
        <translation>ログイン中</translation>
    </message>
    <message>
        <source>Phase of the sale</source>
        <translation>販売の状態</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>時計</translation>
    </message>
    <message>
        <source>was %1 at %2</source>
        <comment>%1: phase of the sale, %2: clock time</comment>
        <translation>%2 時点では%1</translation>
    </message>
    <message>
        <source>nobody</source>
        <comment>who has command</comment>
        <translation>なし</translation>
    </message>
    <message>
        <source>this console</source>
        <comment>where command is</comment>
        <translation>この端末</translation>
    </message>
    <message>
        <source>→ %1?</source>
        <comment>%1: to whom command is offered</comment>
        <translation>→ %1？</translation>
    </message>
    <message>
        <source>command</source>
        <comment>caption: who has command</comment>
        <translation>指揮権</translation>
    </message>
</context>
<context>
    <name>saikobi::shell::ViewExport</name>
    <message>
        <source>Saved: %1, and the picture beside it</source>
        <comment>%1: path of a file</comment>
        <translation>保存しました: %1（画像も同じ場所）</translation>
    </message>
    <message>
        <source>Reading the paid orders…</source>
        <translation>支払済み注文を読み込んでいます…</translation>
    </message>
    <message>
        <source>The paid orders could not be read: %1</source>
        <comment>%1: why</comment>
        <translation>支払済み注文を読み込めませんでした: %1</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <comment>%1: path of a file</comment>
        <translation>保存しました: %1</translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <comment>%1: path of a file</comment>
        <translation>ファイルに書き込めませんでした: %1</translation>
    </message>
</context>
<context>
    <name>saikobi::status::AlarmAdvice</name>
    <message>
        <source>More units are promised than exist, or a counter does not add up.</source>
        <comment>cause of alarm A01</comment>
        <translation>在庫より多く約束したか、集計の数が合いません。</translation>
    </message>
    <message>
        <source>Answers fail: 5xx, or broken connections.</source>
        <comment>cause of alarm A02</comment>
        <translation>応答が失敗しています（5xx、切断）。</translation>
    </message>
    <message>
        <source>Our own part of an order takes too long.</source>
        <comment>cause of alarm A03</comment>
        <translation>注文のうち当方の処理が遅くなっています。</translation>
    </message>
    <message>
        <source>Buyer pages are slow, or people reload too early.</source>
        <comment>cause of alarm A04</comment>
        <translation>購入者の画面が遅い、または早すぎる再読み込みが多いです。</translation>
    </message>
    <message>
        <source>Payments fail at the provider.</source>
        <comment>cause of alarm A05</comment>
        <translation>決済会社で支払いが失敗しています。</translation>
    </message>
    <message>
        <source>We use nearly all calls that the provider takes.</source>
        <comment>cause of alarm A06</comment>
        <translation>決済会社が受けられる呼び出しをほぼ使い切っています。</translation>
    </message>
    <message>
        <source>The provider refuses calls because there are too many.</source>
        <comment>cause of alarm A07</comment>
        <translation>決済会社が流量オーバーで断っています。</translation>
    </message>
    <message>
        <source>A payment method takes more than twice its usual time.</source>
        <comment>cause of alarm A08</comment>
        <translation>ある支払方法が、ふだんの2倍を超える時間を要しています。</translation>
    </message>
    <message>
        <source>Payments or notifications wait to be settled, or differ from ours.</source>
        <comment>cause of alarm A09</comment>
        <translation>確定待ちの決済や通知が残っているか、記録が合いません。</translation>
    </message>
    <message>
        <source>A lane or a host is nearly full.</source>
        <comment>cause of alarm A10</comment>
        <translation>処理レーンかホストがほぼ一杯です。</translation>
    </message>
    <message>
        <source>Postgres has few connections left.</source>
        <comment>cause of alarm A11</comment>
        <translation>Postgres の接続の残りがわずかです。</translation>
    </message>
    <message>
        <source>Connections wait for locks, or a transaction stays open.</source>
        <comment>cause of alarm A12</comment>
        <translation>ロック待ち、または開いたままのトランザクションがあります。</translation>
    </message>
    <message>
        <source>Redis runs out of memory, or refuses writes.</source>
        <comment>cause of alarm A13</comment>
        <translation>Redis のメモリが足りないか、書き込みを断っています。</translation>
    </message>
    <message>
        <source>A store does not answer.</source>
        <comment>cause of alarm A14</comment>
        <translation>データの保存先が応答しません。</translation>
    </message>
    <message>
        <source>Nothing new reaches this console.</source>
        <comment>cause of alarm A15</comment>
        <translation>この端末に新しいデータが届きません。</translation>
    </message>
    <message>
        <source>Commands from this console arrive late, or nobody confirmed one.</source>
        <comment>cause of alarm A16</comment>
        <translation>この端末の指示が遅れて届くか、確認が返っていません。</translation>
    </message>
    <message>
        <source>People wait and nobody is let in, though nothing is held.</source>
        <comment>cause of alarm A17</comment>
        <translation>止めていないのに、誰も入場できていません。</translation>
    </message>
    <message>
        <source>The passes given do not follow the set rate, or nearly all who are called are absent.</source>
        <comment>cause of alarm A18</comment>
        <translation>実際の入場が設定レートと合わないか、呼んだ人がほとんど来ません。</translation>
    </message>
    <message>
        <source>Who joins now will wait longer than we accept.</source>
        <comment>cause of alarm A19</comment>
        <translation>今並ぶ人の待ち時間が、許容を超えます。</translation>
    </message>
    <message>
        <source>Far fewer of the people let in buy than ten minutes ago.</source>
        <comment>cause of alarm A20</comment>
        <translation>入場した人のうち買う割合が、10分前より大きく落ちました。</translation>
    </message>
    <message>
        <source>The audit found units or payments without an order, or money taken twice.</source>
        <comment>cause of alarm A21</comment>
        <translation>監査で、注文のない在庫・決済や二重確定が見つかりました。</translation>
    </message>
    <message>
        <source>Units stay held past the deadline of their orders.</source>
        <comment>cause of alarm A22</comment>
        <translation>期限を過ぎた注文が在庫を押さえたままです。</translation>
    </message>
    <message>
        <source>Many more arrivals than planned, or one source is a large part.</source>
        <comment>cause of alarm A23</comment>
        <translation>到着が計画を大きく超えるか、一つの発信元が多くを占めます。</translation>
    </message>
    <message>
        <source>An instance was restarted, went away, or has another version.</source>
        <comment>cause of alarm A24</comment>
        <translation>インスタンスが再起動したか、消えたか、版が変わりました。</translation>
    </message>
    <message>
        <source>The promised time of resuming is over, and nothing was said.</source>
        <comment>cause of alarm A25</comment>
        <translation>約束した再開時刻を過ぎても、案内がありません。</translation>
    </message>
    <message>
        <source>The record is not written, the disk is nearly full, or a clock is off.</source>
        <comment>cause of alarm A26</comment>
        <translation>記録が書けないか、ディスクが残り少ないか、時計がずれています。</translation>
    </message>
    <message>
        <source>The way through the public name fails or is slow.</source>
        <comment>cause of alarm A27</comment>
        <translation>公開名からの経路が失敗するか、遅くなっています。</translation>
    </message>
    <message>
        <source>Buyers may have paid for goods that are not there.</source>
        <comment>consequence of alarm A01</comment>
        <translation>ない商品の代金を受け取った可能性があります。</translation>
    </message>
    <message>
        <source>Buyers see errors and reload, which adds load.</source>
        <comment>consequence of alarm A02</comment>
        <translation>エラーを見た人が再読み込みし、負荷がさらに増えます。</translation>
    </message>
    <message>
        <source>Checkouts queue up; errors come next.</source>
        <comment>consequence of alarm A03</comment>
        <translation>注文が詰まり、次はエラーになります。</translation>
    </message>
    <message>
        <source>Reloading makes the pages slower still.</source>
        <comment>consequence of alarm A04</comment>
        <translation>再読み込みで画面がさらに遅くなります。</translation>
    </message>
    <message>
        <source>People inside cannot buy, and their time runs.</source>
        <comment>consequence of alarm A05</comment>
        <translation>中の人が買えないまま、持ち時間が減ります。</translation>
    </message>
    <message>
        <source>The next orders will have to wait or be refused.</source>
        <comment>consequence of alarm A06</comment>
        <translation>次の注文は待たされるか断られます。</translation>
    </message>
    <message>
        <source>Payments fail within a second although pages are fast.</source>
        <comment>consequence of alarm A07</comment>
        <translation>画面は速いのに、決済だけが1秒未満で失敗します。</translation>
    </message>
    <message>
        <source>More payments are in flight; their places run out.</source>
        <comment>consequence of alarm A08</comment>
        <translation>処理中の決済が増え、枠が足りなくなります。</translation>
    </message>
    <message>
        <source>Buyers may be charged without an order, or the other way round.</source>
        <comment>consequence of alarm A09</comment>
        <translation>請求だけ、または注文だけが残るおそれがあります。</translation>
    </message>
    <message>
        <source>Answers slow down, then fail.</source>
        <comment>consequence of alarm A10</comment>
        <translation>応答が遅くなり、やがて失敗します。</translation>
    </message>
    <message>
        <source>New work cannot reach the stock.</source>
        <comment>consequence of alarm A11</comment>
        <translation>新しい処理が在庫に届かなくなります。</translation>
    </message>
    <message>
        <source>Orders and stock stand still behind it.</source>
        <comment>consequence of alarm A12</comment>
        <translation>その後ろで注文と在庫が止まります。</translation>
    </message>
    <message>
        <source>Places in the queue could be lost.</source>
        <comment>consequence of alarm A13</comment>
        <translation>列の番号が失われるおそれがあります。</translation>
    </message>
    <message>
        <source>The sale protects itself by a hold; figures go missing here.</source>
        <comment>consequence of alarm A14</comment>
        <translation>販売は自動で入場を止めます。ここでは数値が欠けます。</translation>
    </message>
    <message>
        <source>What is shown is old; the sale itself may be well.</source>
        <comment>consequence of alarm A15</comment>
        <translation>表示は古いものです。販売そのものは正常かもしれません。</translation>
    </message>
    <message>
        <source>A hold would take effect late from here.</source>
        <comment>consequence of alarm A16</comment>
        <translation>ここからの停止は効くのが遅れます。</translation>
    </message>
    <message>
        <source>The queue stands still.</source>
        <comment>consequence of alarm A17</comment>
        <translation>列が止まっています。</translation>
    </message>
    <message>
        <source>The forecast of waits is wrong.</source>
        <comment>consequence of alarm A18</comment>
        <translation>待ち時間の見込みが外れます。</translation>
    </message>
    <message>
        <source>People leave, or ask the venue.</source>
        <comment>consequence of alarm A19</comment>
        <translation>離脱や、会場への問い合わせが増えます。</translation>
    </message>
    <message>
        <source>Something on the way to the order is broken.</source>
        <comment>consequence of alarm A20</comment>
        <translation>注文までの途中で何かが壊れています。</translation>
    </message>
    <message>
        <source>Stock or money is wrong for somebody.</source>
        <comment>consequence of alarm A21</comment>
        <translation>誰かの在庫かお金が間違っています。</translation>
    </message>
    <message>
        <source>They cannot be sold meanwhile.</source>
        <comment>consequence of alarm A22</comment>
        <translation>その間は売れません。</translation>
    </message>
    <message>
        <source>Bots may take places of people.</source>
        <comment>consequence of alarm A23</comment>
        <translation>自動の購入者が人の順番を取るおそれがあります。</translation>
    </message>
    <message>
        <source>Something was changed during the sale.</source>
        <comment>consequence of alarm A24</comment>
        <translation>販売中に何かが変更されています。</translation>
    </message>
    <message>
        <source>People stop believing the waiting page.</source>
        <comment>consequence of alarm A25</comment>
        <translation>待機画面が信用されなくなります。</translation>
    </message>
    <message>
        <source>What happens now may be missing later.</source>
        <comment>consequence of alarm A26</comment>
        <translation>今の出来事が後から確かめられなくなります。</translation>
    </message>
    <message>
        <source>Buyers cannot get in although the backend is well.</source>
        <comment>consequence of alarm A27</comment>
        <translation>内側が正常でも、購入者が入れません。</translation>
    </message>
    <message>
        <source>Stop the product. List its paid orders by time before anything else.</source>
        <comment>response of alarm A01</comment>
        <translation>その商品を止め、まず支払い済みの注文を時刻順に確認します。</translation>
    </message>
    <message>
        <source>Hold with a resume time, let orders under way finish, then admit one by one.</source>
        <comment>response of alarm A02</comment>
        <translation>再開予定を付けて入場を止め、進行中の注文が終わってから1人ずつ入れます。</translation>
    </message>
    <message>
        <source>Do not raise. Lower or hold if it goes on rising.</source>
        <comment>response of alarm A03</comment>
        <translation>レートは上げません。さらに伸びるなら下げるか止めます。</translation>
    </message>
    <message>
        <source>Look at page time and arrivals before letting more people in.</source>
        <comment>response of alarm A04</comment>
        <translation>人を増やす前に、画面の時間と到着数を確かめます。</translation>
    </message>
    <message>
        <source>Lower to the advised rate or hold; ask the provider; offer another method.</source>
        <comment>response of alarm A05</comment>
        <translation>推奨値まで下げるか止め、決済会社に確認し、他の方法を案内します。</translation>
    </message>
    <message>
        <source>Lower to the advised rate. Do not retry by hand.</source>
        <comment>response of alarm A06</comment>
        <translation>推奨値まで下げます。手での再試行はしません。</translation>
    </message>
    <message>
        <source>Lower or hold, then ask the provider who else uses the account.</source>
        <comment>response of alarm A07</comment>
        <translation>下げるか止め、同じ契約を他に誰が使っているか尋ねます。</translation>
    </message>
    <message>
        <source>Watch its share; disable the method if it goes on.</source>
        <comment>response of alarm A08</comment>
        <translation>割合を見て、続くようなら方法を止めます。</translation>
    </message>
    <message>
        <source>Look at ages and open differences; the worker captures or voids by itself.</source>
        <comment>response of alarm A09</comment>
        <translation>経過時間と差分を見ます。確定・取消は自動で行われます。</translation>
    </message>
    <message>
        <source>Do not raise. Lower or hold, and look for the busiest lane.</source>
        <comment>response of alarm A10</comment>
        <translation>レートは上げません。下げるか止め、最も混むレーンを調べます。</translation>
    </message>
    <message>
        <source>Make pools smaller, not larger; end what is idle.</source>
        <comment>response of alarm A11</comment>
        <translation>接続プールは広げず絞り、遊んでいるものを終わらせます。</translation>
    </message>
    <message>
        <source>Hold if orders stand still, then end the oldest idle transaction.</source>
        <comment>response of alarm A12</comment>
        <translation>注文が止まるなら入場を止め、最も古い放置トランザクションを終わらせます。</translation>
    </message>
    <message>
        <source>Hold; see that the last number has not gone back.</source>
        <comment>response of alarm A13</comment>
        <translation>入場を止め、最後の番号が戻っていないか確かめます。</translation>
    </message>
    <message>
        <source>Look at the other store&apos;s figures; call the one on duty for this store.</source>
        <comment>response of alarm A14</comment>
        <translation>もう一方の数値を見て、担当者に連絡します。</translation>
    </message>
    <message>
        <source>Look at a second console; do not restart anything to get in.</source>
        <comment>response of alarm A15</comment>
        <translation>別の端末で確かめます。入るための再起動はしません。</translation>
    </message>
    <message>
        <source>Use another console, and telephone who sits there.</source>
        <comment>response of alarm A16</comment>
        <translation>別の端末を使い、その担当者に電話します。</translation>
    </message>
    <message>
        <source>Read back rate and hold, send the rate again, look for missing instances.</source>
        <comment>response of alarm A17</comment>
        <translation>レートと停止の状態を確かめ、レートを送り直し、足りないインスタンスを探します。</translation>
    </message>
    <message>
        <source>Compare called, come and set; send the rate again.</source>
        <comment>response of alarm A18</comment>
        <translation>呼出・来場・設定を見比べ、レートを送り直します。</translation>
    </message>
    <message>
        <source>Raise only if the interlocks allow it; else say so in the message.</source>
        <comment>response of alarm A19</comment>
        <translation>条件がそろうときだけ上げ、そうでなければ案内文で知らせます。</translation>
    </message>
    <message>
        <source>Try a purchase yourself; look at payments and at the busiest product.</source>
        <comment>response of alarm A20</comment>
        <translation>自分で購入を試し、決済と一番売れる商品を見ます。</translation>
    </message>
    <message>
        <source>Touch nothing by hand; list the rows and follow the card.</source>
        <comment>response of alarm A21</comment>
        <translation>手で触らず、該当する行を一覧し、カードに従います。</translation>
    </message>
    <message>
        <source>Look at held by age; the worker should give them back.</source>
        <comment>response of alarm A22</comment>
        <translation>確保中の経過時間を見ます。自動で戻るはずです。</translation>
    </message>
    <message>
        <source>Look at the top sources; block one only after its preview.</source>
        <comment>response of alarm A23</comment>
        <translation>上位の発信元を見て、影響を確かめてから遮断します。</translation>
    </message>
    <message>
        <source>Freeze all changes; find out who changed what.</source>
        <comment>response of alarm A24</comment>
        <translation>変更をすべて止め、誰が何を変えたか確かめます。</translation>
    </message>
    <message>
        <source>Write a new message with a new time, or release.</source>
        <comment>response of alarm A25</comment>
        <translation>新しい時刻を付けた案内を出すか、再開します。</translation>
    </message>
    <message>
        <source>Free space or mend the clock; write a note of what you do.</source>
        <comment>response of alarm A26</comment>
        <translation>空きを作るか時計を直し、したことをメモに残します。</translation>
    </message>
    <message>
        <source>Find the one host that fails; ask infrastructure.</source>
        <comment>response of alarm A27</comment>
        <translation>どのホストが失敗しているか調べ、インフラ担当に連絡します。</translation>
    </message>
    <message>
        <source>within 1 minute</source>
        <comment>by when an alarm should be acted on</comment>
        <translation>1分以内</translation>
    </message>
    <message>
        <source>within 3 minutes</source>
        <comment>by when an alarm should be acted on</comment>
        <translation>3分以内</translation>
    </message>
    <message>
        <source>within 10 minutes</source>
        <comment>by when an alarm should be acted on</comment>
        <translation>10分以内</translation>
    </message>
</context>
<context>
    <name>saikobi::status::AlarmBand</name>
    <message>
        <source>first</source>
        <comment>caption of the alarm that began first</comment>
        <translation>最初</translation>
    </message>
    <message>
        <source>newest</source>
        <comment>caption of the newest alarms</comment>
        <translation>最新</translation>
    </message>
    <message>
        <source>alarms not known</source>
        <translation>警報は不明</translation>
    </message>
    <message>
        <source>%1  shelved %2</source>
        <comment>%1: number of alarms by priority, %2: of those put aside</comment>
        <translation>%1  棚上げ %2</translation>
    </message>
    <message>
        <source>FLOOD %1 in 10 min</source>
        <comment>%1: alarms that rang</comment>
        <translation>多発 10分に%1件</translation>
    </message>
    <message>
        <source>Alarms</source>
        <comment>the band with the newest alarms</comment>
        <translation>警報</translation>
    </message>
</context>
<context>
    <name>saikobi::status::AlarmCard</name>
    <message>
        <source>%1 %2</source>
        <comment>%1: id of an alarm, %2: what it is about</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Card %1: %2</source>
        <comment>%1: id of a runbook card, %2: its title</comment>
        <translation>カード %1：%2</translation>
    </message>
    <message>
        <source>Cause: %1</source>
        <comment>%1: sentence</comment>
        <translation>原因：%1</translation>
    </message>
    <message>
        <source>Consequence: %1</source>
        <comment>%1: sentence</comment>
        <translation>影響：%1</translation>
    </message>
    <message>
        <source>First: %1</source>
        <comment>what to do first, %1: sentence</comment>
        <translation>最初に：%1</translation>
    </message>
    <message>
        <source>Act: %1</source>
        <comment>%1: by when, such as within 3 minutes</comment>
        <translation>対応期限：%1</translation>
    </message>
    <message>
        <source>Limit: %1 (%2)</source>
        <comment>%1: value with unit, %2: id of the figure</comment>
        <translation>しきい値：%1（%2）</translation>
    </message>
    <message>
        <source>Raised by %1</source>
        <comment>%1: instance or console</comment>
        <translation>検知：%1</translation>
    </message>
    <message>
        <source>Acted on: %1, %2</source>
        <comment>%1: who confirmed an alarm, %2: clock time</comment>
        <translation>対応済み：%1、%2</translation>
    </message>
    <message>
        <source>Shelved by %1: %2</source>
        <comment>%1: who put an alarm aside, %2: why</comment>
        <translation>棚上げ：%1、%2</translation>
    </message>
    <message>
        <source>Last test: %1</source>
        <comment>of an alarm, %1: clock time</comment>
        <translation>最後の試験：%1</translation>
    </message>
    <message>
        <source>Never tested in this sale.</source>
        <comment>an alarm</comment>
        <translation>この販売ではまだ試験していません。</translation>
    </message>
    <message>
        <source>Back to the timeline (Esc)</source>
        <comment>button</comment>
        <translation>タイムラインへ戻る (Esc)</translation>
    </message>
</context>
<context>
    <name>saikobi::status::AlarmEntryWords</name>
    <message>
        <source>suppressed by design</source>
        <comment>why an alarm ended</comment>
        <translation>仕様による抑制</translation>
    </message>
    <message>
        <source>out of service</source>
        <comment>why an alarm ended</comment>
        <translation>運用対象外</translation>
    </message>
    <message>
        <source>its time is over</source>
        <comment>why shelving ended</comment>
        <translation>時間切れ</translation>
    </message>
    <message>
        <source>the alarm ended</source>
        <comment>why shelving ended</comment>
        <translation>警報が解消</translation>
    </message>
    <message>
        <source>the backend was restarted</source>
        <comment>why shelving ended</comment>
        <translation>バックエンドの再起動</translation>
    </message>
    <message>
        <source>taken back</source>
        <comment>why shelving ended: somebody did so</comment>
        <translation>取り消し</translation>
    </message>
    <message>
        <source>%1 on</source>
        <comment>%1: id of an alarm and what it is about</comment>
        <translation>%1 発生</translation>
    </message>
    <message>
        <source>%1 on (%2)</source>
        <comment>%1: id of an alarm and what it is about, %2: priority</comment>
        <translation>%1 発生（%2）</translation>
    </message>
    <message>
        <source>%1 now %2</source>
        <comment>%1: id of an alarm and what it is about, %2: higher priority</comment>
        <translation>%1 %2に上昇</translation>
    </message>
    <message>
        <source>%1 eased to %2</source>
        <comment>%1: id of an alarm and what it is about, %2: priority</comment>
        <translation>%1 %2に低下</translation>
    </message>
    <message>
        <source>%1 rings again (%2)</source>
        <comment>%1: id of an alarm and what it is about, %2: priority</comment>
        <translation>%1 再通知（%2）</translation>
    </message>
    <message>
        <source>%1 over</source>
        <comment>an alarm ended, %1: its id and what it is about</comment>
        <translation>%1 解消</translation>
    </message>
    <message>
        <source>%1 over: %2</source>
        <comment>an alarm ended, %1: its id and what it is about, %2: why</comment>
        <translation>%1 解消：%2</translation>
    </message>
    <message>
        <source>%1 shelved (%2)</source>
        <comment>%1: id of an alarm and what it is about, %2: by whom</comment>
        <translation>%1 棚上げ（%2）</translation>
    </message>
    <message>
        <source>%1 no longer shelved: %2</source>
        <comment>%1: id of an alarm and what it is about, %2: why</comment>
        <translation>%1 棚上げ終了：%2</translation>
    </message>
    <message>
        <source>%1 acknowledged (%2)</source>
        <comment>%1: id of an alarm and what it is about, %2: by whom</comment>
        <translation>%1 確認（%2）</translation>
    </message>
    <message>
        <source>%1 acted on (%2)</source>
        <comment>%1: id of an alarm and what it is about, %2: by whom</comment>
        <translation>%1 対応済み（%2）</translation>
    </message>
    <message>
        <source>TEST of %1 (%2)</source>
        <comment>%1: id of an alarm and what it is about, %2: by whom</comment>
        <translation>%1 の試験（%2）</translation>
    </message>
    <message>
        <source>sound muted for %1 min (%2)</source>
        <comment>%1: minutes, %2: by whom</comment>
        <translation>音を%1分間止めた（%2）</translation>
    </message>
    <message>
        <source>sound silenced (%1)</source>
        <comment>%1: by whom</comment>
        <translation>鳴動を止めた（%1）</translation>
    </message>
</context>
<context>
    <name>saikobi::status::AlarmPanel</name>
    <message>
        <source>No alarm.</source>
        <translation>警報はありません。</translation>
    </message>
    <message>
        <source>Alarms are not known.</source>
        <translation>警報の状態は不明です。</translation>
    </message>
    <message>
        <source>ALARMS</source>
        <comment>heading of the list of alarms</comment>
        <translation>警報</translation>
    </message>
    <message>
        <source>Order of the alarms</source>
        <translation>警報の並び順</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <comment>what a person does to an alarm: seen</comment>
        <translation>確認する</translation>
    </message>
    <message>
        <source>Acknowledge all on this page</source>
        <comment>alarms</comment>
        <translation>表示中をすべて確認</translation>
    </message>
    <message>
        <source>Confirm as acted on</source>
        <comment>what a person does to an alarm</comment>
        <translation>対応済みにする</translation>
    </message>
    <message>
        <source>Shelve…</source>
        <comment>put an alarm aside for a while</comment>
        <translation>棚上げ…</translation>
    </message>
    <message>
        <source>Open the card</source>
        <comment>of an alarm, in the runbook</comment>
        <translation>カードを開く</translation>
    </message>
    <message>
        <source>Show what follows from it</source>
        <comment>alarms under a headline</comment>
        <translation>後続の警報を開く</translation>
    </message>
    <message>
        <source>Fold what follows from it</source>
        <comment>alarms under a headline</comment>
        <translation>後続の警報をたたむ</translation>
    </message>
    <message>
        <source>Seen</source>
        <comment>button: acknowledge an alarm</comment>
        <translation>確認</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>button: confirm an alarm as acted on</comment>
        <translation>対応済</translation>
    </message>
    <message>
        <source>Shelve</source>
        <comment>button: put an alarm aside</comment>
        <translation>棚上げ</translation>
    </message>
</context>
<context>
    <name>saikobi::status::AlarmWords</name>
    <message>
        <source>oversold, rows</source>
        <comment>alarm: rows of the audit that found units sold twice</comment>
        <translation>過剰販売の行</translation>
    </message>
    <message>
        <source>errors</source>
        <comment>alarm: share of failed answers</comment>
        <translation>エラー率</translation>
    </message>
    <message>
        <source>own time p95</source>
        <comment>alarm: our own share of an order&apos;s time</comment>
        <translation>自社処理 p95</translation>
    </message>
    <message>
        <source>pages p95</source>
        <comment>alarm: time of a buyer&apos;s page</comment>
        <translation>画面 p95</translation>
    </message>
    <message>
        <source>reloads</source>
        <comment>alarm: buyers who ask again too early</comment>
        <translation>再読み込み</translation>
    </message>
    <message>
        <source>payment success</source>
        <comment>alarm: share of approved payments</comment>
        <translation>決済成功率</translation>
    </message>
    <message>
        <source>provider budget</source>
        <comment>alarm: used share of the calls that the provider takes</comment>
        <translation>決済枠の使用</translation>
    </message>
    <message>
        <source>refused for rate</source>
        <comment>alarm: calls that the provider refused because there were too many</comment>
        <translation>流量オーバー</translation>
    </message>
    <message>
        <source>payment time</source>
        <comment>alarm: of a payment method, against its usual time</comment>
        <translation>決済時間</translation>
    </message>
    <message>
        <source>unsettled orders</source>
        <comment>alarm: authorised and neither captured nor voided</comment>
        <translation>未確定の注文</translation>
    </message>
    <message>
        <source>notification waits</source>
        <comment>alarm: a notification of the provider that was not applied yet</comment>
        <translation>通知の滞留</translation>
    </message>
    <message>
        <source>open differences</source>
        <comment>alarm: between our orders and the provider&apos;s</comment>
        <translation>未解決の差分</translation>
    </message>
    <message>
        <source>busiest lane</source>
        <comment>alarm: use of the busiest executor or lane</comment>
        <translation>最混雑レーン</translation>
    </message>
    <message>
        <source>busiest CPU</source>
        <comment>alarm: use of the busiest host</comment>
        <translation>最混雑CPU</translation>
    </message>
    <message>
        <source>DB connections</source>
        <comment>alarm: share of Postgres&apos;s connections in use</comment>
        <translation>DB接続</translation>
    </message>
    <message>
        <source>waiting for locks</source>
        <comment>alarm: connections of Postgres that wait for a lock</comment>
        <translation>ロック待ち</translation>
    </message>
    <message>
        <source>oldest transaction</source>
        <comment>alarm: of Postgres</comment>
        <translation>最古のトランザクション</translation>
    </message>
    <message>
        <source>deadlocks</source>
        <comment>alarm: of Postgres</comment>
        <translation>デッドロック</translation>
    </message>
    <message>
        <source>Redis memory</source>
        <comment>alarm: used share</comment>
        <translation>Redisメモリ</translation>
    </message>
    <message>
        <source>Redis refused writes</source>
        <comment>alarm: or threw data away</comment>
        <translation>Redis書込拒否</translation>
    </message>
    <message>
        <source>store lost</source>
        <comment>alarm: Redis or Postgres does not answer</comment>
        <translation>保存先が無応答</translation>
    </message>
    <message>
        <source>data is old</source>
        <comment>alarm: nothing new comes from a store</comment>
        <translation>データが古い</translation>
    </message>
    <message>
        <source>command path</source>
        <comment>alarm: round trip of a command</comment>
        <translation>指示の経路</translation>
    </message>
    <message>
        <source>unconfirmed</source>
        <comment>alarm: commands that nobody has confirmed</comment>
        <translation>未確認の指示</translation>
    </message>
    <message>
        <source>no pass given</source>
        <comment>alarm: the queue is stuck, since</comment>
        <translation>入場が途絶</translation>
    </message>
    <message>
        <source>rate off by</source>
        <comment>alarm: passes given against the set rate</comment>
        <translation>レートのずれ</translation>
    </message>
    <message>
        <source>absent share</source>
        <comment>alarm: people who were called and are not there</comment>
        <translation>不在の割合</translation>
    </message>
    <message>
        <source>wait, joining now</source>
        <comment>alarm: forecast for who joins now</comment>
        <translation>今並ぶ人の待ち</translation>
    </message>
    <message>
        <source>orders fell by</source>
        <comment>alarm: orders of the passes given, against their mean</comment>
        <translation>注文の減少</translation>
    </message>
    <message>
        <source>stranded units</source>
        <comment>alarm: of the audit</comment>
        <translation>宙に浮いた在庫</translation>
    </message>
    <message>
        <source>orphan payments</source>
        <comment>alarm: of the audit: paid, but without an order</comment>
        <translation>注文のない決済</translation>
    </message>
    <message>
        <source>unfinished orders</source>
        <comment>alarm: of the audit</comment>
        <translation>未完了の注文</translation>
    </message>
    <message>
        <source>double captures</source>
        <comment>alarm: of the audit: money taken twice</comment>
        <translation>二重確定</translation>
    </message>
    <message>
        <source>held too long</source>
        <comment>alarm: units past the deadline of their order</comment>
        <translation>確保しすぎ</translation>
    </message>
    <message>
        <source>arrivals of plan</source>
        <comment>alarm: arrivals as a multiple of the plan</comment>
        <translation>到着の計画比</translation>
    </message>
    <message>
        <source>one source joins</source>
        <comment>alarm: share of the largest source</comment>
        <translation>同一発信元</translation>
    </message>
    <message>
        <source>instances changed</source>
        <comment>alarm: restarted, gone, or of another version</comment>
        <translation>構成の変化</translation>
    </message>
    <message>
        <source>resume overdue</source>
        <comment>alarm: the promised time of resuming is over</comment>
        <translation>再開予定超過</translation>
    </message>
    <message>
        <source>recorder is late</source>
        <comment>alarm: since it last wrote</comment>
        <translation>記録の遅れ</translation>
    </message>
    <message>
        <source>disk space left</source>
        <comment>alarm: where the record is written</comment>
        <translation>ディスク残量</translation>
    </message>
    <message>
        <source>clock is off</source>
        <comment>alarm: against the stores&apos; clock</comment>
        <translation>時計のずれ</translation>
    </message>
    <message>
        <source>outside walk</source>
        <comment>alarm: the journey through the public name</comment>
        <translation>外部からの経路</translation>
    </message>
    <message>
        <source>balancer errors</source>
        <comment>alarm: 5xx of the load balancer</comment>
        <translation>LBエラー</translation>
    </message>
    <message>
        <source>oversold</source>
        <comment>name of alarm A01</comment>
        <translation>過剰販売</translation>
    </message>
    <message>
        <source>errors</source>
        <comment>name of alarm A02</comment>
        <translation>エラー率</translation>
    </message>
    <message>
        <source>own time</source>
        <comment>name of alarm A03</comment>
        <translation>自社処理時間</translation>
    </message>
    <message>
        <source>buyer pages</source>
        <comment>name of alarm A04</comment>
        <translation>購入者の画面</translation>
    </message>
    <message>
        <source>payment success</source>
        <comment>name of alarm A05</comment>
        <translation>決済成功率</translation>
    </message>
    <message>
        <source>provider budget</source>
        <comment>name of alarm A06</comment>
        <translation>決済枠の使用</translation>
    </message>
    <message>
        <source>refused for rate</source>
        <comment>name of alarm A07</comment>
        <translation>流量オーバー</translation>
    </message>
    <message>
        <source>payment time</source>
        <comment>name of alarm A08</comment>
        <translation>決済時間</translation>
    </message>
    <message>
        <source>unsettled payments</source>
        <comment>name of alarm A09</comment>
        <translation>未確定の決済</translation>
    </message>
    <message>
        <source>lanes and CPU</source>
        <comment>name of alarm A10</comment>
        <translation>レーンとCPU</translation>
    </message>
    <message>
        <source>DB connections</source>
        <comment>name of alarm A11</comment>
        <translation>DB接続</translation>
    </message>
    <message>
        <source>DB locks</source>
        <comment>name of alarm A12</comment>
        <translation>DBロック</translation>
    </message>
    <message>
        <source>Redis memory</source>
        <comment>name of alarm A13</comment>
        <translation>Redisメモリ</translation>
    </message>
    <message>
        <source>store lost</source>
        <comment>name of alarm A14</comment>
        <translation>保存先が無応答</translation>
    </message>
    <message>
        <source>data is old</source>
        <comment>name of alarm A15</comment>
        <translation>データが古い</translation>
    </message>
    <message>
        <source>command path</source>
        <comment>name of alarm A16</comment>
        <translation>指示の経路</translation>
    </message>
    <message>
        <source>queue stuck</source>
        <comment>name of alarm A17</comment>
        <translation>列の停止</translation>
    </message>
    <message>
        <source>rate off</source>
        <comment>name of alarm A18</comment>
        <translation>レートのずれ</translation>
    </message>
    <message>
        <source>long wait</source>
        <comment>name of alarm A19</comment>
        <translation>長い待ち時間</translation>
    </message>
    <message>
        <source>orders fell</source>
        <comment>name of alarm A20</comment>
        <translation>注文の減少</translation>
    </message>
    <message>
        <source>audit findings</source>
        <comment>name of alarm A21</comment>
        <translation>監査の指摘</translation>
    </message>
    <message>
        <source>held too long</source>
        <comment>name of alarm A22</comment>
        <translation>確保しすぎ</translation>
    </message>
    <message>
        <source>odd arrivals</source>
        <comment>name of alarm A23</comment>
        <translation>異常な到着</translation>
    </message>
    <message>
        <source>instances changed</source>
        <comment>name of alarm A24</comment>
        <translation>構成の変化</translation>
    </message>
    <message>
        <source>hold without news</source>
        <comment>name of alarm A25</comment>
        <translation>案内のない停止</translation>
    </message>
    <message>
        <source>record, disk, clock</source>
        <comment>name of alarm A26</comment>
        <translation>記録・ディスク・時計</translation>
    </message>
    <message>
        <source>outside walk</source>
        <comment>name of alarm A27</comment>
        <translation>外部からの経路</translation>
    </message>
    <message>
        <source>unseen first</source>
        <comment>order of the alarms: not acknowledged ones on top</comment>
        <translation>未確認を先に</translation>
    </message>
    <message>
        <source>newest first</source>
        <comment>order of the alarms</comment>
        <translation>新しい順</translation>
    </message>
    <message>
        <source>oldest first</source>
        <comment>order of the alarms</comment>
        <translation>古い順</translation>
    </message>
    <message>
        <source>by severity</source>
        <comment>order of the alarms</comment>
        <translation>重大な順</translation>
    </message>
    <message>
        <source>%1×</source>
        <comment>%1: multiple of what is usual</comment>
        <translation>%1倍</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>%1: seconds</comment>
        <translation>%1秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>%1: minutes</comment>
        <translation>%1分</translation>
    </message>
    <message>
        <source>%1/min</source>
        <comment>%1: number per minute</comment>
        <translation>%1/分</translation>
    </message>
    <message>
        <source>%1 GiB</source>
        <comment>%1: gibibytes</comment>
        <translation>%1 GiB</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>%1: what an alarm is about, %2: value with its unit</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>TEST %1</source>
        <comment>%1: an alarm that is only tried out</comment>
        <translation>試験 %1</translation>
    </message>
    <message>
        <source>shelved, %1 left</source>
        <comment>an alarm, %1: time until it comes back</comment>
        <translation>棚上げ 残り%1</translation>
    </message>
    <message>
        <source>not acknowledged</source>
        <comment>an alarm</comment>
        <translation>未確認</translation>
    </message>
    <message>
        <source>seen: %1</source>
        <comment>an alarm that was acknowledged, %1: by whom</comment>
        <translation>確認: %1</translation>
    </message>
    <message>
        <source>over, confirm it</source>
        <comment>an alarm that waits to be confirmed as acted on</comment>
        <translation>解消・要対応確認</translation>
    </message>
    <message>
        <source>over, not seen</source>
        <comment>an alarm that has ended, and nobody has acknowledged</comment>
        <translation>解消・未確認</translation>
    </message>
    <message>
        <source>normal</source>
        <comment>an alarm</comment>
        <translation>正常</translation>
    </message>
    <message>
        <source>acknowledging…</source>
        <comment>an alarm: sent, not read back yet</comment>
        <translation>確認を送信中…</translation>
    </message>
    <message>
        <source>confirming…</source>
        <comment>an alarm: sent, not read back yet</comment>
        <translation>対応済みを送信中…</translation>
    </message>
    <message>
        <source>shelving…</source>
        <comment>an alarm: sent, not read back yet</comment>
        <translation>棚上げを送信中…</translation>
    </message>
    <message>
        <source>coming back…</source>
        <comment>a shelved alarm: sent, not read back yet</comment>
        <translation>棚上げ解除中…</translation>
    </message>
    <message>
        <source>testing…</source>
        <comment>an alarm: sent, not read back yet</comment>
        <translation>試験を送信中…</translation>
    </message>
    <message numerus="yes">
        <source>%n follow(s)</source>
        <comment>alarms that are consequences of the one above</comment>
        <translation>
            <numerusform>後続%n件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 unseen</source>
        <comment>%1: alarms that follow from another, %2: number of them</comment>
        <translation>%1（未確認%2件）</translation>
    </message>
    <message>
        <source>%1 %2 %3, %4, since %5</source>
        <comment>%1: priority such as P2, %2: id, %3: what it is about, %4: whether it was seen, %5: minutes and seconds</comment>
        <translation>%1 %2 %3、%4、経過%5</translation>
    </message>
</context>
<context>
    <name>saikobi::status::FigureTable</name>
    <message>
        <source>filter (/)</source>
        <comment>placeholder of a field</comment>
        <translation>絞り込み (/)</translation>
    </message>
    <message>
        <source>Filter: %1</source>
        <comment>%1: heading of the table that is filtered</comment>
        <translation>絞り込み: %1</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <comment>%1: rows that the filter shows, %2: all</comment>
        <translation>%2 行中 %1 行</translation>
    </message>
</context>
<context>
    <name>saikobi::status::Formatter</name>
    <message>
        <source>%1 %</source>
        <comment>%1: a number, already in percent</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <comment>%1: milliseconds of a round trip</comment>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>%1: seconds of an age</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>%1: minutes of an age</comment>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>%1: hours of an age</comment>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>%1k</source>
        <comment>%1: a number of thousands</comment>
        <translation>%1k</translation>
    </message>
</context>
<context>
    <name>saikobi::status::ModeBadge</name>
    <message>
        <source>Mode</source>
        <translation>モード</translation>
    </message>
    <message>
        <source>%1, shown: %2</source>
        <comment>%1: FROZEN, %2: clock time</comment>
        <translation>%1、表示時刻 %2</translation>
    </message>
</context>
<context>
    <name>saikobi::status::NoteBox</name>
    <message>
        <source>note …</source>
        <comment>field for a note</comment>
        <translation>メモ …</translation>
    </message>
    <message>
        <source>Note for the timeline</source>
        <translation>タイムラインへのメモ</translation>
    </message>
    <message>
        <source>Time of the note&apos;s first letter</source>
        <translation>メモの書き始めの時刻</translation>
    </message>
</context>
<context>
    <name>saikobi::status::ShelveForm</name>
    <message>
        <source>Shelve %1 %2?</source>
        <comment>%1: id of an alarm, %2: what it is about</comment>
        <translation>%1 %2 を棚上げしますか？</translation>
    </message>
    <message>
        <source>For</source>
        <comment>how long an alarm is put aside</comment>
        <translation>期間</translation>
    </message>
    <message>
        <source>How long it is shelved</source>
        <translation>棚上げの期間</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n分</numerusform>
        </translation>
    </message>
    <message>
        <source>ends with the alarm</source>
        <comment>shelving: if that comes sooner</comment>
        <translation>警報が解消したら終わる</translation>
    </message>
    <message>
        <source>Reason (needed)</source>
        <comment>why an alarm is put aside</comment>
        <translation>理由（必須）</translation>
    </message>
    <message>
        <source>Shelve</source>
        <comment>button: put an alarm aside</comment>
        <translation>棚上げする</translation>
    </message>
    <message>
        <source>Cancel</source>
        <comment>button</comment>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>saikobi::status::Tile</name>
    <message>
        <source>%1
%2</source>
        <comment>%1: the last value known, %2: its clock time</comment>
        <translation>%1
%2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>%1: state of the data such as LATE, %2: its age</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, alarm P%2</source>
        <comment>%1: value of a figure, %2: priority of its alarm, 1 to 3</comment>
        <translation>%1、警報 P%2</translation>
    </message>
</context>
<context>
    <name>saikobi::status::TimelineList</name>
    <message>
        <source>TIMELINE</source>
        <comment>heading of the list of what happened</comment>
        <translation>タイムライン</translation>
    </message>
</context>
<context>
    <name>saikobi::status::TimelineWords</name>
    <message>
        <source>it rang anew meanwhile</source>
        <comment>why an act on an alarm was refused</comment>
        <translation>その間に新しく発生した</translation>
    </message>
    <message>
        <source>it is over already</source>
        <comment>why an act on an alarm was refused</comment>
        <translation>すでに解消している</translation>
    </message>
    <message>
        <source>it is active</source>
        <comment>why a test of an alarm was refused</comment>
        <translation>発生中である</translation>
    </message>
    <message>
        <source>it is not shelved</source>
        <comment>why an act on an alarm was refused</comment>
        <translation>棚上げされていない</translation>
    </message>
    <message>
        <source>the alarms are not known yet</source>
        <comment>why an act on an alarm was refused</comment>
        <translation>警報の状態がまだ不明である</translation>
    </message>
    <message>
        <source>the value is out of range</source>
        <comment>why a command was refused</comment>
        <translation>値が範囲外です</translation>
    </message>
    <message>
        <source>the queue is not held</source>
        <comment>why a command was refused</comment>
        <translation>停止中ではありません</translation>
    </message>
    <message>
        <source>the sale has opened already</source>
        <comment>why a command was refused</comment>
        <translation>すでに開場しています</translation>
    </message>
    <message>
        <source>the sale is not open</source>
        <comment>why a command was refused</comment>
        <translation>販売中ではありません</translation>
    </message>
    <message>
        <source>the sale is not closed</source>
        <comment>why a command was refused</comment>
        <translation>終了していません</translation>
    </message>
    <message>
        <source>the message is too long</source>
        <comment>why a command was refused</comment>
        <translation>案内文が長すぎます</translation>
    </message>
    <message>
        <source>it is over, or another one is the oldest now</source>
        <comment>why ending a transaction was refused</comment>
        <translation>すでに終わったか、いま最古のものは別です</translation>
    </message>
    <message>
        <source>this computer&apos;s clock is wrong</source>
        <comment>why a command was refused</comment>
        <translation>この端末の時計がずれています</translation>
    </message>
    <message>
        <source>more than +20 %</source>
        <comment>why a command was refused: a raise</comment>
        <translation>+20 % を超えています</translation>
    </message>
    <message>
        <source>the last raise has not soaked</source>
        <comment>why a command was refused: a raise</comment>
        <translation>前回の引き上げから十分に待っていません</translation>
    </message>
    <message>
        <source>it needs a reason</source>
        <comment>why a command was refused</comment>
        <translation>理由が必要です</translation>
    </message>
    <message>
        <source>another console has command</source>
        <comment>why a command was refused</comment>
        <translation>別の端末に指揮権があります</translation>
    </message>
    <message>
        <source>command was not offered</source>
        <comment>why a command was refused</comment>
        <translation>指揮権を譲られていません</translation>
    </message>
    <message>
        <source>this sale is not paced by hand</source>
        <comment>why a command was refused</comment>
        <translation>手動呼び出しの販売ではありません</translation>
    </message>
    <message>
        <source>people still have passes</source>
        <comment>why a new run was refused</comment>
        <translation>入場券を持つ人が残っています</translation>
    </message>
    <message>
        <source>orders are under way</source>
        <comment>why a new run was refused</comment>
        <translation>処理中の注文があります</translation>
    </message>
    <message>
        <source>the next run is about to begin</source>
        <comment>why a command was refused</comment>
        <translation>次の回がまもなく始まります</translation>
    </message>
    <message>
        <source>the list is full</source>
        <comment>why a command was refused</comment>
        <translation>リストがいっぱいです</translation>
    </message>
    <message>
        <source>it is not on the block list</source>
        <comment>why a command was refused</comment>
        <translation>ブロックリストにありません</translation>
    </message>
    <message>
        <source>a newer release came first</source>
        <comment>why a hold no longer counts</comment>
        <translation>後の再開が優先されました</translation>
    </message>
    <message>
        <source>%1 refused: %2 (%3)</source>
        <comment>%1: command, %2: why, %3: who gave it</comment>
        <translation>%1: 拒否 – %2(%3)</translation>
    </message>
    <message>
        <source>%1 lost the race to %2 (%3)</source>
        <comment>%1: command, %2: who won, %3: who gave it</comment>
        <translation>%1: %2 が先に操作(%3)</translation>
    </message>
    <message>
        <source>%1 expired (%2)</source>
        <comment>%1: command, %2: who gave it</comment>
        <translation>%1: 期限切れ(%2)</translation>
    </message>
    <message>
        <source>%1 in force (%2)</source>
        <comment>%1: command, %2: who gave it</comment>
        <translation>%1: 有効(%2)</translation>
    </message>
    <message>
        <source>%1 %2 in force by override (%3)</source>
        <comment>%1: command, %2: old and new value, %3: who gave it</comment>
        <translation>%1 %2 特例で有効（%3）</translation>
    </message>
    <message>
        <source>%1 %2 in force (%3)</source>
        <comment>%1: command, %2: old and new value, %3: who gave it</comment>
        <translation>%1 %2 有効(%3)</translation>
    </message>
    <message>
        <source>phase: %1</source>
        <comment>%1: phase of the sale</comment>
        <translation>状態: %1</translation>
    </message>
    <message>
        <source>phase: %1 (%2)</source>
        <comment>%1: phase of the sale, %2: causes of a hold</comment>
        <translation>状態: %1(%2)</translation>
    </message>
    <message>
        <source>nobody has command: %1 fell silent</source>
        <comment>%1: name of an operator</comment>
        <translation>指揮権者なし：%1 の応答が途絶</translation>
    </message>
    <message>
        <source>%1 took command from %2 by force</source>
        <comment>%1, %2: names of operators</comment>
        <translation>%1 が %2 から指揮権を強制取得</translation>
    </message>
    <message>
        <source>%1 accepted command from %2</source>
        <comment>%1, %2: names of operators</comment>
        <translation>%1 が %2 から指揮権を引き受け</translation>
    </message>
    <message>
        <source>%1 took command</source>
        <comment>%1: name of an operator</comment>
        <translation>%1 が指揮権を取得</translation>
    </message>
    <message>
        <source>instance %1 started</source>
        <comment>%1: name of a backend instance</comment>
        <translation>サーバー %1 起動</translation>
    </message>
    <message>
        <source>instance %1 stopped</source>
        <comment>%1: name of a backend instance</comment>
        <translation>サーバー %1 停止</translation>
    </message>
    <message>
        <source>instance %1: %2</source>
        <comment>%1: name of a backend instance, %2: what happened to it</comment>
        <translation>サーバー %1: %2</translation>
    </message>
    <message>
        <source>the draw is fixed by a public beacon</source>
        <translation>抽選は公開ビーコンで確定</translation>
    </message>
    <message>
        <source>kept units offered: %1</source>
        <comment>%1: number of units</comment>
        <translation>取り置き分を再販：%1点</translation>
    </message>
    <message>
        <source>note: %1</source>
        <comment>%1: text somebody wrote</comment>
        <translation>メモ: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a note, %1: who wrote it, %2: its text</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>difference settled: order …%1</source>
        <comment>%1: end of an order&apos;s id</comment>
        <translation>差分を解消：注文 …%1</translation>
    </message>
    <message>
        <source>difference found, a person must decide: order …%1</source>
        <comment>%1: end of an order&apos;s id</comment>
        <translation>差分あり、人の判断が必要：注文 …%1</translation>
    </message>
    <message>
        <source>difference found: order …%1</source>
        <comment>%1: end of an order&apos;s id</comment>
        <translation>差分あり：注文 …%1</translation>
    </message>
    <message>
        <source>not shared</source>
        <comment>a note that only this console has</comment>
        <translation>未共有</translation>
    </message>
    <message>
        <source>gap in the record: %1</source>
        <comment>%1: what is missing</comment>
        <translation>記録の欠落: %1</translation>
    </message>
    <message>
        <source>feed %1</source>
        <comment>%1: name of a data feed and its state</comment>
        <translation>データ経路 %1</translation>
    </message>
    <message>
        <source>configuration: %1</source>
        <comment>%1: what was changed</comment>
        <translation>設定：%1</translation>
    </message>
    <message>
        <source>pin: %1</source>
        <comment>a mark somebody set on the timeline, %1: text</comment>
        <translation>ピン：%1</translation>
    </message>
    <message>
        <source>not done</source>
        <comment>a step of a card, again</comment>
        <translation>未了</translation>
    </message>
    <message>
        <source>done</source>
        <comment>a step of a card</comment>
        <translation>済</translation>
    </message>
    <message>
        <source>yes</source>
        <comment>answer to a step of a card</comment>
        <translation>はい</translation>
    </message>
    <message>
        <source>no</source>
        <comment>answer to a step of a card</comment>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>put off</source>
        <comment>a step of a card</comment>
        <translation>後回し</translation>
    </message>
    <message>
        <source>passed over</source>
        <comment>a step of a card</comment>
        <translation>省略</translation>
    </message>
    <message>
        <source>timer started</source>
        <comment>a step of a card</comment>
        <translation>計時開始</translation>
    </message>
    <message>
        <source>called</source>
        <comment>a step of a card: somebody</comment>
        <translation>呼出</translation>
    </message>
    <message>
        <source>no answer</source>
        <comment>a step of a card: of somebody who was called</comment>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>reached</source>
        <comment>a step of a card: somebody</comment>
        <translation>連絡済</translation>
    </message>
    <message>
        <source>card %1 begun</source>
        <comment>%1: card</comment>
        <translation>カード %1 を開始</translation>
    </message>
    <message>
        <source>card %1 begun from %2</source>
        <comment>%1: card, %2: alarm</comment>
        <translation>カード %1 を %2 から開始</translation>
    </message>
    <message>
        <source>card %1 complete</source>
        <comment>%1: card</comment>
        <translation>カード %1 が完了</translation>
    </message>
    <message>
        <source>card %1 put away: %2</source>
        <comment>%1: card, %2: reason</comment>
        <translation>カード %1 を終了：%2</translation>
    </message>
    <message>
        <source>%1 step %2 %3</source>
        <comment>%1: card, %2: step, %3: what became of it</comment>
        <translation>%1 手順 %2 %3</translation>
    </message>
    <message>
        <source>%1 step %2 %3: %4</source>
        <comment>%1: card, %2: step, %3: what became of it, %4: why or who</comment>
        <translation>%1 手順 %2 %3：%4</translation>
    </message>
</context>
<context>
    <name>saikobi::status::Words</name>
    <message>
        <source>before</source>
        <comment>phase of a sale: not open yet</comment>
        <translation>開場前</translation>
    </message>
    <message>
        <source>open</source>
        <comment>phase of a sale</comment>
        <translation>販売中</translation>
    </message>
    <message>
        <source>HELD</source>
        <comment>phase of a sale: nobody is let in</comment>
        <translation>入場停止中</translation>
    </message>
    <message>
        <source>closed</source>
        <comment>phase of a sale</comment>
        <translation>終了</translation>
    </message>
    <message>
        <source>staff</source>
        <comment>cause of a hold: an operator</comment>
        <translation>担当者</translation>
    </message>
    <message>
        <source>maintenance</source>
        <comment>cause of a hold</comment>
        <translation>メンテナンス</translation>
    </message>
    <message>
        <source>Redis lost</source>
        <comment>cause of a hold</comment>
        <translation>Redis 途絶</translation>
    </message>
    <message>
        <source>Postgres lost</source>
        <comment>cause of a hold</comment>
        <translation>Postgres 途絶</translation>
    </message>
    <message>
        <source>payment provider</source>
        <comment>cause of a hold</comment>
        <translation>決済会社</translation>
    </message>
    <message>
        <source>rate</source>
        <comment>command: set the admission rate</comment>
        <translation>レート</translation>
    </message>
    <message>
        <source>hold</source>
        <comment>command: stop admission</comment>
        <translation>入場停止</translation>
    </message>
    <message>
        <source>release</source>
        <comment>command: go on after a hold</comment>
        <translation>再開</translation>
    </message>
    <message>
        <source>admit</source>
        <comment>command: give n passes while held</comment>
        <translation>個別入場</translation>
    </message>
    <message>
        <source>maintenance</source>
        <comment>command: hold, and refuse orders</comment>
        <translation>メンテナンス</translation>
    </message>
    <message>
        <source>open now</source>
        <comment>command</comment>
        <translation>今すぐ開場</translation>
    </message>
    <message>
        <source>move opening</source>
        <comment>command: another opening time</comment>
        <translation>開場時刻の変更</translation>
    </message>
    <message>
        <source>close</source>
        <comment>command: end the sale</comment>
        <translation>終了</translation>
    </message>
    <message>
        <source>open again</source>
        <comment>command</comment>
        <translation>再開場</translation>
    </message>
    <message>
        <source>message</source>
        <comment>command: text on the waiting page</comment>
        <translation>案内</translation>
    </message>
    <message>
        <source>call more</source>
        <comment>command: call n more places by hand</comment>
        <translation>追加呼び出し</translation>
    </message>
    <message>
        <source>new run</source>
        <comment>command: begin the line anew</comment>
        <translation>新しい回の開始</translation>
    </message>
    <message>
        <source>restore place</source>
        <comment>command: give a lost number back to its owner</comment>
        <translation>順番の復元</translation>
    </message>
    <message>
        <source>block</source>
        <comment>command: put on the block list</comment>
        <translation>ブロック</translation>
    </message>
    <message>
        <source>unblock</source>
        <comment>command: take off the block list</comment>
        <translation>ブロック解除</translation>
    </message>
    <message>
        <source>proof of work</source>
        <comment>command: how much work a new ticket costs</comment>
        <translation>計算課題</translation>
    </message>
    <message>
        <source>probe</source>
        <comment>command without effect that measures the path</comment>
        <translation>経路確認</translation>
    </message>
    <message>
        <source>take command</source>
        <comment>command: this console alone may command the sale</comment>
        <translation>指揮権の取得</translation>
    </message>
    <message>
        <source>offer command</source>
        <comment>command: another operator may take over</comment>
        <translation>指揮権の譲渡</translation>
    </message>
    <message>
        <source>accept command</source>
        <comment>command: take over what was offered</comment>
        <translation>指揮権の引き受け</translation>
    </message>
    <message>
        <source>keep command</source>
        <comment>command: sent by itself while a console has command</comment>
        <translation>指揮権の維持</translation>
    </message>
    <message>
        <source>acknowledge</source>
        <comment>command: an alarm was seen</comment>
        <translation>確認</translation>
    </message>
    <message>
        <source>confirm</source>
        <comment>command: an alarm was acted on</comment>
        <translation>対処済み</translation>
    </message>
    <message>
        <source>shelve</source>
        <comment>command: put an alarm aside for a while</comment>
        <translation>一時棚上げ</translation>
    </message>
    <message>
        <source>unshelve</source>
        <comment>command: take back an alarm that was put aside</comment>
        <translation>棚上げの解除</translation>
    </message>
    <message>
        <source>test alarm</source>
        <comment>command: try an alarm out</comment>
        <translation>警報のテスト</translation>
    </message>
    <message>
        <source>stop product</source>
        <comment>command: sell no more of a product</comment>
        <translation>頒布停止</translation>
    </message>
    <message>
        <source>start product</source>
        <comment>command: sell a stopped product again</comment>
        <translation>頒布再開</translation>
    </message>
    <message>
        <source>disable method</source>
        <comment>command: take no new orders by a payment method</comment>
        <translation>支払方法の停止</translation>
    </message>
    <message>
        <source>enable method</source>
        <comment>command: offer a payment method again</comment>
        <translation>支払方法の再開</translation>
    </message>
    <message>
        <source>offer kept units</source>
        <comment>command: sell units that were given back, at a set time</comment>
        <translation>確保分の放出</translation>
    </message>
    <message>
        <source>provider limit</source>
        <comment>command: how many calls the payment provider takes</comment>
        <translation>決済呼び出し上限</translation>
    </message>
    <message>
        <source>end idle transaction</source>
        <comment>command: end a database session that does nothing</comment>
        <translation>待機トランザクションの終了</translation>
    </message>
    <message>
        <source>sent</source>
        <comment>state of a command: no answer yet</comment>
        <translation>送信済</translation>
    </message>
    <message>
        <source>in force</source>
        <comment>state of a command: read back</comment>
        <translation>有効</translation>
    </message>
    <message>
        <source>refused</source>
        <comment>state of a command</comment>
        <translation>拒否</translation>
    </message>
    <message>
        <source>expired</source>
        <comment>state of a command: not applied within 10 s</comment>
        <translation>期限切れ</translation>
    </message>
    <message>
        <source>lost race</source>
        <comment>state of a command: somebody else was first</comment>
        <translation>先を越された</translation>
    </message>
    <message>
        <source>unconfirmed</source>
        <comment>state of a command: not read back within 3 s</comment>
        <translation>未確認</translation>
    </message>
    <message>
        <source>PRODUCTION</source>
        <comment>kind of a profile: the real sale</comment>
        <translation>本番</translation>
    </message>
    <message>
        <source>REHEARSAL</source>
        <comment>kind of a profile</comment>
        <translation>リハーサル</translation>
    </message>
    <message>
        <source>DEVELOPMENT</source>
        <comment>kind of a profile</comment>
        <translation>開発</translation>
    </message>
    <message>
        <source>on sale</source>
        <comment>state of a product</comment>
        <translation>販売中</translation>
    </message>
    <message>
        <source>last pieces</source>
        <comment>state of a product</comment>
        <translation>残りわずか</translation>
    </message>
    <message>
        <source>sold out</source>
        <comment>state of a product</comment>
        <translation>完売</translation>
    </message>
    <message>
        <source>stopped</source>
        <comment>state of a product: staff stopped it</comment>
        <translation>販売停止</translation>
    </message>
    <message>
        <source>LIVE</source>
        <comment>state of data: fresh</comment>
        <translation>最新</translation>
    </message>
    <message>
        <source>LATE</source>
        <comment>state of data: a little old</comment>
        <translation>遅延</translation>
    </message>
    <message>
        <source>STALE</source>
        <comment>state of data: too old to act on</comment>
        <translation>古い</translation>
    </message>
    <message>
        <source>LOST</source>
        <comment>state of data: the store does not answer</comment>
        <translation>途絶</translation>
    </message>
    <message>
        <source>NO DATA</source>
        <comment>state of data: never seen</comment>
        <translation>データなし</translation>
    </message>
    <message>
        <source>CONNECTING</source>
        <comment>mode of the console: nothing was seen yet</comment>
        <translation>接続中</translation>
    </message>
    <message>
        <source>LIVE</source>
        <comment>mode of the console: commands are possible</comment>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>READ-ONLY</source>
        <comment>mode of the console</comment>
        <translation>閲覧専用</translation>
    </message>
    <message>
        <source>DEMO</source>
        <comment>mode of the console: scripted figures, no sale</comment>
        <translation>デモ</translation>
    </message>
    <message>
        <source>REPLAY</source>
        <comment>mode of the console: a recording</comment>
        <translation>再生</translation>
    </message>
    <message>
        <source>FROZEN</source>
        <comment>mode of the console: the screen stands still</comment>
        <translation>静止中</translation>
    </message>
    <message>
        <source>step of a card</source>
        <comment>command: a step of the runbook was ticked</comment>
        <translation>カードの手順</translation>
    </message>
</context>
</TS>
