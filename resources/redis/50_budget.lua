-- The call budget of one provider account: hash {provider:ID}:budget. All times are microseconds of
-- Redis's clock. Two GCRA clocks (`tat`, and `tat:ENDPOINT` of each named operation) keep every sliding
-- second at the provider within the agreed rate; `book` lets an authorisation begin only when the call
-- that finishes it has a place as well. The gaps come from backend/forecast/call_budget.h.
-- Answers: {'yes', 0}, {'wait', µs} or {'lost', 0}; without settings it is never a yes.

local BUDGET_SILENCE = 1000000 -- after a loss nobody knows what the last second held
local BUDGET_SLACK = 4 -- bookings ahead of the clock; with none 16 % of the rate is lost
local BUDGET_SETTINGS = { 'gap', 'endpoint_gap', 'booking_gap', 'give_back', 'tau_hi' }

-- A server that has just started or taken over may have lost its newest second of clocks. This table
-- begins empty with it, so that the first contact with each account keeps that second silent.
local budget_met = {}

local function budget_put(key, field, value)
    redis.call('HSET', key, field, string.format('%d', value))
end

-- The clocks and settings, or nothing. `changed` marks what must be stored even by a refusal.
local function budget_read(key, endpoint)
    local stored = redis.call('HMGET', key, 'gap', 'endpoint_gap', 'booking_gap', 'give_back',
        'tau_hi', 'tat', 'tat:' .. endpoint, 'book')
    local state = { at = now(), changed = false }
    for i, field in ipairs(BUDGET_SETTINGS) do
        state[field] = tonumber(stored[i])
        if not state[field] then return nil end
    end
    state.tat = tonumber(stored[6]) or state.at
    state.endpoint = tonumber(stored[7]) or state.at
    state.book = tonumber(stored[8]) or state.at
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
end

-- Both clocks admit the call, or nothing is taken and the wait is told.
local function budget_take(key, endpoint, tolerance, is_booking)
    local state = budget_open(key, endpoint)
    if not state then return { 'lost', 0 } end
    local from = math.max(state.tat, state.endpoint) - (tolerance and state[tolerance] or 0)
    if is_booking then
        from = math.max(from, state.book - BUDGET_SLACK * state.booking_gap)
    end
    if from > state.at then
        if state.changed then budget_close(key, endpoint, state) end
        return { 'wait', math.ceil(from - state.at) }
    end
    state.tat = math.max(state.tat, state.at) + state.gap
    state.endpoint = math.max(state.endpoint, state.at) + state.endpoint_gap
    if is_booking then
        state.book = math.max(state.book, state.at) + state.booking_gap
    end
    budget_close(key, endpoint, state)
    return { 'yes', 0 }
end

-- KEYS: budget. ARGV: gap, endpoint_gap, booking_gap, give_back, tau_hi.
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
    return redis.status_reply('OK')
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

-- An authorisation and, booked with it, its finishing call. KEYS: budget. ARGV: endpoint.
redis.register_function('saikobi_budget', function(keys, args)
    return budget_take(keys[1], args[1], nil, true)
end)

-- Capture and void: a tolerance authorisations do not have is their priority, without a queue.
redis.register_function{ function_name = 'saikobi_budget_finish', callback = function(keys, args)
    return budget_take(keys[1], args[1], 'tau_hi', false)
end, flags = { 'allow-oom' } }

-- Queries and repeats of reads need an idle gap.
redis.register_function('saikobi_budget_read', function(keys, args)
    return budget_take(keys[1], args[1], nil, false)
end)

redis.register_function('saikobi_budget_give_back', budget_give_back)
