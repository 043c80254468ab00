-- Who is still there, and what the line is told about its wait. Signs of life of sampled tickets are a
-- sorted set by the second they were heard; every few seconds exactly one instance looks at it and
-- leaves what it found here, so that all instances tell the same.
do
local MAX_SIGNS = 2048 -- in one call
local MOST_PRESENT = 8500 -- members: below 1 MiB
local SIGN_BYTES = 8
local SIGNS_KEPT_MS = 210000
local SIGNS_PER_ANSWER = 1000
local LOOK_EVERY_MS, LOOK_SOONEST_MS = 5000, 1000
local JUDGED_AT_MOST = 300 -- seconds of calls that are kept

-- What a new look must follow at once: another phase, another rate.
local function situation(q)
    return q.phase .. ' ' .. whole_text(q.rev)
end

-- Keeps one sign. A member has 8 bytes, so that a full set stays small: `p`, the place in 5 bytes and the
-- last two of the ticket's MAC; while a drawn place is not known `n` and the number instead.
local function keep_sign(line, member, instead_of)
    local keys, at = line.keys, whole_text(to_ms(line.t))
    if instead_of ~= '' then redis.call('ZREM', keys[PRESENT], instead_of) end
    if redis.call('ZCARD', keys[PRESENT]) >= MOST_PRESENT
        and not redis.call('ZSCORE', keys[PRESENT], member) then
        redis.call('HSET', keys[WAIT], 'overflow_at', at)
        return
    end
    redis.call('ZADD', keys[PRESENT], at, member)
end

-- Whose turn is it to look? Answers a token, or 0: somebody else's, or nobody's yet.
local function take_turn(line)
    local at, key = to_ms(line.t), line.keys[WAIT]
    local seen = redis.call('HMGET', key, 'turn_at', 'situation')
    local age = at - tonumber(seen[1] or 0)
    local is_due = age >= LOOK_EVERY_MS or age < 0
        or (age >= LOOK_SOONEST_MS and seen[2] ~= situation(line.q))
    if not is_due then return 0 end
    redis.call('HSET', key, 'turn_at', whole_text(at), 'situation', situation(line.q))
    return at
end

-- ARGV: epoch, token of the forecast that the instance knows, then pairs: member, the one it replaces.
-- Answers {turn, token, forecast}; the forecast only where it is another one.
redis.register_function('saikobi_seen', function(keys, args)
    local line = open_line(keys, args)
    if not line then return lost() end
    if #args - 2 > 2 * MAX_SIGNS then return redis.error_reply('TOOMANY signs in one call') end
    redis.call('HSETNX', keys[WAIT], 'since', whole_text(to_ms(line.t)))
    for i = 3, #args - 1, 2 do
        if #args[i] ~= SIGN_BYTES then return redis.error_reply('BADSIGN') end
    end
    for i = 3, #args - 1, 2 do keep_sign(line, args[i], args[i + 1]) end
    local told = redis.call('HMGET', keys[WAIT], 'looked_at', 'forecast')
    local token = told[1] or '0'
    return { take_turn(line), tonumber(token), token ~= args[2] and told[2] or '' }
end)

-- Places called since the last look that had time to come, and how many of them came.
local function judged_since(line, from)
    local called, came, last = 0, 0, math.floor(line.q.clock) - ANSWER_WINDOW
    for s = math.max(from + 1, last - JUDGED_AT_MOST + 1), last do
        local c, k = called_and_came(line, s)
        called, came = called + c, came + math.min(c, k)
    end
    return called, came, math.max(from, last)
end

-- Everything one look needs but the signs.
redis.register_function('saikobi_look', function(keys, args)
    local line = open_line(keys, args)
    if not line then return lost() end
    local q = line.q
    local kept = redis.call('HMGET', keys[WAIT], 'judged', 'late_given', 'since', 'overflow_at', 'memory')
    local called, came, judged = judged_since(line, tonumber(kept[1] or 0))
    redis.call('HSET', keys[WAIT], 'judged', whole_text(judged))
    local is_open = q.phase == 'open' and q.pacing ~= 'manual'
    return { to_ms(line.t), real_text(q.clock), is_open and 1 or 0, real_text(per_second(q)), q.serving,
        q.issued, q.passes, tonumber(kept[2] or 0), q.voids, called, came, tonumber(kept[3] or 0),
        tonumber(kept[4] or 0), kept[5] or '' }
end)

-- Signs from a time on, oldest first; whoever reads goes on from the last one's time.
redis.register_function{ function_name = 'saikobi_signs', flags = { 'no-writes' },
    callback = function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        return redis.call('ZRANGEBYSCORE', keys[PRESENT], args[2], '+inf', 'WITHSCORES', 'LIMIT', args[3],
            SIGNS_PER_ANSWER)
    end }

-- Forgets signs that are too old, those that another divisor does not sample, and who was called.
local function prune_signs(line, divisor, called)
    local key = line.keys[PRESENT]
    redis.call('ZREMRANGEBYSCORE', key, '-inf', whole_text(to_ms(line.t) - SIGNS_KEPT_MS))
    for i = 1, #called do redis.call('ZREM', key, called[i]) end
    if redis.call('HGET', line.keys[WAIT], 'divisor') == whole_text(divisor) then return end
    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
        local high, low = member:byte(-2, -1)
        if (high * 256 + low) % divisor ~= 0 then redis.call('ZREM', key, member) end
    end
    redis.call('HSET', line.keys[WAIT], 'divisor', whole_text(divisor))
end

-- What a look found. ARGV: epoch, turn, memory, forecast, present or '', outcomes, of these within,
-- p10 p50 p90 of who joins now or '', divisor that members must fit, then members to forget.
redis.register_function('saikobi_outlook', function(keys, args)
    local line = open_line(keys, args)
    if not line then return lost() end
    if redis.call('HGET', keys[WAIT], 'turn_at') ~= args[2] then return 0 end
    local called = {}
    for i = 10, #args do called[#called + 1] = args[i] end
    prune_signs(line, tonumber(args[9]), called)
    redis.call('HSET', keys[WAIT], 'looked_at', args[2], 'memory', args[3], 'forecast', args[4],
        'present', args[5], 'foretold', args[6], 'within', args[7], 'wait_new', args[8])
    return 1
end)
end
