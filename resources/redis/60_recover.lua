-- The line's state comes from Postgres: the first time, and whenever this server has lost it or
-- cannot know whether it has. Exactly one instance is told to do it for an epoch (mark_recover).

local function forget(keys)
    for i = Q, ENDS do
        -- What was told and counted stays: the timeline, the ticks, and which commands were seen.
        if i ~= COMMAND_IDS and i ~= TIMELINE and i ~= TICKS then redis.call('DEL', keys[i]) end
    end
end

local function fresh_line(keys)
    local q = {}
    for _, name in ipairs(WHOLE) do q[name] = 0 end
    for _, name in ipairs(REAL) do q[name] = 0 end
    for _, name in ipairs(TEXT) do q[name] = '' end
    q.phase, q.turn, q.lag, q.show, q.work_bits = 'before', 'door', 1.5, PRIOR_SHOW, -1
    return { keys = keys, q = q, was = {}, t = now(), noted_phase = 'before', noted_causes = '' }
end

-- Staff decisions as Postgres saw them last.
local function take_decisions(q, seen)
    q.phase, q.causes, q.rate = seen.phase, seen.causes, seen.rate
    for _, name in ipairs({ 'message_ja', 'message_en', 'message_of', 'held_by', 'holder', 'holder_console' }) do
        q[name] = seen[name] or ''
    end
    for _, name in ipairs({ 'opens_at', 'closes_at', 'resume_at', 'message_at', 'held_since', 'holder_since' }) do
        q[name] = tonumber(seen[name]) or 0
    end
    q.holder_seen = to_ms(now()) -- a lease to show that the desk is still there
    q.stood = (tonumber(seen.stood_s) or 0) * 1000000
    q.passes, q.rev, q.clock = seen.passes, seen.revision, seen.clock
    if seen.fresh then return end
    q.drawn = (tonumber(seen.drawn) or -1) + 1
    for _, name in ipairs({ 'order', 'pacing' }) do q[name] = seen[name] or '' end
    for _, name in ipairs({ 'completed', 'abandoned', 'work_bits' }) do q[name] = tonumber(seen[name]) or 0 end
    q.run_over = seen.run_over and 1 or 0
end

-- What staff decided here after Postgres saw the line last: a store that lost only its newest numbers
-- still knows it. Nothing else raises the revision.
local DECIDED = { 'rate', 'rev', 'changed_by', 'message_ja', 'message_en', 'message_of', 'message_at',
    'held_by', 'opens_at', 'closes_at', 'resume_at', 'work_bits', 'run_over', 'released_at',
    'released_rev', 'phase', 'causes', 'held_since', 'order', 'pacing', 'raised_at', 'holder',
    'holder_console', 'holder_since', 'holder_seen' }

local function keep_decisions(q, old)
    for _, name in ipairs(DECIDED) do q[name] = old[name] end
    if q.drawn == 0 then q.drawn, q.drawn_voids = old.drawn, old.drawn_voids end
end

-- The block list outlives a lost store, and the run too, but for the numbers of that run.
local function take_blocks(line, old, seen)
    local q = line.q
    if old and old.blocks_rev > (tonumber(seen.blocks_rev) or 0) then
        q.blocks_rev, q.blocks_due = old.blocks_rev, 1
        return
    end
    redis.call('DEL', line.keys[BLOCKS])
    if type(seen.blocks) ~= 'table' then return end
    for what, entry in pairs(seen.blocks) do
        local is_of_old_run = seen.fresh and what:find('number:', 1, true) == 1
        if not is_of_old_run then redis.call('HSET', line.keys[BLOCKS], what, cjson.encode(entry)) end
    end
    q.blocks_rev, q.blocks_due = tonumber(seen.blocks_rev) or 0, 1 -- due: the next step finds when
end

-- Void numbers as they count in the line: those that took part in the draw have become the places behind
-- all the others.
local function put_voids(q, listed)
    q.voids = listed
    if q.drawn == 0 or q.order ~= 'draw' then return end
    local last, early, late, count = q.drawn - 1, {}, {}, 0
    for _, range in ipairs(void_ranges(q)) do
        if range[2] <= last then
            early[#early + 1] = whole_text(range[1]) .. '-' .. whole_text(range[2])
            count = count + range[2] - range[1] + 1
        else
            late[#late + 1] = whole_text(math.max(range[1], last + 1)) .. '-' .. whole_text(range[2])
        end
    end
    if count > 0 then table.insert(late, 1, whole_text(last - count + 1) .. '-' .. whole_text(last)) end
    q.drawn_voids, q.voids = table.concat(early, ','), table.concat(late, ',')
end

-- Is what this server still has as new as everything that was seen of it?
local function is_complete(q, seen)
    return q.run == seen.run and q.issued >= seen.issued_seen and q.serving >= seen.serving
        and q.passes >= seen.passes and q.rev >= seen.revision and q.clock >= seen.clock - 0.001
        and q.drawn > (tonumber(seen.drawn) or -1) and q.blocks_rev >= (tonumber(seen.blocks_rev) or 0)
end

-- "place member end_ms how,…" of all passes of the run, the end as if their life had never stood still:
-- those this server does not know, and that have not ended, are alive again with the time they had when
-- the line was seen last. Of the others it knows better, such as who left a moment ago. Answers how many
-- were missing.
local function restore_passes(line, seen, listed)
    local q, count, missing = line.q, 0, 0
    local seen_at = tonumber(seen.seen_at) or to_ms(line.t)
    local stood = (tonumber(seen.stood_s) or 0) * 1000
    for place, member, end_ms, how in listed:gmatch('(%d+) (%d+) (%d+) (%d+)') do
        count = count + 1
        if take_place(line, place, member) then
            missing = missing + 1
            local left, id = tonumber(end_ms) + stood - seen_at, pass_id(place, member)
            restore_outcome(line, id, tonumber(how))
            if how % ORDERED == 0 then -- what has no time left ends in the next step, and is counted there
                redis.call('ZADD', line.keys[PASS], whole_text(q.pclock + math.max(0, left) * 1000), id)
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
    q.t_last = math.min(line.t, (tonumber(seen.seen_at) or to_ms(line.t)) * 1000)
    if old and old.q.run == seen.run then
        q.serving = math.max(seen.serving, old.q.serving)
        q.pclock = old.q.pclock -- by which its live passes end
        CHAIN.keep(q, old.q)
        if old.q.rev > seen.revision then keep_decisions(q, old.q) end
        take_blocks(line, old.q, seen)
    else
        forget(keys)
        take_blocks(line, nil, seen)
    end
    return line
end

local function note_loss(line, is_whole)
    local q = line.q
    q.admit, q.credit, q.called = 0, 0, 0
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
        q.issued, q.ceiling = seen.issued, seen.ceiling
        put_voids(q, seen.voids)
        -- While nobody paced, nobody could order: the life of passes stood still.
        if not seen.fresh then q.stood = q.stood + math.max(0, line.t - q.t_last) end
        q.t_last, q.sec = line.t, math.floor(q.clock)
        line.noted_phase, line.noted_causes = q.phase, q.causes
        if not is_kept and q.serving > 0 then
            redis.call('ZADD', keys[MARKS], whole_text(q.serving), whole_text(q.sec))
        end
        -- A pass that has its row but is not known here was given in a tail that was lost, and so may
        -- have been a hold: only staff know.
        local is_whole = restore_passes(line, seen, args[3]) == 0 and is_kept
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
