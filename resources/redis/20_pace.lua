-- Pacing: two gates. Passes are the promise to the shop: a bucket of credit, filled at the set rate.
-- Calls only keep enough people on their way that no credit waits. Nobody is asked who left.
local REPORT_FRESH_MS = 2000
local HEALTHY_AFTER_MS = 3000
local ANSWER_WINDOW = 8 -- seconds after which a called second is judged
local AWAY_US = 2000000 -- no step for longer than this: Redis was away
local SILENCE_S = 4 -- at the door, without asking
local NOT_COME_WINDOW = 300
local PRIOR_WEIGHT, PRIOR_SHOW = 8, 0.9
local FADING = 2 ^ (-1 / 300) -- per second: without news back to the prior, half-life 5 min

-- How many void numbers lie in (from, to].
local function voids_between(q, from, to)
    if q.voids == '' then return 0 end
    local count = 0
    for _, range in ipairs(void_ranges(q)) do
        count = count + math.max(0, math.min(range[2], to) - math.max(range[1], from + 1) + 1)
    end
    return count
end

-- Calls the next n people; void ranges are jumped at no cost.
local function advance_serving(q, n)
    local ranges = void_ranges(q)
    for _, range in ipairs(ranges) do
        local before = math.max(0, range[1] - 1 - q.serving)
        if n == 0 or before >= n then break end
        if range[2] > q.serving then
            n = n - before
            q.serving = range[2]
        end
    end
    q.serving = q.serving + n
end

-- The rate in force. What payments can finish limits it where the sale says so.
local function per_second(q)
    return (q.cap > 0 and math.min(q.rate, q.cap) or q.rate) / 60
end

-- The causes that come and go by themselves: there while reported, gone after 3 s of health.
local function follow_health(line, cause, is_ill)
    local q, at = line.q, to_ms(line.t)
    local field = cause .. '_ill_at'
    if is_ill then
        -- Whom staff let in during their own hold shall not go on into another trouble.
        if not has_cause(q, cause) then q.admit, q.credit, q.called = 0, 0, 0 end
        q[field] = at
        set_cause(q, cause, true)
    elseif has_cause(q, cause) and at - q[field] >= HEALTHY_AFTER_MS then
        set_cause(q, cause, false)
    end
end

-- What one instance says: lost stores by letter, the rate its payments can take, orders under way.
local function report_text(line, report)
    local flags = (report.postgres_lost and 'p' or '') .. (report.order_lane_closed and 'o' or '')
        .. (report.provider_down and 'v' or '')
    local cap = whole_between(report.rate_cap, 1, 100000) or 0
    local orders = whole_between(report.orders, 0, 1000000) or 0
    return table.concat({ whole_text(to_ms(line.t)), flags, whole_text(cap), whole_text(orders) }, ' ')
end

-- Everything the live instances say, put together. Who was not heard for a while is forgotten.
local function weigh_reports(line)
    local at, key = to_ms(line.t), line.keys[REPORTS]
    local sum = { live = 0, postgres = 0, lane = 0, provider = 0, cap = 0, orders = 0 }
    local all = redis.call('HGETALL', key)
    for i = 1, #all, 2 do
        local heard, said, cap, orders = all[i + 1]:match('^(%d+) (%a*) (%d+) (%d+)$')
        if not heard or at - tonumber(heard) > REPORT_FRESH_MS then
            redis.call('HDEL', key, all[i])
        else
            sum.live = sum.live + 1
            if said:find('p', 1, true) then sum.postgres = sum.postgres + 1 end
            if said:find('[po]') then sum.lane = sum.lane + 1 end
            if said:find('v', 1, true) then sum.provider = sum.provider + 1 end
            cap = tonumber(cap)
            if cap > 0 and (sum.cap == 0 or cap < sum.cap) then sum.cap = cap end
            sum.orders = sum.orders + tonumber(orders)
        end
    end
    return sum
end

-- A majority decides: a cut-off minority must not stop the sale.
local function note_report(line, report)
    local q = line.q
    redis.call('HSET', line.keys[REPORTS], report.instance, report_text(line, report))
    local sum = weigh_reports(line)
    follow_health(line, 'postgres', sum.postgres * 2 > sum.live)
    follow_health(line, 'provider', sum.provider * 2 > sum.live)
    follow_health(line, 'redis', false)
    q.shut = sum.lane * 2 > sum.live and 1 or 0
    q.cap = report.follows_budget and sum.cap or 0
    q.orders = sum.orders
    settle_phase(line)
end

-- A time of the sale file counts where nobody has decided here. One that has passed counts only before the
-- opening of the first run: it neither opens the next, nor closes again what staff have reopened.
local function adopt_time(line, name, told)
    local q, at = line.q, tonumber(told) or 0
    local is_first = q.run == 1 and q.phase == 'before'
    if q[name] == 0 and (is_first or at > to_ms(line.t)) then q[name] = at end
end

-- Settings of the sale file. How places are decided and called is fixed once the line has opened.
local function adopt_settings(line, input)
    local q = line.q
    for _, name in ipairs({ 'pass_life', 'claim_window', 'late_window', 'max_shoppers' }) do
        q[name] = tonumber(input[name]) or q[name]
    end
    q.one_order = input.one_order and 1 or 0
    q.rehearsal = input.rehearsal and 1 or 0
    adopt_time(line, 'opens_at', input.opens_at)
    adopt_time(line, 'closes_at', input.closes_at)
    if q.drawn == 0 and q.phase == 'before' then
        q.order = input.order == 'draw' and 'draw' or 'fifo'
        q.pacing = input.pacing == 'manual' and 'manual' or 'rate'
    end
    if q.work_bits < 0 then q.work_bits = whole_between(input.work_bits, 0, 20) or 0 end
end

-- The life of passes stands still while we refuse orders, and while Redis was away: then nobody could
-- order either.
local function run_pass_clock(line, elapsed)
    local q = line.q
    if q.shut == 1 or has_cause(q, 'maintenance') or elapsed > AWAY_US then
        q.stood = q.stood + elapsed
        return
    end
    q.pclock = q.pclock + elapsed
    expire_passes(line)
end

-- Who has not asked for a while has gone away; asking again brings them back to the same place.
local function drop_silent(line)
    local keys = line.keys
    local limit = real_text(line.q.clock - SILENCE_S)
    local silent = redis.call('ZRANGEBYSCORE', keys[ASKED], '-inf', '(' .. limit, 'LIMIT', 0, 1000)
    if #silent == 0 then return end
    redis.call('ZREM', keys[DOOR], unpack(silent))
    redis.call('ZREM', keys[LATE], unpack(silent))
    redis.call('ZREM', keys[ASKED], unpack(silent))
end

-- How many were called in second s of the line's clock, and how many of these came to the door.
local function called_and_came(line, s)
    local found = redis.call('HMGET', line.keys[CALLS], 'c' .. whole_text(s), 'k' .. whole_text(s))
    return tonumber(found[1] or 0), tonumber(found[2] or 0)
end

-- A second is judged when there was time to answer: the share of the called that comes.
local function judge_second(line, s)
    local q = line.q
    local called, came = called_and_came(line, s)
    came = math.min(called, came)
    if called > 0 then
        local keep = math.exp(-called / math.max(64, 20 * per_second(q) / q.show))
        q.came_sum = q.came_sum * keep + came
        q.called_sum = q.called_sum * keep + called
        q.not_come = q.not_come + called - came
    end
    q.came_sum, q.called_sum = q.came_sum * FADING, q.called_sum * FADING
    local old_called, old_came = called_and_came(line, s - NOT_COME_WINDOW)
    q.not_come = math.max(0, q.not_come - old_called + math.min(old_called, old_came))
    local old = whole_text(s - NOT_COME_WINDOW)
    redis.call('HDEL', line.keys[CALLS], 'c' .. old, 'k' .. old)
end

-- Remembers how far the line had come by the end of second s, and forgets what is beyond return.
local function mark_second(line, s)
    local q, key = line.q, line.keys[MARKS]
    local last = redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')
    if tonumber(last[2] or 0) < q.serving then
        redis.call('ZADD', key, whole_text(q.serving), whole_text(s))
    end
    if q.late_window == 0 then return end
    local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
    while first[1] and tonumber(first[1]) < s - q.late_window do
        q.gone_upto = tonumber(first[2])
        redis.call('ZREM', key, first[1])
        first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
    end
end

local function roll_seconds(line)
    local q = line.q
    for s = q.sec + 1, math.floor(q.clock) do
        mark_second(line, s - 1)
        judge_second(line, s - ANSWER_WINDOW)
        q.sec = s
    end
    q.show = clamp((q.came_sum + PRIOR_WEIGHT * PRIOR_SHOW) / (q.called_sum + PRIOR_WEIGHT), 0.1, 1)
end

-- People called and still expected: of the last seconds, those who have not come yet.
local function on_their_way(line)
    local q, fields = line.q, {}
    local now_s = math.floor(q.clock)
    for s = now_s - ANSWER_WINDOW + 1, now_s do
        fields[#fields + 1] = 'c' .. whole_text(s)
        fields[#fields + 1] = 'k' .. whole_text(s)
    end
    local found, way = redis.call('HMGET', line.keys[CALLS], unpack(fields)), 0
    for i = 1, #found, 2 do
        way = way + math.max(0, q.show * tonumber(found[i] or 0) - tonumber(found[i + 1] or 0))
    end
    return way
end

local function live_passes(line)
    return redis.call('ZCARD', line.keys[PASS])
end

-- How many places keep every credit in use, at most ten times the rate.
local function places_wanted(line, dt)
    local q, keys, rate = line.q, line.keys, per_second(line.q)
    local wanted = rate * q.lag + math.max(2 + 3 * math.sqrt(rate), 2 * rate)
    if q.max_shoppers > 0 then wanted = math.min(wanted, q.max_shoppers - live_passes(line)) end
    if q.phase == 'held' then wanted = math.min(wanted, q.admit) end
    wanted = math.max(0, wanted)
    local at = redis.call('ZCARD', keys[DOOR]) + math.min(redis.call('ZCARD', keys[LATE]), wanted / 2)
    q.callc = math.min(q.callc + 10 * rate * dt, math.max(1, wanted / q.show))
    local missing = math.max(0, (wanted - on_their_way(line) - at) / q.show)
    return math.min(missing, q.callc)
end

-- With manual pacing staff say how many; what they called beyond those who wait calls nobody later.
local function call_places(line, dt)
    local q = line.q
    local wanted = q.pacing == 'manual' and q.phase == 'open' and q.called or places_wanted(line, dt)
    q.called = 0
    local waiting = q.issued - q.serving - voids_between(q, q.serving, q.issued)
    local n = math.floor(math.min(wanted, waiting))
    if n <= 0 then
        -- Only lost numbers are left: should somebody hold one after all, it counts as called.
        if waiting <= 0 and wanted >= 1 then q.serving = q.issued end
        return
    end
    q.callc = math.max(0, q.callc - n)
    q.calls_made = q.calls_made + n
    redis.call('HINCRBY', line.keys[CALLS], 'c' .. whole_text(math.floor(q.clock)), n)
    advance_serving(q, n)
end

-- One step of the line. `dt` is at most a second: a stall is lost, never caught up. The time until now
-- counts at the lower of the rates before and after, so that no change of rate gives more than either.
local function step_line(line, dt, rate_then)
    local q, rate = line.q, per_second(line.q)
    if not is_running(q) then return end
    q.clock = q.clock + dt
    q.credit = math.min(q.credit + math.min(rate, rate_then or rate) * dt, math.max(2, 3 * rate))
    drop_silent(line)
    roll_seconds(line)
    call_places(line, dt)
end
