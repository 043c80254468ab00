-- Joining: numbers in the order of arrival, and the same number for the same visitor.
local MAX_JOINS = 512
local FULL, SHUT = -1, -2 -- instead of a number

-- `recent` is one string: slots of 12 bytes, 7 of the visitor's fingerprint and 5 of the number. The
-- newest overwrites, so that it never grows; a lost answer asks again within seconds.
local SLOTS, SLOT_BYTES, PRINT_BYTES = 2 ^ 21, 12, 7
local SUBJECT_BYTES = 8 -- may follow a fingerprint, where the sale knows the shop's members

local function slot_of(print)
    local a, b, c = print:byte(5, 7)
    return ((a * 65536 + b * 256 + c) % SLOTS) * SLOT_BYTES
end

-- The fingerprint of a slot and its number.
local function read_slot(slot)
    local a, b, c, d, e = slot:byte(PRINT_BYTES + 1, SLOT_BYTES)
    return slot:sub(1, PRINT_BYTES), (((a * 256 + b) * 256 + c) * 256 + d) * 256 + e
end

local function packed(number)
    local floor = math.floor
    return string.char(floor(number / 4294967296) % 256, floor(number / 16777216) % 256,
        floor(number / 65536) % 256, floor(number / 256) % 256, number % 256)
end

-- The number for one fingerprint, and whether it is new.
local function number_for(line, print)
    local q, key = line.q, line.keys[RECENT]
    if q.phase == 'closed' then return SHUT, 0 end
    local at = slot_of(print)
    -- Not whole_text(): it takes half as long again, and this is done for each join.
    local first, last = string.format('%d', at), string.format('%d', at + SLOT_BYTES - 1)
    local slot = redis.call('GETRANGE', key, first, last)
    if #slot == SLOT_BYTES then
        local known, number = read_slot(slot)
        if known == print and number > 0 then return number, 0 end
    end
    if q.issued >= q.ceiling then return FULL, 0 end
    q.issued = q.issued + 1
    redis.call('SETRANGE', key, first, print .. packed(q.issued))
    return q.issued, 1
end

-- The subject that came with a join, as claims name it.
local function subject_in(arg)
    if #arg == PRINT_BYTES then return '' end
    return (arg:sub(PRINT_BYTES + 1):gsub('.', function(byte) return string.format('%02x', byte:byte()) end))
end

-- Whoever joins while nobody waits and there is credit never sees a queue.
local function pass_at_once(line, number, arg)
    if number > line.q.serving or line.q.phase ~= 'open' then return 0 end
    local answer = claim_place(line, { place = number, number = number, member = 0, moves = 0,
        subject = subject_in(arg), id = whole_text(number) })
    return answer[1] == GRANTED and answer[2] or 0
end

redis.register_function('saikobi_join', function(keys, args)
    local line = open_line(keys, args)
    if not line then return lost() end
    if #args - 1 > MAX_JOINS then return redis.error_reply('TOOMANY joins in one call') end
    -- Refused before anything is done: an error in the middle would leave half a step behind.
    for i = 2, #args do
        if #args[i] ~= PRINT_BYTES and #args[i] ~= PRINT_BYTES + SUBJECT_BYTES then
            return redis.error_reply('BADPRINT')
        end
    end
    pace(line)
    local q, out = line.q, { to_ms(line.t), line.q.phase == 'before' and 1 or 0 }
    for i = 2, #args do
        local number, is_new = number_for(line, args[i]:sub(1, PRINT_BYTES))
        out[#out + 1], out[#out + 2] = number, is_new
        out[#out + 1] = 0
    end
    step_line(line, 0)
    for i = 3, #out, 3 do
        if out[i + 1] == 1 then
            out[i + 2] = pass_at_once(line, out[i], args[(i - 3) / 3 + 2])
        end
    end
    save_line(line)
    return out
end)
