-- Commands of the desk that came later than the first ones: calls by hand, the next run, one-time links,
-- the block list and proof of work. Rules as in 15_commands.lua.
local expire_lists

do
    local BLOCKS_LIMIT = 1000
    local RESTORES_LIMIT = 100
    local RESTORE_LIFE_MS = 600000
    local HIGHEST_NUMBER = 4000000000

    -- One-time links that may still be used: "hash until" each. What redeems one stands beside it, in
    -- the field restore:HASH.
    local RESTORES = 'restores'

    local function is_address4(text)
        local count = 0
        for part in text:gmatch('[^.]+') do
            count = count + 1
            -- A leading zero would be read as octal by some, and by our instances not at all.
            if not whole_between(part, 0, 255) or #part > 3 or part:match('^0%d') then return false end
        end
        return count == 4 and text:match('^[%d.]+$') ~= nil and not text:find('..', 1, true)
            and text:sub(1, 1) ~= '.' and text:sub(-1) ~= '.'
    end

    -- Groups of up to four digits; "::" once, standing for at least one group.
    local function is_address6(text)
        if not text:match('^[%x:]+$') or text:find(':::', 1, true) then return false end
        local gap = text:find('::', 1, true)
        if gap and text:find('::', gap + 1, true) then return false end
        if text:match('^:[^:]') or text:match('[^:]:$') then return false end
        local count = 0
        for part in text:gmatch('[^:]+') do
            count = count + 1
            if #part > 4 then return false end
        end
        return gap and count <= 7 or count == 8
    end

    -- Wider networks than these would shut out whole countries by one slip of a finger.
    local function is_network(text)
        local address, slash, prefix = text:match('^([%x:.]+)(/?)(%d*)$')
        if not address or (slash == '') ~= (prefix == '') then return false end
        if is_address4(address) then return slash == '' or whole_between(prefix, 8, 32) ~= nil end
        if is_address6(address) then return slash == '' or whole_between(prefix, 16, 128) ~= nil end
        return false
    end

    local function is_numbers(text)
        local from, to = text:match('^number:(%d+)%-(%d+)$')
        from, to = whole_between(from, 1, HIGHEST_NUMBER), whole_between(to, 1, HIGHEST_NUMBER)
        return from ~= nil and to ~= nil and from <= to
    end

    -- In one spelling, or nothing when it is none of the three.
    local function blockable(text)
        if type(text) ~= 'string' or #text > 64 then return nil end
        text = text:lower()
        local is_subject = #text == 24 and text:match('^subject:%x+$')
        if is_subject or is_numbers(text) or is_network(text) then return text end
        return nil
    end

    local function note_due(q, until_ms)
        if until_ms > 0 and (q.blocks_due == 0 or until_ms < q.blocks_due) then q.blocks_due = until_ms end
    end

    function RULES.block(line, command)
        local q, key, at = line.q, line.keys[BLOCKS], to_ms(line.t)
        local what, until_ms = blockable(command.parameters.what), 0
        if not what then return 'bad-value' end
        local told = command.parameters['until']
        if told and told ~= '' then
            until_ms = whole_between(told, at, 9000000000000)
            if not until_ms then return 'bad-value' end
        end
        local old = redis.call('HGET', key, what)
        if not old and redis.call('HLEN', key) >= BLOCKS_LIMIT then return 'full' end
        local entry = { reason = clean_text(command.reason, 200), actor = command.actor, at = at }
        entry['until'] = until_ms
        redis.call('HSET', key, what, cjson.encode(entry))
        q.blocks_rev = q.blocks_rev + 1
        note_due(q, until_ms)
        local ends = until_ms > 0 and { ['until'] = whole_text(until_ms) } or nil
        return nil, old and decode_object(old).actor or '', what, ends
    end

    function RULES.unblock(line, command)
        local what = blockable(command.parameters.what)
        if not what then return 'bad-value' end
        if redis.call('HDEL', line.keys[BLOCKS], what) == 0 then return 'not-blocked' end
        line.q.blocks_rev = line.q.blocks_rev + 1
        return nil, what, ''
    end

    function RULES.work_bits(line, command)
        local bits = whole_between(command.parameters.bits, 0, 20)
        if not bits then return 'bad-value' end
        local old = line.q.work_bits
        line.q.work_bits = bits
        return nil, whole_text(old), whole_text(bits)
    end

    function RULES.call(line, command)
        local q, n = line.q, whole_between(command.parameters.n, 1, 1000)
        if not n then return 'bad-value' end
        if q.pacing ~= 'manual' then return 'not-manual' end
        if q.phase ~= 'open' then return 'not-open' end
        local old = q.called
        q.called = math.min(1000, q.called + n)
        return nil, whole_text(old), whole_text(q.called), { n = whole_text(n) }
    end

    -- A run ends for good: an instance writes the mark of the next one when it sees this.
    function RULES.new_run(line, command)
        local q = line.q
        if q.run_over == 1 then return 'run-over' end
        if q.rehearsal ~= 1 then
            if redis.call('ZCARD', line.keys[PASS]) > 0 then return 'passes-alive' end
            if q.orders > 0 then return 'orders-under-way' end
        end
        q.phase, q.run_over = 'closed', 1
        return nil, whole_text(q.run), whole_text(q.run + 1)
    end

    -- Links that may still be used, without those whose time is over.
    local function sweep_restores(line)
        local q, key, at, kept = line.q, line.keys[MOVED], to_ms(line.t), {}
        q.restores_due = 0
        for hash, ends in (redis.call('HGET', key, RESTORES) or ''):gmatch('(%x+) (%d+)') do
            if tonumber(ends) <= at or redis.call('HEXISTS', key, 'restore:' .. hash) == 0 then
                redis.call('HDEL', key, 'restore:' .. hash)
            else
                kept[#kept + 1] = hash .. ' ' .. ends
                q.restores_due = math.min(q.restores_due > 0 and q.restores_due or math.huge, tonumber(ends))
            end
        end
        return kept
    end

    local function keep_restores(line, kept)
        if #kept == 0 then return redis.call('HDEL', line.keys[MOVED], RESTORES) end
        redis.call('HSET', line.keys[MOVED], RESTORES, table.concat(kept, ','))
    end

    function RULES.restore_place(line, command)
        local q, p, at = line.q, command.parameters, to_ms(line.t)
        local number = whole_between(p.number, 1, q.issued)
        local hash = tostring(p.code_sha256 or ''):lower()
        if not number or #hash ~= 64 or not hash:match('^%x+$') then return 'bad-value' end
        local kept = sweep_restores(line)
        if #kept >= RESTORES_LIMIT then return 'full' end
        local entry = { number = number, actor = command.actor }
        entry['until'] = at + RESTORE_LIFE_MS
        redis.call('HSET', line.keys[MOVED], 'restore:' .. hash, cjson.encode(entry))
        kept[#kept + 1] = hash .. ' ' .. whole_text(entry['until'])
        keep_restores(line, kept)
        if q.restores_due == 0 then q.restores_due = entry['until'] end
        return nil, '', whole_text(number)
    end

    -- Looks once more at the whole list, which is bounded, only when the first entry is due.
    local function expire_blocks(line)
        local q, key, at, over = line.q, line.keys[BLOCKS], to_ms(line.t), {}
        local all = redis.call('HGETALL', key)
        q.blocks_due = 0
        for i = 1, #all, 2 do
            local ends = tonumber(decode_object(all[i + 1])['until']) or 0
            if ends > 0 and ends <= at then over[#over + 1] = all[i] else note_due(q, ends) end
        end
        if #over == 0 then return end
        redis.call('HDEL', key, unpack(over))
        q.blocks_rev = q.blocks_rev + 1
    end

    -- What comes by the clock; costs two comparisons while nothing is due.
    function expire_lists(line)
        local q, at = line.q, to_ms(line.t)
        if q.blocks_due > 0 and q.blocks_due <= at then expire_blocks(line) end
        if q.restores_due > 0 and q.restores_due <= at then keep_restores(line, sweep_restores(line)) end
    end
end
