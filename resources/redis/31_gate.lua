-- The gate of the orders: is the pass alive, are orders taken, and are there pieces that no order on its
-- way will take. Counted are the units and places of orders between here and the stock, where nobody
-- holds anything for them yet: an order more than that is worth would only be authorised and voided.
-- Advisory: Postgres alone gives out units. Each entry lapses by itself, for those whose instance died.
do
    local LAPSE_MS = 60000
    local MAX_ORDERS = 20000 -- beyond it nobody is let in, since nobody could be counted
    local MAX_LINES = 51 -- a basket and its slot
    local LAPSED_PER_CALL = 100
    local MAX_PER_CALL = 256 -- orders

    -- Adds what an order wants to the sums, or takes it back.
    local function add(line, wants, sign)
        for name, units in wants:gmatch('([ps]%d+)=(%d+)') do
            local now_wanted = redis.call('HINCRBY', line.keys[GATE], name, whole_text(sign * units))
            if now_wanted <= 0 then redis.call('HDEL', line.keys[GATE], name) end
        end
    end

    local function forget(line, order)
        local name = 'o' .. order
        local wants = redis.call('HGET', line.keys[GATE], name)
        redis.call('ZREM', line.keys[GATE_ENDS], order)
        if not wants then return 0 end
        redis.call('HDEL', line.keys[GATE], name)
        add(line, wants, -1)
        return 1
    end

    -- An end further away than any entry lives is of a clock that has stepped back since.
    local function forget_lapsed(line)
        local key, at = line.keys[GATE_ENDS], to_ms(line.t)
        for _, range in ipairs{ { '-inf', whole_text(at) },
            { '(' .. whole_text(at + LAPSE_MS), '+inf' } } do
            local over = redis.call('ZRANGEBYSCORE', key, range[1], range[2], 'LIMIT', 0, LAPSED_PER_CALL)
            for _, order in ipairs(over) do forget(line, order) end
        end
    end

    local function has_pieces(line, name, units, left)
        local wanted = tonumber(redis.call('HGET', line.keys[GATE], name) or 0)
        return wanted + units <= left + math.floor(left / 10)
    end

    -- What an order wants: "p12=2/35", two units of product 12 of which 35 are left, s for the places of a
    -- slot; without the slash it is only counted. Answers one text, or nothing when no sense is in it.
    local function to_wants(line, items)
        if #items > MAX_LINES then return nil end
        local wants, is_short = {}, false
        for i, item in ipairs(items) do
            local name, units, left = item:match('^([ps]%d+)=(%d+)/?(%d*)$')
            units = whole_between(units, 1, 1000000000)
            if not units then return nil end
            if left ~= '' and not has_pieces(line, name, units, tonumber(left)) then is_short = true end
            wants[i] = name .. '=' .. whole_text(units)
        end
        return table.concat(wants, ' '), is_short
    end

    local function enter(line, order, wants)
        local keys = line.keys
        redis.call('HSET', keys[GATE], 'o' .. order, wants)
        redis.call('ZADD', keys[GATE_ENDS], whole_text(to_ms(line.t) + LAPSE_MS), order)
        add(line, wants, 1)
        redis.call('PEXPIRE', keys[GATE], 2 * LAPSE_MS)
        redis.call('PEXPIRE', keys[GATE_ENDS], 2 * LAPSE_MS)
    end

    local function at_gate(line, pass, order, items)
        local q = line.q
        if not redis.call('ZSCORE', line.keys[PASS], pass) then return 'no-pass' end
        if q.phase == 'closed' then return 'closed' end
        if q.shut == 1 or has_cause(q, 'maintenance') then return 'paused' end
        if #items == 0 then return 'ok' end
        forget(line, order)
        local wants, is_short = to_wants(line, items)
        if not wants then return 'no-sense' end
        if is_short then return 'last-pieces' end
        if redis.call('ZCARD', line.keys[GATE_ENDS]) >= MAX_ORDERS then return 'full' end
        enter(line, order, wants)
        return 'ok'
    end

    -- ARGV: epoch, and for each order one text: its pass, its id, and what it wants if it is to be
    -- counted. Answers for each ok, no-pass, closed, paused, last-pieces, full or no-sense; only after ok it
    -- stands in the count. The line is read and paced once for all of them.
    redis.register_function{ function_name = 'saikobi_orders', flags = { 'allow-oom' },
        callback = function(keys, args)
            local line = open_line(keys, args)
            if not line then return lost() end
            if #args - 1 > MAX_PER_CALL then return redis.error_reply('TOOMANY orders in one call') end
            pace(line)
            save_line(line)
            forget_lapsed(line)
            local answers = {}
            for i = 2, #args do
                local items = {}
                for item in args[i]:gmatch('%S+') do items[#items + 1] = item end
                local pass, order = table.remove(items, 1), table.remove(items, 1)
                answers[i - 1] = order and at_gate(line, pass, order, items) or 'no-sense'
            end
            return answers
        end }

    -- One order, as instances before version 10 ask. ARGV: epoch, pass, id, what it wants.
    redis.register_function{ function_name = 'saikobi_order', flags = { 'allow-oom' },
        callback = function(keys, args)
            local line = open_line(keys, args)
            if not line then return lost() end
            pace(line)
            save_line(line)
            forget_lapsed(line)
            local items = {}
            for i = 4, #args do items[i - 3] = args[i] end
            return at_gate(line, args[2], args[3], items)
        end }

    -- Orders that have their units now, or will never ask for them. Telling again changes nothing.
    redis.register_function{ function_name = 'saikobi_order_left', flags = { 'allow-oom' },
        callback = function(keys, args)
            local line = open_line(keys, args)
            if not line then return lost() end
            if #args - 1 > MAX_PER_CALL then return redis.error_reply('TOOMANY orders in one call') end
            local known = 0
            for i = 2, #args do known = known + forget(line, args[i]) end
            return known
        end }
end
