#!lua name=saikobi
-- What every part stands on: the clock, the one hash that is the line, and the timeline. The parts
-- are one chunk in the order of their file names; a local is seen by all later parts. A chunk has room
-- for 200 locals, so that what only one part needs stands in a do … end block.
-- Raised with every change of these parts: a server keeps the newest it has, and would run older ones.
local LIBRARY_VERSION = 10

-- Microseconds since 1970. The only clock of this library: tests put another one in its place.
local function now()
    local time = redis.call('TIME')
    return time[1] * 1000000 + time[2]
end

-- Every function of a sale gets the same keys in the same order, since pacing runs first in each of
-- them; the streams of the operators follow.
local Q, RECENT, DOOR, LATE, ASKED, USED, PASS, CALLS, MARKS = 1, 2, 3, 4, 5, 6, 7, 8, 9
local REPORTS, COMMAND_IDS, TIMELINE, TICKS = 10, 11, 12, 13
local MOVED, SUBJECTS, MEMBERS, BLOCKS, PRESENT, WAIT = 14, 15, 16, 17, 18, 19
local OUTCOMES, ENDS, GATE, GATE_ENDS, ALARMS, FIRST_STREAM = 20, 21, 22, 23, 24, 25

-- Epochs that this very server process has been given, by hash. A server that was restarted or
-- promoted has none, so that it answers `lost` until somebody has compared it with Postgres: no call
-- that waited in a queue can slip in before that.
local alive = {}

-- Fields of the hash. Whole numbers stay exact up to 2^53; Lua's own tostring would cut at 14 digits.
-- us: t_last, pclock, stood; ms: everything that ends in _at, _since, _due or _until; s: clock, sec, the
-- windows. drawn is N + 1, so that 0 means not opened yet.
local WHOLE = { 'epoch', 'run', 'rev', 'rate', 'issued', 'serving', 'ceiling', 'passes', 'admit',
    'gone_upto', 'sec', 'not_come', 't_last', 'tick_s', 'pclock', 'stood', 'shut', 'events',
    'opens_at', 'closes_at', 'resume_at', 'message_at', 'held_since', 'released_at', 'released_rev',
    'redis_ill_at', 'postgres_ill_at', 'provider_ill_at',
    'pass_life', 'claim_window', 'late_window', 'max_shoppers', 'drawn', 'called', 'calls_made',
    'passes_then', 'calls_then', 'figure_s', 'cap', 'one_order', 'rehearsal', 'orders', 'run_over',
    'completed', 'abandoned', 'ends_until', 'work_bits', 'blocks_rev', 'blocks_due', 'restores_due',
    'raised_at', 'holder_since', 'holder_seen', 'offered_at' }
local REAL = { 'clock', 'credit', 'callc', 'came_sum', 'called_sum', 'show', 'lag' }
local TEXT = { 'sale', 'phase', 'causes', 'message_ja', 'message_en', 'message_of', 'held_by',
    'changed_by', 'turn', 'voids', 'drawn_voids', 'order', 'pacing', 'ends_holder', 'holder',
    'holder_console', 'offered_to', 'bought' }

local function whole_text(number)
    return string.format('%.0f', number)
end

local function real_text(number)
    return string.format('%.17g', number)
end

local function clamp(value, low, high)
    return math.max(low, math.min(high, value))
end

local function to_ms(us)
    return math.floor(us / 1000)
end

-- A whole number between two bounds, or nothing. Only digits: no sign, no fraction, no exponent.
local function whole_between(text, low, high)
    text = tostring(text or '')
    if #text > 15 or not text:match('^%d+$') then return nil end
    local number = tonumber(text)
    if number < low or number > high then return nil end
    return number
end

-- Kind of each field. Later parts have fields of their own.
local FIELDS
local function count_fields()
    FIELDS = { is_number = {} }
    for _, name in ipairs(WHOLE) do FIELDS.is_number[name] = true end
    for _, name in ipairs(REAL) do FIELDS.is_number[name] = true end
end

-- The fields as the last step of this server left them: reading them all takes a third of a step. They
-- count only while the hash carries the stamp of that step, which nothing but a step writes; another
-- server's, an older copy's or no stamp has them read anew. A step that fails leaves nothing here. Who
-- changes a field by hand changes the stamp too.
local kept, steps = {}, 0

local function as_kept(keys)
    local have = kept[keys[Q]]
    kept[keys[Q]] = nil
    if not have or redis.call('HGET', keys[Q], 'stamp') ~= have.stamp then return nil end
    return have
end

local function as_stored(keys)
    local raw = redis.call('HGETALL', keys[Q])
    if #raw == 0 then return nil end
    if not FIELDS then count_fields() end
    local was, q, is_number = {}, {}, FIELDS.is_number
    for i = 1, #raw, 2 do
        local name, value = raw[i], raw[i + 1]
        if is_number[name] then value = tonumber(value) end
        was[name], q[name] = value, value
    end
    for name in pairs(is_number) do q[name] = q[name] or 0 end
    for _, name in ipairs(TEXT) do q[name] = q[name] or '' end
    return { q = q, was = was, stamp = was.stamp }
end

local function read_line(keys)
    local line = as_kept(keys) or as_stored(keys)
    if not line then return nil end
    local q = line.q
    return { keys = keys, q = q, was = line.was, stamp = line.stamp, t = now(), noted_phase = q.phase,
        noted_causes = q.causes }
end

-- The line, or nothing where its state is absent, of another epoch, or was not looked at since the
-- server started: then the caller answers `lost` and does nothing.
local function open_line(keys, args)
    local epoch = tonumber(args[1])
    if not epoch or alive[keys[Q]] ~= epoch then return nil end
    local line = read_line(keys)
    if not line or line.q.epoch ~= epoch then return nil end
    return line
end

local function lost()
    return redis.status_reply('lost')
end

-- Writes what changed, in one command. Numbers are compared as numbers: writing each of them out only
-- to see that it is the same took half the time of a step.
local function save_line(line)
    local was, q, changed = line.was, line.q, {}
    local function note(name, text)
        changed[#changed + 1] = name
        changed[#changed + 1] = text
        was[name] = q[name]
    end
    for _, name in ipairs(WHOLE) do
        if was[name] ~= q[name] then note(name, whole_text(q[name])) end
    end
    for _, name in ipairs(REAL) do
        if was[name] ~= q[name] then note(name, real_text(q[name])) end
    end
    for _, name in ipairs(TEXT) do
        if was[name] ~= q[name] then note(name, q[name]) end
    end
    if #changed > 0 then
        steps = steps + 1
        line.stamp = whole_text(line.t) .. '-' .. whole_text(steps)
        redis.call('HSET', line.keys[Q], 'stamp', line.stamp, unpack(changed))
    end
    kept[line.keys[Q]] = { q = q, was = was, stamp = line.stamp }
end

local function decode_object(text)
    local ok, value = pcall(cjson.decode, text)
    if ok and type(value) == 'table' then return value end
    return {}
end

-- Length of the well-formed UTF-8 character at `i`, or nothing.
local function character_at(text, i)
    local first, second = text:byte(i, i + 1)
    local size = (first < 0x80 and 1) or (first >= 0xc2 and first < 0xe0 and 2)
        or (first >= 0xe0 and first < 0xf0 and 3) or (first >= 0xf0 and first < 0xf5 and 4)
    if not size or #text < i + size - 1 then return nil end
    for j = i + 1, i + size - 1 do
        local byte = text:byte(j)
        if byte < 0x80 or byte > 0xbf then return nil end
    end
    local overlong = (first == 0xe0 and second < 0xa0) or (first == 0xf0 and second < 0x90)
    local outside = (first == 0xed and second > 0x9f) or (first == 0xf4 and second > 0x8f)
    if overlong or outside then return nil end
    return size
end

-- Text that a person wrote, as every reader can take it: Postgres refuses broken UTF-8 and NUL, and
-- one refused entry would stop the copying of the timeline. The second answer tells what did not fit.
local function clean_text(text, limit)
    local out, i, count = {}, 1, 0
    text = type(text) == 'string' and text or ''
    while i <= #text do
        local size = character_at(text, i)
        local byte = text:byte(i)
        if size and (byte >= 0x20 and byte ~= 0x7f) then
            if count == limit then return table.concat(out), true end
            count = count + 1
            out[count] = text:sub(i, i + size - 1)
        elseif size and byte == 0x0a and count < limit then
            count = count + 1
            out[count] = '\n'
        end
        i = i + (size or 1)
    end
    return table.concat(out), false
end

-- One thing that happened, written by the step that made it happen.
local function record(line, entry)
    local q = line.q
    q.events = q.events + 1
    redis.call('XADD', line.keys[TIMELINE], 'MAXLEN', '~', '20000', '*', 'entry', cjson.encode({
        id = entry.id or (q.sale .. ':' .. whole_text(q.epoch) .. ':' .. whole_text(q.events)),
        sale = q.sale, run = q.run, at = entry.at or to_ms(line.t), source = entry.source or 'redis',
        actor = entry.actor or '', kind = entry.kind, subject = entry.subject, reason = entry.reason or '', revision = q.rev,
        data = entry.data or {} }))
end
