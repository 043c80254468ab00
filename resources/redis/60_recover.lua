-- The line's state comes from Postgres: the first time, and whenever this server has lost it or
-- cannot know whether it has. Exactly one instance is told to do it for an epoch (mark_recover).

local function forget(keys)
    for i = Q, WAIT do
        -- What was told and counted stays: the timeline, the ticks, and which commands were seen.
        if i ~= COMMAND_IDS and i ~= TIMELINE and i ~= TICKS then redis.call('DEL', keys[i]) end
    end
end

local function fresh_line(keys)
    local q = {}
    for _, name in ipairs(WHOLE) do q[name] = 0 end
    for _, name in ipairs(REAL) do q[name] = 0 end
    for _, name in ipairs(TEXT) do q[name] = '' end
    q.phase, q.turn, q.lag, q.show = 'before', 'door', 1.5, PRIOR_SHOW
    return { keys = keys, q = q, was = {}, t = now(), noted_phase = 'before', noted_causes = '' }
end

-- Staff decisions as Postgres saw them last.
local function take_decisions(q, seen)
    q.phase, q.causes, q.rate = seen.phase, seen.causes, seen.rate
    for _, name in ipairs({ 'message_ja', 'message_en', 'held_by' }) do q[name] = seen[name] or '' end
    for _, name in ipairs({ 'opens_at', 'closes_at', 'resume_at', 'message_at', 'held_since' }) do
        q[name] = tonumber(seen[name]) or 0
    end
    q.stood = (tonumber(seen.stood_s) or 0) * 1000000
    q.passes, q.rev, q.clock = seen.passes, seen.revision, seen.clock
end

-- Is what this server still has as new as everything that was seen of it?
local function is_complete(q, seen)
    return q.run == seen.run and q.issued >= seen.issued_seen and q.serving >= seen.serving
        and q.passes >= seen.passes and q.rev >= seen.revision and q.clock >= seen.clock - 0.001
end

-- "place end_ms,…" of all passes of the run: those this server does not know, and that have not ended,
-- are alive again. Of the others it knows better, such as who left a moment ago. Answers how many were
-- missing.
local function restore_passes(line, listed)
    local q, at, count, missing = line.q, to_ms(line.t), 0, 0
    for place, end_ms in listed:gmatch('(%d+) (%d+)') do
        count = count + 1
        if redis.call('SETBIT', line.keys[USED], place, 1) == 0 then
            missing = missing + 1
            if tonumber(end_ms) > at then
                local pass_end = q.pclock + (tonumber(end_ms) - at) * 1000
                redis.call('ZADD', line.keys[PASS], whole_text(pass_end), place)
            end
        end
    end
    q.passes = math.max(q.passes, count)
    return missing
end

-- The line as Postgres saw it last, with what this server still has of the same run.
local function rebuilt_line(keys, old, seen)
    local line = fresh_line(keys)
    local q = line.q
    take_decisions(q, seen)
    q.serving, q.pclock = seen.serving, line.t
    if old and old.q.run == seen.run then
        q.serving = math.max(seen.serving, old.q.serving)
        q.pclock = old.q.pclock -- by which its live passes end
        CHAIN.keep(q, old.q)
    else
        forget(keys)
    end
    return line
end

local function note_loss(line, is_whole)
    local q = line.q
    set_cause(q, is_whole and 'redis' or 'operator', true)
    if is_whole then q.redis_ill_at = to_ms(line.t) end
    settle_phase(line)
end

-- ARGV: epoch, JSON of queue_mark (see MarkSeen in line_store.cpp), passes. Repeating does nothing.
redis.register_function{ function_name = 'saikobi_recover', flags = { 'allow-oom' },
    callback = function(keys, args)
        local epoch, seen = tonumber(args[1]), decode_object(args[2])
        local old = read_line(keys)
        if old and old.q.epoch >= epoch then
            return 'known'
        end
        local is_kept = old ~= nil and is_complete(old.q, seen)
        local line = is_kept and old or rebuilt_line(keys, old, seen)
        local q = line.q
        q.sale, q.run, q.epoch = seen.sale, seen.run, epoch
        q.issued, q.ceiling, q.voids = seen.issued, seen.ceiling, seen.voids
        q.t_last, q.sec = line.t, math.floor(q.clock)
        line.noted_phase, line.noted_causes = q.phase, q.causes
        if not is_kept and q.serving > 0 then
            redis.call('ZADD', keys[MARKS], whole_text(q.serving), whole_text(q.sec))
        end
        -- A pass that has its row but is not known here was given in a tail that was lost, and so may
        -- have been a hold: only staff know.
        local is_whole = restore_passes(line, args[3]) == 0 and is_kept
        if not seen.fresh then
            note_loss(line, is_whole)
            CHAIN.epoch(line, seen.chain, seen.chain_at)
        end
        save_line(line)
        alive[keys[Q]] = epoch
        return is_whole and 'whole' or 'restored'
    end }

redis.register_function{ function_name = 'saikobi_ceiling', flags = { 'allow-oom' },
    callback = function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        line.q.ceiling = math.max(line.q.ceiling, tonumber(args[2]))
        save_line(line)
        return line.q.ceiling
    end }
