-- Phases and causes. A line is open only while nobody and nothing gives a cause to hold it.
local CAUSES = { 'operator', 'maintenance', 'redis', 'postgres', 'provider' }

local function has_cause(q, cause)
    return (',' .. q.causes .. ','):find(',' .. cause .. ',', 1, true) ~= nil
end

local function set_cause(q, cause, on)
    local left = {}
    for _, name in ipairs(CAUSES) do
        local stays = has_cause(q, name)
        if name == cause then stays = on end
        if stays then left[#left + 1] = name end
    end
    q.causes = table.concat(left, ',')
end

-- Calling and letting in go on: also while held, as long as staff admit some by number.
local function is_running(q)
    return q.phase == 'open' or (q.phase == 'held' and q.admit > 0)
end

-- Ranges of numbers that were reserved when the store was lost and never handed out.
local function void_ranges(q)
    local ranges = {}
    for from, to in q.voids:gmatch('(%d+)-(%d+)') do
        ranges[#ranges + 1] = { tonumber(from), tonumber(to) }
    end
    return ranges
end

-- Fixes who takes part in the draw. In a draw the numbers that nobody holds get the places behind all the
-- others, so that from here on the void ranges are ranges of places.
local function leave_before(q)
    q.phase = 'open'
    if q.drawn > 0 then return end -- revealed in an epoch that was lost in the moment of the opening
    q.drawn = q.issued + 1
    if q.order ~= 'draw' then return end
    local count = 0
    for _, range in ipairs(void_ranges(q)) do count = count + range[2] - range[1] + 1 end
    q.drawn_voids = q.voids
    q.voids = count > 0 and whole_text(q.issued - count + 1) .. '-' .. whole_text(q.issued) or ''
end

-- Lets the phase follow the causes and tells the timeline what became of it. No credit crosses a
-- change of phase: no burst is saved up during a hold.
local function settle_phase(line, actor)
    local q = line.q
    if q.phase == 'open' or q.phase == 'held' then
        q.phase = q.causes == '' and 'open' or 'held'
    end
    if q.phase == line.noted_phase and q.causes == line.noted_causes then return end
    if q.phase ~= line.noted_phase then
        q.credit, q.admit, q.called = 0, 0, 0
        q.held_since = q.phase == 'held' and to_ms(line.t) or 0
    end
    record(line, { kind = 'phase', subject = q.phase, actor = actor, data = {
        from = line.noted_phase, to = q.phase, causes = q.causes,
        issued = whole_text(q.issued), serving = whole_text(q.serving) } })
    line.noted_phase, line.noted_causes = q.phase, q.causes
end

-- The two changes that come by the clock.
local function keep_hours(line)
    local q, at = line.q, to_ms(line.t)
    if q.phase == 'before' and q.opens_at > 0 and q.opens_at <= at then leave_before(q) end
    settle_phase(line)
    if (q.phase == 'open' or q.phase == 'held') and q.closes_at > 0 and q.closes_at <= at then
        q.phase = 'closed'
    end
    settle_phase(line)
end
