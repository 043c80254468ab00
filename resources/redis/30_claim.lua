-- The door: whoever was called and asks gets a pass as soon as there is credit. Passes are given
-- here and nowhere else, in the same step that has read all commands.
-- Codes of answers; the second and third number are what stands behind them.
local GRANTED, SAME = 1, 2 -- end in ms
local WAITING, HELD, CLOSED = 3, 4, 5
local AT_DOOR = 6 -- people ahead, retry in ms
local GONE = 7 -- why
local GONE_USED, GONE_LATE = 1, 2
local MAX_CLAIMS = 256

-- The end of a pass by the clock on the wall, which moves while the pass clock stands.
local function wall_end_ms(line, pass_end)
    return to_ms(line.t + pass_end - line.q.pclock)
end

-- The second in which a place was called.
local function called_at(line, place)
    local found = redis.call('ZRANGEBYSCORE', line.keys[MARKS], whole_text(place), '+inf', 'LIMIT', 0, 1)
    return tonumber(found[1]) or math.floor(line.q.clock)
end

local function note_coming(line, second, age)
    local q = line.q
    redis.call('HINCRBY', line.keys[CALLS], 'k' .. whole_text(second), 1)
    q.lag = q.lag + 0.02 * (math.max(0, age - 0.5) - q.lag)
end

-- Puts a place into its lane and answers how many passes go to others first. The lanes take turns:
-- late ones get at most every second pass.
local function queue_at_door(line, place, member)
    local q, keys = line.q, line.keys
    local second = called_at(line, place)
    local age = q.clock - second
    local in_door = redis.call('ZSCORE', keys[DOOR], member)
    local in_late = redis.call('ZSCORE', keys[LATE], member)
    if not in_door and not in_late and age <= ANSWER_WINDOW then note_coming(line, second, age) end
    local in_time = in_door
        or ((q.claim_window == 0 or age <= q.claim_window) and not in_late)
    local mine, other = DOOR, LATE
    if not in_time then mine, other = LATE, DOOR end
    redis.call('ZADD', keys[mine], member, member)
    redis.call('ZADD', keys[ASKED], real_text(q.clock), member)
    local rank = redis.call('ZRANK', keys[mine], member)
    local name = mine == DOOR and 'door' or 'late'
    local turns = q.turn == name and rank or rank + 1
    return rank + math.min(redis.call('ZCARD', keys[other]), turns), mine
end

local function grant(line, member, lane)
    local q, keys = line.q, line.keys
    q.credit = q.credit - 1
    q.passes = q.passes + 1
    if q.phase == 'held' then q.admit = q.admit - 1 end
    q.turn = lane == DOOR and 'late' or 'door'
    redis.call('ZREM', keys[DOOR], member)
    redis.call('ZREM', keys[LATE], member)
    redis.call('ZREM', keys[ASKED], member)
    redis.call('SETBIT', keys[USED], member, 1)
    local pass_end = q.pclock + q.pass_life * 1000000
    redis.call('ZADD', keys[PASS], whole_text(pass_end), member)
    return { GRANTED, wall_end_ms(line, pass_end), 0 }
end

local function claim_place(line, place)
    local q, keys, member = line.q, line.keys, whole_text(place)
    if redis.call('GETBIT', keys[USED], member) == 1 then
        local pass_end = redis.call('ZSCORE', keys[PASS], member)
        if pass_end then return { SAME, wall_end_ms(line, tonumber(pass_end)), 0 } end
        return { GONE, GONE_USED, 0 }
    end
    if q.phase == 'closed' then return { CLOSED, 0, 0 } end
    if place > q.serving then return { WAITING, 0, 0 } end
    if place <= q.gone_upto then return { GONE, GONE_LATE, 0 } end
    if not is_running(q) then return { HELD, 0, 0 } end
    local ahead, lane = queue_at_door(line, place, member)
    local free = q.credit
    if q.max_shoppers > 0 then free = math.min(free, q.max_shoppers - live_passes(line)) end
    if q.phase == 'held' then free = math.min(free, q.admit) end
    if ahead + 1 <= free then return grant(line, member, lane) end
    local retry_s = clamp((ahead + 1 - q.credit) / per_second(q), 0.2, 2)
    return { AT_DOOR, ahead, math.floor(retry_s * 1000) }
end

redis.register_function{ function_name = 'saikobi_claim', flags = { 'allow-oom' },
    callback = function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        if #args - 1 > MAX_CLAIMS then return redis.error_reply('TOOMANY claims in one call') end
        local places = {}
        for i = 2, #args do
            places[i - 1] = whole_between(args[i], 1, 4000000000)
            if not places[i - 1] then return redis.error_reply('BADPLACE') end
        end
        pace(line)
        local out = { to_ms(line.t) }
        for _, place in ipairs(places) do
            for _, number in ipairs(claim_place(line, place)) do out[#out + 1] = number end
        end
        save_line(line)
        return out
    end }

-- Leaving acts at once: the pass is dead, and under a cap on shoppers the next one may enter.
redis.register_function{ function_name = 'saikobi_leave', flags = { 'allow-oom' },
    callback = function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        pace(line)
        local ended = redis.call('ZREM', keys[PASS], args[2])
        save_line(line)
        return ended
    end }

-- May this pass buy now? Answers ok, no-pass, closed or paused.
redis.register_function{ function_name = 'saikobi_order', flags = { 'allow-oom' },
    callback = function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        pace(line)
        save_line(line)
        local q = line.q
        if not redis.call('ZSCORE', keys[PASS], args[2]) then return 'no-pass' end
        if q.phase == 'closed' then return 'closed' end
        if q.shut == 1 or has_cause(q, 'maintenance') then return 'paused' end
        return 'ok'
    end }
