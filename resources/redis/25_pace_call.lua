-- saikobi_pace: what every instance calls each 100 ms, and what every other function runs first.
local TICKS_KEPT_MS = 3600000
local FIGURE_WINDOW_S = 60

-- Passes and calls of the last minute on the wall's clock: what both counts were a minute ago stands in
-- a ring of seconds. Seconds without a step had neither.
local function roll_figures(line)
    local q, key, second = line.q, line.keys[CALLS], math.floor(line.t / 1000000)
    if second == q.figure_s then return end
    local first = math.max(q.figure_s + 1, second - FIGURE_WINDOW_S + 1)
    local slot = 'r' .. whole_text(second % FIGURE_WINDOW_S)
    local then_ = first > q.figure_s + 1 and '' or redis.call('HGET', key, slot) or ''
    local counts, fields = whole_text(q.passes) .. ' ' .. whole_text(q.calls_made), {}
    for s = first, second do
        fields[#fields + 1] = 'r' .. whole_text(s % FIGURE_WINDOW_S)
        fields[#fields + 1] = counts
    end
    if #fields > 0 then redis.call('HSET', key, unpack(fields)) end
    local passes, calls = then_:match('^(%d+) (%d+)$')
    q.passes_then, q.calls_then = tonumber(passes) or q.passes, tonumber(calls) or q.calls_made
    q.figure_s = second
end

-- What the last look at the waiting people found (35_presence.lua); an old one says nothing any more.
local FORESIGHT_KEPT_MS = 30000
local function put_foresight(line, out)
    local found = redis.call('HMGET', line.keys[WAIT], 'looked_at', 'present', 'foretold', 'within', 'wait_new')
    out.foretold, out.foretold_within = tonumber(found[3] or 0), tonumber(found[4] or 0)
    if to_ms(line.t) - tonumber(found[1] or 0) > FORESIGHT_KEPT_MS then return end
    out.present = tonumber(found[2] or '')
    local p10, p50, p90 = (found[5] or ''):match('^(%S+) (%S+) (%S+)$')
    if p10 and line.q.phase == 'open' then
        out.wait_new = { tonumber(p10), tonumber(p50), tonumber(p90) }
    end
end

-- The line as contract/line_state.h reads it.
local function line_json(line)
    local q, keys, causes = line.q, line.keys, {}
    for cause in q.causes:gmatch('[^,]+') do causes[#causes + 1] = '"' .. cause .. '"' end
    local message = { ja = q.message_ja, en = q.message_en, of = q.message_of }
    if q.message_at > 0 then message.at = q.message_at end
    local out = { at = to_ms(line.t), epoch = q.epoch, run = q.run, revision = q.rev, phase = q.phase,
        rate = q.rate, issued = q.issued, serving = q.serving, passes = q.passes,
        voided = voids_between(q, q.serving, q.issued), live = live_passes(line),
        door = redis.call('ZCARD', keys[DOOR]), late = redis.call('ZCARD', keys[LATE]),
        chain = q.chain, admit = q.admit, called_not_come = q.not_come, absent_share = 1 - q.show,
        stood_s = math.floor(q.stood / 1000000), held_by = q.held_by, message = message,
        order = q.order, pacing = q.pacing, completed = q.completed, abandoned = q.abandoned,
        actual = q.passes - q.passes_then, front = q.calls_made - q.calls_then,
        work_bits = math.max(0, q.work_bits), blocks_rev = q.blocks_rev,
        holder = q.holder, holder_console = q.holder_console, offered_to = q.offered_to }
    local soak_ends = RAISES.soak_ends(line)
    if soak_ends > 0 then out.soak_ends = soak_ends end
    if q.drawn > 0 then out.drawn = q.drawn - 1 end
    if q.cap > 0 then out.rate_cap = q.cap end
    if q.run_over == 1 then out.run_over = true end
    put_foresight(line, out)
    for _, name in ipairs({ 'opens_at', 'closes_at', 'resume_at', 'held_since', 'holder_since' }) do
        if q[name] > 0 then out[name] = q[name] end
    end
    -- An empty Lua table would be written as {}; a list of causes is always a list.
    return '{"causes":[' .. table.concat(causes, ',') .. '],' .. cjson.encode(out):sub(2)
end

-- The sale-wide figures of a second, with the lines of the public record, written once by whoever is
-- first in it.
local function tick_once(line, state)
    local q, second = line.q, math.floor(line.t / 1000000)
    local is_clock_set_back = second < q.tick_s - 5
    if second <= q.tick_s and not is_clock_set_back then return end
    q.tick_s = second
    local tick = cjson.encode({ sale = q.sale, run = q.run, at = second * 1000, instance = '',
        incarnation = whole_text(q.epoch), counters = {}, histograms = {}, gauges = {} })
    redis.call('XADD', line.keys[TICKS], 'MINID', '~', whole_text(to_ms(line.t) - TICKS_KEPT_MS), '*',
        'instance', '', 'tick', tick:sub(1, -2) .. ',"line":' .. state:sub(1, -2)
            .. ',"record":' .. CHAIN.take(q) .. '}}')
end

-- Commands first, so that a hold is total from its append on; then the clocks, then the line.
local function pace(line, input)
    local q, was_running, rate_then = line.q, is_running(line.q), per_second(line.q)
    local decisions = apply_commands(line, input and input.relayed or {})
    if input and input.instance then
        adopt_settings(line, input)
        note_report(line, input)
        CHAIN.commitment(line, input.commitment)
    end
    local elapsed = q.t_last > 0 and math.max(0, line.t - q.t_last) or 0
    q.t_last = line.t
    run_pass_clock(line, elapsed)
    expire_lists(line)
    HOLDER.expire(line)
    keep_hours(line)
    roll_figures(line)
    -- What has just begun to run had no time yet: neither an opening nor a release brings credit along.
    step_line(line, was_running and math.min(elapsed / 1000000, 1) or 0, rate_then)
    return decisions
end

-- The block list, for an instance that asks because it has copied another revision into Postgres.
local function blocks_for(line, input)
    local known = tonumber(input.blocks_rev)
    if not known or known == line.q.blocks_rev then return '' end
    local all, out = redis.call('HGETALL', line.keys[BLOCKS]), {}
    for i = 1, #all, 2 do out[#out + 1] = cjson.encode(all[i]) .. ':' .. all[i + 1] end
    return '{' .. table.concat(out, ',') .. '}'
end

redis.register_function{ function_name = 'saikobi_pace', flags = { 'allow-oom' },
    callback = function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        local q, input = line.q, decode_object(args[2])
        local decisions = pace(line, input)
        CHAIN.second(line)
        local state = line_json(line)
        tick_once(line, state)
        local ends = take_ends(line, input)
        save_line(line)
        return { state, q.ceiling, real_text(q.clock), q.voids, decisions, q.drawn_voids, ends,
            blocks_for(line, input) }
    end }
