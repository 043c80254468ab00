-- The block list as instances read it, each time its revision has changed. Staff write it with the
-- commands block and unblock.
local MOST_BLOCKS = 1000

-- A holder as one number: ten times the place, and the member of a group place.
local function seat_of(holder)
    local place, member = (holder or ''):match('^(%d+):?(%d?)$')
    return place and tonumber(place) * 10 + (tonumber(member) or 0) or 0
end

-- Answers the revision, then three per entry: what, until (ms, 0 = for good), and the seat of a
-- subject that has already entered (0 = none), so that its pass can be known too.
redis.register_function{ function_name = 'saikobi_blocks', flags = { 'no-writes' },
    callback = function(keys, args)
        local line = open_line(keys, args)
        if not line then return lost() end
        local out, raw = { line.q.blocks_rev }, redis.call('HGETALL', keys[BLOCKS])
        for i = 1, math.min(#raw, 2 * MOST_BLOCKS), 2 do
            local entry = decode_object(raw[i + 1])
            local subject = raw[i]:match('^subject:(%x+)$')
            local holder = subject and redis.call('HGET', keys[SUBJECTS], subject:lower())
            out[#out + 1] = raw[i]
            out[#out + 1] = math.floor(tonumber(entry['until']) or 0)
            out[#out + 1] = seat_of(holder)
        end
        return out
    end }
