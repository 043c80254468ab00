-- The call budget of one provider account: hash {provider:ID}:budget. All times are microseconds of
-- Redis's clock. Two GCRA clocks (`tat`, and `tat:ENDPOINT` of each named operation) keep every sliding
-- second at the provider within the agreed rate; `book` lets an authorisation begin only when the call
-- that finishes it has a place as well. The gaps come from backend/forecast/call_budget.h.
-- `share` (per mille) is what the provider's own refusals have left of the rate; it recovers by itself.
-- An agreed parallel number is a set of leases beside it, {provider:ID}:flight: one per call, freed by
-- its answer or by the longest time a call can take.
-- Answers: {'yes', 0, share}, {'wait', µs, share} or {'lost', 0}; without settings it is never a yes.

do

    local BUDGET_SILENCE = 1000000 -- after a loss nobody knows what the last second held
    local BUDGET_SLACK = 4 -- bookings ahead of the clock; with none 16 % of the rate is lost
    local BUDGET_SETTINGS = { 'gap', 'endpoint_gap', 'booking_gap', 'give_back', 'tau_hi' }
    local BUDGET_WHOLE = 1000 -- share: all of the rate
    local BUDGET_LEAST = 50
    local BUDGET_STEP_US = 10000000 -- every 10 s a hundredth comes back
    local BUDGET_STEP = 10
    local BUDGET_FULL_US = 25000 -- when to ask again while every parallel place is taken

    -- A server that has just started or taken over may have lost its newest second of clocks. This table
    -- begins empty with it, so that the first contact with each account keeps that second silent.
    local budget_met = {}

    local function budget_put(key, field, value)
        redis.call('HSET', key, field, string.format('%d', value))
    end

    -- Rounded up: a gap that is too short by a fraction would let a call too many through in time.
    local function budget_stretch(state)
        for _, field in ipairs({ 'gap', 'endpoint_gap', 'booking_gap', 'give_back' }) do
            state[field] = math.ceil(state[field] * BUDGET_WHOLE / state.share)
        end
    end

    local function budget_recover(state)
        local steps = math.floor((state.at - state.share_at) / BUDGET_STEP_US)
        if steps == 0 or state.share == BUDGET_WHOLE then return end
        -- Negative: a clock that stepped back. It begins to count anew.
        state.share = math.min(BUDGET_WHOLE, state.share + BUDGET_STEP * math.max(steps, 0))
        state.share_at = steps > 0 and state.share_at + steps * BUDGET_STEP_US or state.at
        state.changed = true
    end

    -- The clocks and settings, or nothing. `changed` marks what must be stored even by a refusal.
    local function budget_read(key, endpoint)
        local stored = redis.call('HMGET', key, 'gap', 'endpoint_gap', 'booking_gap', 'give_back',
            'tau_hi', 'tat', 'tat:' .. endpoint, 'book', 'share', 'share_at', 'closed', 'parallel', 'longest')
        local state = { at = now(), changed = false }
        for i, field in ipairs(BUDGET_SETTINGS) do
            state[field] = tonumber(stored[i])
            if not state[field] then return nil end
        end
        state.tat = tonumber(stored[6]) or state.at
        state.endpoint = tonumber(stored[7]) or state.at
        state.book = tonumber(stored[8]) or state.at
        state.share = tonumber(stored[9]) or BUDGET_WHOLE
        state.share_at = tonumber(stored[10]) or state.at
        state.closed = tonumber(stored[11]) or 0
        state.parallel = tonumber(stored[12]) or 0
        state.longest = tonumber(stored[13]) or BUDGET_SILENCE
        budget_recover(state)
        budget_stretch(state)
        return state
    end

    -- A clock that stepped back leaves these far ahead. Unclamped and unstored they would refuse for ever.
    local function budget_clamp(state, field, furthest)
        if state[field] > state.at + furthest then
            state[field] = state.at + furthest
            state.changed = true
        end
    end

    local function budget_open(key, endpoint)
        local state = budget_read(key, endpoint)
        if not state then return nil end
        budget_clamp(state, 'tat', math.max(BUDGET_SILENCE, state.gap + state.tau_hi))
        budget_clamp(state, 'endpoint', math.max(BUDGET_SILENCE, state.endpoint_gap + state.tau_hi))
        budget_clamp(state, 'book', (BUDGET_SLACK + 1) * state.booking_gap)
        budget_clamp(state, 'closed', BUDGET_SILENCE)
        if not budget_met[key] then
            budget_met[key] = true
            state.tat = math.max(state.tat, state.at + BUDGET_SILENCE)
            state.changed = true
        end
        return state
    end

    local function budget_close(key, endpoint, state)
        budget_put(key, 'tat', state.tat)
        budget_put(key, 'tat:' .. endpoint, state.endpoint)
        budget_put(key, 'book', state.book)
        if state.share < BUDGET_WHOLE or state.changed then
            budget_put(key, 'share', state.share)
            budget_put(key, 'share_at', state.share_at)
            budget_put(key, 'closed', state.closed)
        end
    end

    -- Whether a parallel place is left; a quarter of them, at least one of two, only for finishing calls.
    local function flight_has_room(key, state, is_finishing)
        local latest = state.at + state.longest
        redis.call('ZREMRANGEBYSCORE', key, '-inf', state.at)
        -- Of a clock that stepped back: they would stay for as long as it stepped.
        local ahead = redis.call('ZRANGEBYSCORE', key, '(' .. string.format('%d', latest), '+inf')
        for _, call in ipairs(ahead) do redis.call('ZADD', key, string.format('%d', latest), call) end
        local kept = is_finishing and 0 or math.max(1, math.floor(state.parallel / 4))
        return redis.call('ZCARD', key) < math.max(1, state.parallel - kept)
    end

    -- When a call of this kind may go, in µs; now or earlier: at once.
    local function budget_from(keys, args, kind, state)
        local from = math.max(state.tat, state.endpoint) - (kind == 'finish' and state.tau_hi or 0)
        if kind == 'book' or kind == 'both' then
            from = math.max(from, state.book - BUDGET_SLACK * state.booking_gap, state.closed)
        end
        local is_leased = state.parallel > 0 and keys[2]
        if from <= state.at and is_leased and not flight_has_room(keys[2], state, kind == 'finish') then
            from = state.at + BUDGET_FULL_US
        end
        return from, is_leased
    end

    -- Both clocks admit the call and a parallel place is left, or nothing is taken and the wait is told.
    -- A booking takes no call: its order is written first, and the call then takes its place by itself.
    -- KEYS: budget, flight. ARGV: endpoint, id of the call for its lease.
    local function budget_take(keys, args, kind)
        local key, endpoint = keys[1], args[1]
        local state = budget_open(key, endpoint)
        if not state then return { 'lost', 0 } end
        local from, is_leased = budget_from(keys, args, kind, state)
        if from > state.at then
            if state.changed then budget_close(key, endpoint, state) end
            return { 'wait', math.ceil(from - state.at), state.share }
        end
        if kind ~= 'book' then
            state.tat = math.max(state.tat, state.at) + state.gap
            state.endpoint = math.max(state.endpoint, state.at) + state.endpoint_gap
        end
        if kind == 'book' or kind == 'both' then
            state.book = math.max(state.book, state.at) + state.booking_gap
        end
        if kind ~= 'book' and is_leased and (args[2] or '') ~= '' then
            redis.call('ZADD', keys[2], string.format('%d', state.at + state.longest), args[2])
            redis.call('PEXPIRE', keys[2], math.ceil(state.longest / 1000) + 1000)
        end
        budget_close(key, endpoint, state)
        return { 'yes', 0, state.share }
    end

    -- KEYS: budget. ARGV: gap, endpoint_gap, booking_gap, give_back, tau_hi; from version 4 on also the
    -- parallel number (0: not limited) and the longest time of a call.
    local function budget_settings(keys, args)
        for i, field in ipairs(BUDGET_SETTINGS) do
            local value = tonumber(args[i])
            if not value or value < (i > 3 and 0 or 1) then
                return redis.error_reply('INVALID ' .. field)
            end
        end
        if not budget_met[keys[1]] or redis.call('HEXISTS', keys[1], 'gap') == 0 then
            budget_met[keys[1]] = true
            local tat = tonumber(redis.call('HGET', keys[1], 'tat')) or 0
            budget_put(keys[1], 'tat', math.max(tat, now() + BUDGET_SILENCE))
        end
        for i, field in ipairs(BUDGET_SETTINGS) do
            budget_put(keys[1], field, tonumber(args[i]))
        end
        budget_put(keys[1], 'parallel', math.max(0, tonumber(args[6] or '0') or 0))
        budget_put(keys[1], 'longest', math.max(1, tonumber(args[7] or '0') or 0))
        return redis.status_reply('OK')
    end

    -- KEYS: budget. The provider refused a call for its rate: no order for a second, a tenth less for
    -- everybody, and half of it after three within a second. What was agreed is not touched.
    local function budget_refused(keys)
        local state = budget_open(keys[1], 'create')
        if not state then return { 'lost', 0 } end
        local since = tonumber(redis.call('HGET', keys[1], 'refused_at')) or 0
        local count = (tonumber(redis.call('HGET', keys[1], 'refused')) or 0) + 1
        if since > state.at or state.at - since >= 1000000 then
            since, count = state.at, 1
        end
        if count == 1 then state.share = state.share * 0.9 end
        if count == 3 then state.share = state.share * 0.5 end
        state.share = math.max(BUDGET_LEAST, math.floor(state.share))
        state.share_at, state.closed = state.at, state.at + 1000000
        budget_put(keys[1], 'refused_at', since)
        budget_put(keys[1], 'refused', math.min(count, 1000))
        budget_close(keys[1], 'create', state)
        return { 'yes', 0, state.share }
    end

    -- KEYS: budget. An authorisation that was declined for good needs no finishing call.
    local function budget_give_back(keys)
        local state = budget_open(keys[1], 'create')
        if not state then return { 'lost', 0 } end
        state.book = math.max(state.at, state.book - state.give_back)
        budget_close(keys[1], 'create', state)
        return { 'yes', 0 }
    end

    redis.register_function{ function_name = 'saikobi_budget_settings', callback = budget_settings,
        flags = { 'allow-oom' } }

    -- A place for an authorisation and for the call that finishes it.
    redis.register_function('saikobi_budget_book', function(keys, args)
        return budget_take(keys, args, 'book')
    end)

    -- The same and the call at once: what instances of library version 3 ask.
    redis.register_function('saikobi_budget', function(keys, args)
        return budget_take(keys, args, 'both')
    end)

    -- Capture and void: a tolerance authorisations do not have is their priority, without a queue.
    redis.register_function{ function_name = 'saikobi_budget_finish', callback = function(keys, args)
        return budget_take(keys, args, 'finish')
    end, flags = { 'allow-oom' } }

    -- Authorisations that were booked, and queries: they need an idle gap.
    redis.register_function('saikobi_budget_read', function(keys, args)
        return budget_take(keys, args, 'read')
    end)

    -- KEYS: flight. ARGV: ids of calls that were answered, or will not be sent.
    redis.register_function{ function_name = 'saikobi_budget_free', callback = function(keys, args)
        return redis.call('ZREM', keys[1], unpack(args))
    end, flags = { 'allow-oom' } }

    redis.register_function{ function_name = 'saikobi_budget_refused', callback = budget_refused,
        flags = { 'allow-oom' } }

    redis.register_function('saikobi_budget_give_back', budget_give_back)

end
