-- A place goes to another device of its holder, or is shared by a group. Nothing is stored of those who
-- only wait: `moved` knows the places that moved, `members` the groups that somebody joined.
do
    local MOVED_NOW, MOVED_BEFORE = 1, 2 -- the second: the same visitor asks again
    local TAKEN, TOO_OFTEN, UNKNOWN = 3, 4, 5
    local JOINED, JOINED_BEFORE = 1, 2
    local FULL_GROUP, CALLED, NOT_YET, INTERRUPTED = 3, 4, 5, 6
    local MOST_MOVES = 15 -- four bits of a ticket
    local PRINT_DIGITS = 14

    local function is_print(text)
        return type(text) == 'string' and #text == PRINT_DIGITS and text:match('^%x+$') ~= nil
    end

    -- `count` hand-overs are what the new ticket shall say; 0: one more than the last. Two devices that
    -- show the same code are two people: only the first gets the place.
    local function move(line, number, member, count, print)
        if number > line.q.issued then return UNKNOWN, 0 end
        local name = name_of(number, member)
        local done, by = moves_of(line, name)
        if by == print and (count == 0 or count == done) then return MOVED_BEFORE, done end
        local wanted = count == 0 and done + 1 or count
        if wanted <= done then return TAKEN, done end
        if wanted > MOST_MOVES then return TOO_OFTEN, done end
        redis.call('HSET', line.keys[MOVED], name, whole_text(wanted) .. ' ' .. print)
        return MOVED_NOW, wanted
    end

    -- ARGV: epoch, number, member, hand-overs, fingerprint in hex.
    redis.register_function('saikobi_moved', function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        local number, member = whole_between(args[2], 1, 4000000000), whole_between(args[3], 0, 5)
        local count = whole_between(args[4], 0, 16)
        if not number or not member or not count or not is_print(args[5]) then
            return redis.error_reply('BADMOVE')
        end
        pace(line)
        local said, moves = move(line, number, member, count, args[5])
        save_line(line)
        return { to_ms(line.t), said, moves, number }
    end)

    -- Redeems what staff gave out: ARGV: epoch, SHA-256 of the code in hex, fingerprint in hex. Good for
    -- one visitor, who may ask again.
    redis.register_function('saikobi_restore', function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        local field = 'restore:' .. tostring(args[2])
        if #field ~= 72 or not is_print(args[3]) then return redis.error_reply('BADMOVE') end
        pace(line)
        local at, entry = to_ms(line.t), decode_object(redis.call('HGET', keys[MOVED], field) or '')
        local number, said, moves = tonumber(entry.number), UNKNOWN, 0
        if number and (tonumber(entry['until']) or 0) > at then
            if entry.by and entry.by ~= args[3] then
                said = TAKEN
            else
                said, moves = move(line, number, 0, 0, args[3])
                entry.by = args[3]
                redis.call('HSET', keys[MOVED], field, cjson.encode(entry))
            end
        end
        save_line(line)
        return { at, said, moves, number or 0 }
    end)

    -- Numbers up to here were given before the store was last lost, and with it perhaps who shares them.
    local function last_void(q)
        local last = 0
        for _, range in ipairs(void_ranges(q)) do last = math.max(last, range[2]) end
        return last
    end

    -- Somebody comes into a group place: ARGV: epoch, number, place or 0 while it is not known, how many
    -- may share it, fingerprint in hex. Answers their member byte. The prints of a group stand in one
    -- field in the order of their coming, so that two can never get the same byte.
    redis.register_function('saikobi_group', function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        local number, place = whole_between(args[2], 1, 4000000000), whole_between(args[3], 0, 4000000000)
        local most, print = whole_between(args[4], 2, 6), args[5]
        if not number or not place or not most or not is_print(print) then
            return redis.error_reply('BADGROUP')
        end
        pace(line)
        save_line(line)
        local q, at, field = line.q, to_ms(line.t), 'g' .. whole_text(number)
        local prints = redis.call('HGET', keys[MEMBERS], field) or ''
        for i = 1, #prints, PRINT_DIGITS do
            if prints:sub(i, i + PRINT_DIGITS - 1) == print then
                return { at, JOINED_BEFORE, (i - 1) / PRINT_DIGITS + 1 }
            end
        end
        if place == 0 and q.phase ~= 'before' then return { at, NOT_YET, 0 } end
        if q.phase == 'closed' or (place > 0 and place <= q.serving) then return { at, CALLED, 0 } end
        if number <= last_void(q) or number > q.issued then return { at, INTERRUPTED, 0 } end
        local member = #prints / PRINT_DIGITS + 1
        if member >= most then return { at, FULL_GROUP, 0 } end
        redis.call('HSET', keys[MEMBERS], field, prints .. print)
        return { at, JOINED, member }
    end)
end
