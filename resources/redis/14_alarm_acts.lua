-- What people do to alarms: seen, acted on, put aside, taken back, tried out. As backend/alarms/
-- alarm_acts.cpp and resources/sql/032_alarms.sql have it. These change nothing of the line: they need no
-- revision and raise none, so that nobody loses a race over the rate because somebody saw an alarm.
local ALARM_ACTS = { RULES = {} }

do
    local LONGEST_SHELF_MS = 3600000
    local SHELF = { 'shelved', 'shelved_by', 'shelved_why', 'shelved_until', 'until_clear' }

    -- Every field a number or a text; an absent one is false to Lua.
    function ALARM_ACTS.read(line, id)
        local known = redis.call('HGET', line.keys[ALARMS], id)
        return known and decode_object(known)
            or { alarm = id, version = 0, occurrence = 0, on = 0, priority = 3 }
    end

    function ALARM_ACTS.write(line, record)
        redis.call('HSET', line.keys[ALARMS], record.alarm, cjson.encode(record))
        redis.call('HINCRBY', line.keys[ALARMS], 'rev', 1)
    end

    function ALARM_ACTS.unshelve(record)
        for _, name in ipairs(SHELF) do record[name] = nil end
    end

    local function is_listed(record)
        if record.on ~= 0 then return true end
        if record.occurrence == 0 then return false end
        return not record.acknowledged or (record.latched == true and not record.confirmed)
    end

    -- Seen or acted on: once an occurrence, by whoever is first.
    local function sign(record, command, at, field)
        if tostring(command.parameters.occurrence) ~= whole_text(record.occurrence) then
            return 'other-occurrence'
        end
        if record[field] then return nil, record[field .. '_by'] or '' end
        if not is_listed(record) then return 'not-active' end
        record[field], record[field .. '_by'] = at, command.actor
    end

    function ALARM_ACTS.RULES.alarm_acknowledge(record, command, at)
        return sign(record, command, at, 'acknowledged')
    end

    function ALARM_ACTS.RULES.alarm_confirm(record, command, at)
        return sign(record, command, at, 'confirmed')
    end

    function ALARM_ACTS.RULES.alarm_shelve(record, command, at)
        if not command.reason:match('%S') then return 'no-reason' end
        local ends = whole_between(command.parameters['until'], at + 1, at + LONGEST_SHELF_MS)
        if not ends then return 'bad-value' end
        if record.shelved then return nil, record.shelved_by or '' end
        record.shelved, record.shelved_by, record.shelved_until = at, command.actor, ends
        record.shelved_why = clean_text(command.reason, 200)
        record.until_clear = command.parameters.until_clear == '1'
    end

    function ALARM_ACTS.RULES.alarm_unshelve(record)
        if not record.shelved then return 'not-shelved' end
        ALARM_ACTS.unshelve(record)
    end

    function ALARM_ACTS.RULES.alarm_test(record, command, at)
        if is_listed(record) then return 'active' end
        for _, name in ipairs({ 'tested', 'began', 'raised', 'rang', 'cleared' }) do record[name] = at end
        record.occurrence, record.test, record.latched = record.occurrence + 1, true, false
        record.acknowledged, record.confirmed = nil, nil
        record.acknowledged_by, record.confirmed_by, record.raised_by = '', '', command.actor
        record.figure, record.value, record.limit = '', 0, 0
        record.priority = whole_between(command.parameters.priority, 1, 3) or 3
    end

    function ALARM_ACTS.judge(line, command)
        local id, at = tostring(command.parameters.alarm or ''), to_ms(line.t)
        if not whole_between(id:match('^A(%d%d)$'), 1, 27) then return 'refused', { why = 'bad-value' } end
        -- Until an instance has brought what Postgres remembers, nobody knows what there is.
        if redis.call('HEXISTS', line.keys[ALARMS], 'begun') == 0 then
            return 'refused', { why = 'not-ready' }
        end
        local record = ALARM_ACTS.read(line, id)
        local why, winner = ALARM_ACTS.RULES[command.kind](record, command, at)
        local data = { alarm = id, occurrence = whole_text(record.occurrence) }
        if why then
            data.why = why
            return 'refused', data
        end
        if winner then
            data.winner = winner
            return 'lost_race', data
        end
        record.version = record.version + 1
        ALARM_ACTS.write(line, record)
        if command.kind == 'alarm_unshelve' then data.what, data.why = 'over', 'operator' end
        return 'in_force', data
    end

    -- Kind and subject of its entry: the act itself once it is done, else the command that was refused.
    function ALARM_ACTS.entry(command, state)
        if not ALARM_ACTS.RULES[command.kind] or state ~= 'in_force' then return 'command', command.kind end
        local act = command.kind == 'alarm_unshelve' and 'shelve' or command.kind:sub(7)
        return act, command.parameters.alarm
    end
end
