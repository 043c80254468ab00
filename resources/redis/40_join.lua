-- Joining: numbers in the order of arrival, and the same number for the same visitor.
local MAX_JOINS = 512
local FULL, SHUT = -1, -2 -- instead of a number

-- `recent` is one string: slots of 12 bytes, 7 of the visitor's fingerprint and 5 of the number. The
-- newest overwrites, so that it never grows; a lost answer asks again within seconds.
local SLOTS, SLOT_BYTES, PRINT_BYTES = 2 ^ 21, 12, 7

local function slot_of(print)
    local a, b, c = print:byte(5, 7)
    return whole_text(((a * 65536 + b * 256 + c) % SLOTS) * SLOT_BYTES)
end

local function number_in(slot)
    local value = 0
    for i = PRINT_BYTES + 1, SLOT_BYTES do value = value * 256 + slot:byte(i) end
    return value
end

local function packed(number)
    local bytes = {}
    for i = SLOT_BYTES - PRINT_BYTES, 1, -1 do
        bytes[i] = string.char(number % 256)
        number = math.floor(number / 256)
    end
    return table.concat(bytes)
end

-- The number for one fingerprint, and whether it is new.
local function number_for(line, print)
    local q, key = line.q, line.keys[RECENT]
    if q.phase == 'closed' then return SHUT, 0 end
    local at = slot_of(print)
    local slot = redis.call('GETRANGE', key, at, at + SLOT_BYTES - 1)
    if #slot == SLOT_BYTES and slot:sub(1, PRINT_BYTES) == print and number_in(slot) > 0 then
        return number_in(slot), 0
    end
    if q.issued >= q.ceiling then return FULL, 0 end
    q.issued = q.issued + 1
    redis.call('SETRANGE', key, at, print .. packed(q.issued))
    return q.issued, 1
end

-- Whoever joins while nobody waits and there is credit never sees a queue.
local function pass_at_once(line, number)
    if number > line.q.serving or line.q.phase ~= 'open' then return 0 end
    local answer = claim_place(line, number)
    return answer[1] == GRANTED and answer[2] or 0
end

redis.register_function('saikobi_join', function(keys, args)
    local line = open_line(keys, args)
    if not line then return lost() end
    if #args - 1 > MAX_JOINS then return redis.error_reply('TOOMANY joins in one call') end
    -- Refused before anything is done: an error in the middle would leave half a step behind.
    for i = 2, #args do
        if #args[i] ~= PRINT_BYTES then return redis.error_reply('BADPRINT') end
    end
    pace(line)
    local q, out = line.q, { to_ms(line.t), line.q.phase == 'before' and 1 or 0 }
    for i = 2, #args do
        local number, is_new = number_for(line, args[i])
        out[#out + 1], out[#out + 2] = number, is_new
        out[#out + 1] = 0
    end
    step_line(line, 0)
    for i = 3, #out, 3 do
        if out[i + 1] == 1 then out[i + 2] = pass_at_once(line, out[i]) end
    end
    save_line(line)
    return out
end)
