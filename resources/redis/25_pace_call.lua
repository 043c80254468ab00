-- saikobi_pace: what every instance calls each 100 ms, and what every other function runs first.
local TICKS_KEPT_MS = 3600000

-- The line as contract/line_state.h reads it.
local function line_json(line)
    local q, keys, causes = line.q, line.keys, {}
    for cause in q.causes:gmatch('[^,]+') do causes[#causes + 1] = '"' .. cause .. '"' end
    local message = { ja = q.message_ja, en = q.message_en }
    if q.message_at > 0 then message.at = q.message_at end
    local out = { at = to_ms(line.t), epoch = q.epoch, run = q.run, revision = q.rev, phase = q.phase,
        rate = q.rate, issued = q.issued, serving = q.serving, passes = q.passes,
        voided = voids_between(q, q.serving, q.issued), live = live_passes(line),
        door = redis.call('ZCARD', keys[DOOR]), late = redis.call('ZCARD', keys[LATE]),
        chain = q.chain, admit = q.admit, called_not_come = q.not_come, absent_share = 1 - q.show,
        stood_s = math.floor(q.stood / 1000000), held_by = q.held_by, message = message }
    for _, name in ipairs({ 'opens_at', 'closes_at', 'resume_at', 'held_since' }) do
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
    local q = line.q
    local decisions = apply_commands(line, input and input.relayed or {})
    if input and input.instance then
        adopt_settings(q, input)
        note_report(line, input)
        CHAIN.commitment(line, input.commitment)
    end
    local elapsed = q.t_last > 0 and math.max(0, line.t - q.t_last) or 0
    q.t_last = line.t
    run_pass_clock(line, elapsed)
    keep_hours(line)
    step_line(line, math.min(elapsed / 1000000, 1))
    return decisions
end

redis.register_function{ function_name = 'saikobi_pace', flags = { 'allow-oom' },
    callback = function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        local decisions = pace(line, decode_object(args[2]))
        CHAIN.second(line)
        local state = line_json(line)
        tick_once(line, state)
        save_line(line)
        return { state, line.q.ceiling, real_text(line.q.clock), line.q.voids, decisions }
    end }
