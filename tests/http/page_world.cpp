#include "tests/http/page_world.h"

#include <chrono>
#include <optional>

#include "tests/support/run_until.h"

namespace saikobi::tests {

using namespace std::chrono_literals;

namespace {

/// All sales but those that every ApiWorld has. One pass a minute: whoever joins third waits.
std::vector<SampleSale> sales()
{
    std::vector<SampleProduct> goods;
    for (const char* code : {"A-01", "A-02", "A-03", "B-01", "B-02", "C-01"})
        goods.push_back({code, 1500, 40, 2});
    std::vector<SampleSale> out;
    for (const char* slug : {"draw", "fifo", "queue", "held", "heldlong", "heldlate", "door",
                 "closed", "gone", "busy", "drawn"})
        out.push_back({slug, 1, goods});
    for (const char* slug : {"shop", "paused"})
        out.push_back({slug, 6000, goods});
    for (auto& each : out)
        if (each.slug == "draw" || each.slug == "fifo")
            each.opensAt = "now() + interval '100 min'";
        else if (each.slug == "drawn")
            each.opensAt = "now() + interval '6 s'";
    for (auto& each : goods)
        each.stock = 0;
    out.push_back({"empty", 1, goods});
    return out;
}

constexpr const char* names = R"SQL(
update saikobi.sale set name_ja = '星あかり同人即売会 冬の部', name_en = 'Hoshiakari Doujin Fair, Winter',
  shop = shop || jsonb_build_object('name_ja', '星あかり同人即売会', 'name_en', 'Hoshiakari Doujin Fair',
    'colour', '#1F6FB2', 'contact', 'https://social.example/@hoshiakari',
    'notice_ja', '入場は番号順です。徹夜での来場はご遠慮ください。', 'notice_en', 'Entry is by number. Please do not queue overnight.',
    'logo_svg', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="#1F6FB2"/><path d="M32 9l6.2 14.6 15.8 1.3-12 10.4 3.6 15.4L32 42.5 18.4 50.7l3.6-15.4-12-10.4 15.8-1.3z" fill="#FFE27A"/></svg>');
update saikobi.sale set settings = settings || '{"order": "fifo", "group_max": 4}';
update saikobi.sale set settings = settings || '{"order": "draw"}' where slug in ('draw', 'drawn');
update saikobi.sale set settings = settings || '{"work_bits": 20}' where slug = 'busy';
update saikobi.sale set settings = settings || '{"auto_claim": false}' where slug = 'door';
update saikobi.product set
  name_ja = (array['新刊「星屑の停車場」', '新刊「雨上がりの観測所」', '既刊セット（3冊）', 'アクリルスタンド「ミナ」', '会場限定サイン入り色紙', 'トートバッグ'])[1 + rank % 6],
  name_en = (array['New book: Stardust Station', 'New book: Observatory After Rain', 'Back issues, set of three', 'Acrylic stand: Mina', 'Signed board, only here', 'Tote bag'])[1 + rank % 6];
update saikobi.stock set sold_out_at = now() where product in (select id from saikobi.product where sale = 'empty');
update saikobi.method set name_ja = 'クレジットカード', name_en = 'Credit card' where id = 'card';
update saikobi.method set name_ja = 'ほしウォレット', name_en = 'Hoshi Wallet' where id = 'wallet';
)SQL";

} // namespace

PageWorld::PageWorld(TestStores& stores)
    : m_stores{stores}
    , m_api{std::make_unique<ApiWorld>(stores, sales(), [&stores] { stores.execute(names); })}
{
    auto opened = http::Listener::open(m_api->context().get_executor(), {}, m_api->api());
    m_listener = std::move(opened).value();
    m_api->publicUrl = address();
    fill();
}

std::string PageWorld::address() const
{
    return "http://127.0.0.1:" + std::to_string(m_listener->port());
}

std::string PageWorld::join(const std::string& sale)
{
    // From many addresses: of one, so many would be asked to work first.
    const auto address = "198.51.100." + std::to_string(++m_joins % 250 + 1);
    return memberOf(
            m_api->ask(from(address, request("POST", "/sales/" + sale + "/tickets"))), "ticket");
}

std::string PageWorld::enter(const std::string& sale)
{
    const auto joined = m_api->ask(request("POST", "/sales/" + sale + "/tickets"));
    auto pass = memberOf(joined, "pass");
    const auto ask
            = withBearer(request("POST", "/sales/" + sale + "/passes"), memberOf(joined, "ticket"));
    for (int tries = 0; pass.empty() && tries < 200; ++tries)
        pass = memberOf(m_api->ask(ask), "pass");
    return pass;
}

void PageWorld::command(const std::string& sale, contract::CommandKind kind,
        std::map<std::string, std::string> parameters)
{
    auto& line = m_api->line(sale);
    const auto state = line.status()->line;
    const auto text = std::to_string(++m_commands);
    contract::RelayedCommand row;
    row.command = {"00000000-0000-4000-8000-" + std::string(12 - text.size(), '0') + text, sale,
            kind, std::move(parameters), "for a picture", state.revision, state.at};
    row.actor = "staff";
    row.writtenAt = state.at;
    bool isDecided = false;
    line.relay({row}, [&isDecided](const auto&) { isDecided = true; });
    for (int i = 0; i < 2000 && (!isDecided || line.status()->line.revision == state.revision); ++i)
        m_api->beat();
}

void PageWorld::hold(const std::string& sale, std::map<std::string, std::string> more)
{
    more["message_ja"] = "会場の列を整えています。お待たせして申し訳ありません。";
    more["message_en"] = "We are putting the line at the venue in order. Sorry for the wait.";
    command(sale, contract::CommandKind::Hold, std::move(more));
}

void PageWorld::show(const std::string& name, const std::string& path, const std::string& cookie,
        const std::string& token, const std::string& isThere, const std::string& press)
{
    m_states.push_back({name, path, cookie, token, isThere, press});
}

void PageWorld::fill()
{
    const std::string counts = "!document.querySelector('#clock').hidden";
    const std::string waits = "document.querySelector('#text b')";
    const auto inSeconds = [](std::chrono::seconds seconds) {
        return std::to_string(contract::toUnixMs(std::chrono::system_clock::now() + seconds));
    };
    std::string drawn;
    for (int i = 0; i < 300; ++i)
        drawn = join("drawn");
    show("before-draw-stranger", "/sales/draw", {}, {}, counts);
    show("before-draw", "/sales/draw", "saikobi_t_draw", join("draw"), counts);
    show("before-fifo", "/sales/fifo", "saikobi_t_fifo", join("fifo"), counts);
    show("open-stranger", "/sales/queue");
    for (int i = 0; i < 400; ++i)
        m_waiting = join("queue");
    show("queue", "/sales/queue", "saikobi_t_queue", m_waiting, waits);
    for (int i = 0;
            i < 3000 && m_api->line("drawn").status()->line.phase == contract::Phase::Before; ++i)
        m_api->beat();
    show("drawn", "/sales/drawn", "saikobi_t_drawn", drawn,
            "!document.querySelector('#drawn').hidden");
    show("drawn-record", "/public/sales/drawn/draw");
    show("goods-stranger", "/sales/draw/goods", {}, {}, "document.querySelector('input')");
    show("goods", "/sales/queue/goods", "saikobi_t_queue", m_waiting,
            "document.querySelector('input')");
    for (const auto& [sale, resume] : {std::pair{"held", inSeconds(25min)},
                 {"heldlong", std::string{}}, {"heldlate", inSeconds(1s)}}) {
        std::string ticket;
        for (int i = 0; i < 12; ++i)
            ticket = join(sale);
        hold(sale,
                resume.empty() ? std::map<std::string, std::string>{}
                               : std::map<std::string, std::string>{{"resume_at", resume}});
        show(sale, std::string{"/sales/"} + sale, std::string{"saikobi_t_"} + sale, ticket);
    }
    std::string third;
    for (int i = 0; i < 3; ++i)
        third = join("door");
    show("door", "/sales/door", "saikobi_t_door", third);
    const auto pass = enter("shop");
    show("shop", "/sales/shop", "saikobi_p_shop", pass, "document.querySelector('output')");
    const auto paused = enter("paused");
    command("paused", contract::CommandKind::Maintenance,
            {{"message_ja", "決済の点検をしています。"},
                    {"message_en", "Payments are being checked."},
                    {"resume_at", inSeconds(10min)}});
    show("orders-paused", "/sales/paused", "saikobi_p_paused", paused,
            "document.querySelector('output')");
    std::string last;
    for (int i = 0; i < 400; ++i)
        last = join("empty");
    show("sold-out", "/sales/empty/goods", "saikobi_t_empty", last,
            "!document.querySelector('#gone').hidden");
    const auto closed = join("closed");
    command("closed", contract::CommandKind::Close);
    show("closed", "/sales/closed", "saikobi_t_closed", closed);
    for (const char* reason : {"used", "expired", "late", "old-run", "moved", "blocked"})
        show(std::string{"over-"} + reason, std::string{"/sales/gone?over="} + reason);
    show("place", "/sales/queue/place", "saikobi_t_queue", m_waiting);
    const auto presses = [](const char* what) {
        return std::string{"document.querySelector('input[value="} + what + "]').form.submit()";
    };
    for (const char* what : {"slip", "handover", "invite"})
        show(std::string{"place-"} + what, "/sales/queue/place", "saikobi_t_queue", m_waiting,
                "true", presses(what));
    show("left", "/sales/queue/place", "saikobi_t_queue", m_waiting, "true", presses("leave"));
    show("check", "/sales/busy/check");
    show("draw-record", "/public/sales/draw/draw");
    show("place-stranger", "/sales/queue/place");
    show("link-handover", "/sales/queue?handover=AbC-123_x");
    show("link-restore", "/sales/queue?restore=AbC-123_x");
    show("link-invite", "/sales/queue?invite=AbC-123_x");
    show("not-found", "/sales/queue/nothing");
    show("no-such-sale", "/sales/nothing");
}

std::vector<PageState> PageWorld::statesWithoutRedis()
{
    m_stores.redis().stop();
    for (int i = 0; i < 2000 && !m_api->line("queue").status()->isRedisLost; ++i)
        m_api->beat();
    return {{"interrupted", "/sales/queue", "saikobi_t_queue", m_waiting, "true"}};
}

} // namespace saikobi::tests
