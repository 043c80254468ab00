-- The door: whoever was called and asks gets a pass as soon as there is credit. Passes are given
-- here and nowhere else, in the same step that has read all commands.
-- Codes of answers; the second and third number are what stands behind them.
local GRANTED, SAME = 1, 2 -- end in ms
local WAITING, HELD, CLOSED = 3, 4, 5
local AT_DOOR = 6 -- people ahead, retry in ms
local GONE = 7 -- why
local GONE_WHY = { used = 1, late = 2, left = 3, expired = 4 }
local MOVED_ON, SUBJECT_IN = 8, 9 -- to another device; that member of the shop has a pass already
local MAX_CLAIMS = 256

-- How often a place was handed on, and by which fingerprint the last time. Only places that moved are
-- remembered; fields are named like passes, by number.
local function moves_of(line, name)
    local value = redis.call('HGET', line.keys[MOVED], name)
    if not value then return 0, '' end
    local count, print = value:match('^(%d+) ?(%x*)$')
    return tonumber(count or 0), print or ''
end

-- Whoever shares a place has a name of their own: `place:member`. The first one, and everybody alone,
-- is named by the place.
local function name_of(place, member)
    if member == 0 then return whole_text(place) end
    return whole_text(place) .. ':' .. whole_text(member)
end

local function is_used(line, asked)
    if asked.member == 0 then return redis.call('GETBIT', line.keys[USED], asked.id) == 1 end
    return redis.call('HEXISTS', line.keys[MEMBERS], 'u' .. asked.id) == 1
end

local function set_used(line, asked)
    if asked.member == 0 then return redis.call('SETBIT', line.keys[USED], asked.id, 1) end
    redis.call('HSET', line.keys[MEMBERS], 'u' .. asked.id, 1)
end

-- "place number member hand-overs subject", the subject in hex or nothing; a place alone is what
-- instances with library 1 ask.
local function to_claim(text)
    local place, number, member, moves, subject = text:match('^(%d+) (%d+) (%d) (%d+) (%x*)$')
    if not place then place, number, member, moves, subject = text, text, 0, 15, '' end
    place, number = whole_between(place, 1, 4000000000), whole_between(number, 1, 4000000000)
    if not place or not number then return nil end
    member = tonumber(member)
    return { place = place, number = number, member = member, moves = tonumber(moves), subject = subject,
        id = name_of(place, member) }
end

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
-- late ones get at most every second pass. Of a group the first one alone tells whether the called come.
local function queue_at_door(line, asked)
    local q, keys, id = line.q, line.keys, asked.id
    local second = called_at(line, asked.place)
    local age = q.clock - second
    local in_door = redis.call('ZSCORE', keys[DOOR], id)
    local in_late = redis.call('ZSCORE', keys[LATE], id)
    local is_first_ask = not in_door and not in_late and asked.member == 0
    if is_first_ask and age <= ANSWER_WINDOW then note_coming(line, second, age) end
    local in_time = in_door
        or ((q.claim_window == 0 or age <= q.claim_window) and not in_late)
    local mine, other = DOOR, LATE
    if not in_time then mine, other = LATE, DOOR end
    redis.call('ZADD', keys[mine], real_text(asked.place + asked.member / 10), id)
    redis.call('ZADD', keys[ASKED], real_text(q.clock), id)
    local rank = redis.call('ZRANK', keys[mine], id)
    local name = mine == DOOR and 'door' or 'late'
    local turns = q.turn == name and rank or rank + 1
    return rank + math.min(redis.call('ZCARD', keys[other]), turns), mine
end

local function grant(line, asked, lane)
    local q, keys, id = line.q, line.keys, asked.id
    q.credit = q.credit - 1
    q.passes = q.passes + 1
    if q.phase == 'held' then q.admit = q.admit - 1 end
    q.turn = lane == DOOR and 'late' or 'door'
    redis.call('ZREM', keys[DOOR], id)
    redis.call('ZREM', keys[LATE], id)
    redis.call('ZREM', keys[ASKED], id)
    set_used(line, asked)
    if lane == LATE then redis.call('HINCRBY', keys[WAIT], 'late_given', 1) end
    if asked.subject ~= '' then redis.call('HSET', keys[SUBJECTS], asked.subject, id) end
    local pass_end = q.pclock + q.pass_life * 1000000
    redis.call('ZADD', keys[PASS], whole_text(pass_end), id)
    return { GRANTED, wall_end_ms(line, pass_end), 0 }
end

-- One pass to a member of the shop in a run, whoever of their devices comes first.
local function has_other_pass(line, asked)
    if asked.subject == '' then return false end
    local holder = redis.call('HGET', line.keys[SUBJECTS], asked.subject)
    return holder and holder ~= asked.id
end

local function claim_place(line, asked)
    local q, keys, place = line.q, line.keys, asked.place
    if moves_of(line, name_of(asked.number, asked.member)) > asked.moves then
        return { MOVED_ON, 0, 0 }
    end
    if is_used(line, asked) then
        local pass_end = redis.call('ZSCORE', keys[PASS], asked.id)
        if pass_end then return { SAME, wall_end_ms(line, tonumber(pass_end)), 0 } end
        return { GONE, GONE_WHY[why_gone(line, asked.id)], 0 }
    end
    if q.phase == 'closed' then return { CLOSED, 0, 0 } end
    if place > q.serving then return { WAITING, 0, 0 } end
    if place <= q.gone_upto then return { GONE, GONE_WHY.late, 0 } end
    if has_other_pass(line, asked) then return { SUBJECT_IN, 0, 0 } end
    if not is_running(q) then return { HELD, 0, 0 } end
    local ahead, lane = queue_at_door(line, asked)
    local free = q.credit
    if q.max_shoppers > 0 then free = math.min(free, q.max_shoppers - live_passes(line)) end
    if q.phase == 'held' then free = math.min(free, q.admit) end
    if ahead + 1 <= free then return grant(line, asked, lane) end
    local retry_s = clamp((ahead + 1 - q.credit) / per_second(q), 0.2, 2)
    return { AT_DOOR, ahead, math.floor(retry_s * 1000) }
end

redis.register_function{ function_name = 'saikobi_claim', flags = { 'allow-oom' },
    callback = function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        if #args - 1 > MAX_CLAIMS then return redis.error_reply('TOOMANY claims in one call') end
        local claims = {}
        for i = 2, #args do
            claims[i - 1] = to_claim(args[i])
            if not claims[i - 1] then return redis.error_reply('BADPLACE') end
        end
        pace(line)
        local out = { to_ms(line.t) }
        for _, asked in ipairs(claims) do
            for _, number in ipairs(claim_place(line, asked)) do out[#out + 1] = number end
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
        local ended = end_pass(line, args[2], LEFT)
        save_line(line)
        return ended
    end }
