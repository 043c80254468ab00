-- What must be true before the rate grows: a small step, and patience since the last one. Desks look at
-- much more; these two are looked at here too, so that no desk and no script can slip past them.
local RAISES = {}

do
    local STEP_PERCENT = 20
    local SOAK_LEAST_S = 300
    local SAMPLES, SAMPLE_EVERY_MS, SAMPLES_KEPT_MS = 90, 10000, 900000

    -- How long a buyer took from the pass to the paid order: one sample in ten seconds, for 15 min, as
    -- "at seconds,…". The time during which passes do not age is not counted.
    function RAISES.note_bought(line, id)
        local q, at = line.q, to_ms(line.t)
        local last = tonumber(q.bought:match('(%d+) %d+$') or 0)
        if at - last < SAMPLE_EVERY_MS then return end
        local ends = redis.call('ZSCORE', line.keys[PASS], id)
        if not ends then return end
        local seconds = math.floor(q.pass_life - (tonumber(ends) - q.pclock) / 1000000)
        local kept = {}
        for then_at, took in q.bought:gmatch('(%d+) (%d+)') do
            if at - tonumber(then_at) <= SAMPLES_KEPT_MS then kept[#kept + 1] = then_at .. ' ' .. took end
        end
        if #kept == SAMPLES then table.remove(kept, 1) end
        kept[#kept + 1] = whole_text(at) .. ' ' .. whole_text(math.max(0, seconds))
        q.bought = table.concat(kept, ',')
    end

    local function purchase_s(line)
        local at, took = to_ms(line.t), {}
        for then_at, seconds in line.q.bought:gmatch('(%d+) (%d+)') do
            if at - tonumber(then_at) <= SAMPLES_KEPT_MS then took[#took + 1] = tonumber(seconds) end
        end
        table.sort(took)
        return took[math.floor((#took + 1) / 2)] or 0
    end

    -- Until when the last raise or release soaks, in ms; 0 when there was none.
    function RAISES.soak_ends(line)
        local q = line.q
        local since = math.max(q.raised_at, q.released_at)
        if since == 0 then return 0 end
        return since + 1000 * math.max(SOAK_LEAST_S, purchase_s(line))
    end

    function RAISES.is_override(command)
        return command.kind == 'rate' and command.parameters.override == '1'
    end

    -- Nobody is let in before the opening: the first rate is chosen freely.
    function RAISES.refusal(line, command, rate)
        local q = line.q
        if RAISES.is_override(command) then
            if not command.reason:match('%S') then return 'no-reason' end
            return nil
        end
        if q.phase == 'before' then return nil end
        -- By one it may always grow: a fifth of a very low rate is less than a pass.
        if rate > q.rate + math.max(1, math.floor(q.rate * STEP_PERCENT / 100)) then return 'step' end
        if to_ms(line.t) < RAISES.soak_ends(line) then return 'soak' end
        return nil
    end
end
