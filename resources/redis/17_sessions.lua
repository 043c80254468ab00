-- Sessions: how each pass ended. Four bits a place remember it for as long as the run lasts, so that a
-- repeated claim is told why; the row in Postgres is written by whichever instance asks for the ends.
local LEFT, EXPIRED, FINISHED = 1, 2, 3 -- the low two bits; 0: alive, or never had one
local ORDERED = 4 -- an order was paid
local end_pass, expire_passes, note_paid, why_gone, take_ends, pass_id, take_place, restore_outcome

do
    local LAST_PLACE = 1000000000 -- beyond it Redis has no such bits; nobody is told why then
    local EXPIRED_PER_STEP = 100
    local ENDS_KEPT, ENDS_PER_PACE = 20000, 200
    local ENDS_LEASE_MS = 5000

    -- Adds to the four bits of a pass and answers what they are now. A pass is named by its place, or by
    -- place:member in a group.
    local function outcome_of(line, id, added)
        local place, member = id:match('^(%d+):?(%d*)$')
        if not place or tonumber(place) > LAST_PLACE then return added end
        if member ~= '' and member ~= '0' then
            if added == 0 then return tonumber(redis.call('HGET', line.keys[MEMBERS], 'o' .. id) or 0) end
            return redis.call('HINCRBY', line.keys[MEMBERS], 'o' .. id, added)
        end
        local key = line.keys[OUTCOMES]
        if added == 0 then return redis.call('BITFIELD', key, 'GET', 'u4', '#' .. place)[1] end
        return redis.call('BITFIELD', key, 'OVERFLOW', 'SAT', 'INCRBY', 'u4', '#' .. place, added)[1]
    end

    function pass_id(place, member)
        return member == '0' and place or place .. ':' .. member
    end

    -- Marks a place as used; false when it was.
    function take_place(line, place, member)
        if member == '0' then return redis.call('SETBIT', line.keys[USED], place, 1) == 0 end
        return redis.call('HSETNX', line.keys[MEMBERS], 'u' .. pass_id(place, member), 1) == 1
    end

    -- After a loss: how a pass ended, as its row says.
    function restore_outcome(line, id, how)
        if how > 0 and outcome_of(line, id, 0) == 0 then outcome_of(line, id, how) end
    end

    local function has_ordered(outcome)
        return outcome >= ORDERED
    end

    -- What has happened to a live pass that ends now: counted, and kept until its row is written.
    local function note_end(line, id, how)
        local q = line.q
        local outcome = outcome_of(line, id, how)
        if has_ordered(outcome) then q.completed = q.completed + 1 else q.abandoned = q.abandoned + 1 end
        redis.call('XADD', line.keys[ENDS], 'MAXLEN', '~', whole_text(ENDS_KEPT), '*', 'e',
            table.concat({ id, how, has_ordered(outcome) and 1 or 0, whole_text(to_ms(line.t)) }, ' '))
    end

    -- Ends a pass if it lives; answers 1 or 0.
    function end_pass(line, id, how)
        local ended = redis.call('ZREM', line.keys[PASS], id)
        if ended == 1 then note_end(line, id, how) end
        return ended
    end

    -- Those whose time has run out, the oldest first; a great many take several steps.
    function expire_passes(line)
        local key = line.keys[PASS]
        local over = redis.call('ZRANGEBYSCORE', key, '-inf', whole_text(line.q.pclock),
            'LIMIT', 0, EXPIRED_PER_STEP)
        if #over == 0 then return end
        redis.call('ZREM', key, unpack(over))
        for _, id in ipairs(over) do note_end(line, id, EXPIRED) end
    end

    -- Notes the first paid order of a pass, and ends the session where the sale gives one order each. The
    -- pass may have ended while the order was on its way: then only the count changes.
    function note_paid(line, id)
        local q = line.q
        local outcome = outcome_of(line, id, 0)
        if has_ordered(outcome) then
            -- Known from its row after a loss, and told again only now.
            if q.one_order == 1 then end_pass(line, id, FINISHED) end
            return
        end
        RAISES.note_bought(line, id)
        outcome = outcome_of(line, id, ORDERED)
        if outcome > ORDERED then
            q.abandoned, q.completed = math.max(0, q.abandoned - 1), q.completed + 1
        elseif q.one_order == 1 then
            end_pass(line, id, FINISHED)
        end
    end

    -- Why a used place has no pass any more: used, left or expired.
    function why_gone(line, id)
        local how = outcome_of(line, id, 0) % ORDERED
        return (how == LEFT and 'left') or (how == EXPIRED and 'expired') or 'used'
    end

    -- Ends whose rows are to be written, for one instance at a time, until it says up to where it is done:
    -- "last-id place how ordered ended_ms,…", or nothing.
    function take_ends(line, input)
        local q, key, at = line.q, line.keys[ENDS], to_ms(line.t)
        if not input.ends then return '' end
        local done_ms, done_n = tostring(input.ends_done or ''):match('^(%d+)%-(%d+)$')
        if done_ms then redis.call('XTRIM', key, 'MINID', done_ms .. '-' .. whole_text(done_n + 1)) end
        if redis.call('EXISTS', key) == 0 then return '' end
        if q.ends_holder ~= input.instance and q.ends_until > at then return '' end
        q.ends_holder, q.ends_until = input.instance, at + ENDS_LEASE_MS
        local out = {}
        for i, entry in ipairs(redis.call('XRANGE', key, '-', '+', 'COUNT', ENDS_PER_PACE)) do
            out[i] = entry[2][2]
            out.last = entry[1]
        end
        return out.last and out.last .. ' ' .. table.concat(out, ',') or ''
    end
end
