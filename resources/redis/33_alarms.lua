-- Raising alarms once: every instance judges the same seconds and reports what should change; the version
-- of a record lets one of them be heard. Also knows when the whole backend was restarted, which ends all
-- shelving.
do
    local SILENT_MS = 5000
    local RINGS_KEPT_MS, MOST_RINGS = 14400000, 500

    local function ring(line, when)
        local key, kept = line.keys[ALARMS], {}
        for _, one in ipairs(decode_object(redis.call('HGET', key, 'rings') or '')) do
            if when[1] - one[1] <= RINGS_KEPT_MS then kept[#kept + 1] = one end
        end
        if #kept == MOST_RINGS then table.remove(kept, 1) end
        kept[#kept + 1] = when
        redis.call('HSET', key, 'rings', cjson.encode(kept))
    end

    local function change(line, wanted)
        if ALARM_ACTS.read(line, wanted.record.alarm).version ~= wanted.before then return end
        ALARM_ACTS.write(line, wanted.record)
        if wanted.ring then ring(line, wanted.ring) end
        for _, entry in ipairs(wanted.entries) do record(line, entry) end
    end

    -- What Postgres remembers, or decided while this server was away.
    local function adopt(line, input)
        local key = line.keys[ALARMS]
        local is_empty = redis.call('HEXISTS', key, 'begun') == 0
        for _, told in ipairs(input.adopt) do
            -- Nobody here knows whether the backend was restarted since: then what was put aside comes back.
            if is_empty and told.shelved and told.shelved < input.started_at then
                ALARM_ACTS.unshelve(told)
            end
            if told.version > ALARM_ACTS.read(line, told.alarm).version then ALARM_ACTS.write(line, told) end
        end
        if type(input.rings) == 'table' and #input.rings > 0 then
            local known = decode_object(redis.call('HGET', key, 'rings') or '')
            if #known < #input.rings then redis.call('HSET', key, 'rings', cjson.encode(input.rings)) end
        end
        redis.call('HSET', key, 'begun', 1)
    end

    -- True when everybody who was here fell silent before anybody who is here came.
    local function is_restarted(line, incarnation)
        local at, key = to_ms(line.t), line.keys[ALARMS]
        local crew = decode_object(redis.call('HGET', key, 'crew') or '')
        local me = crew[incarnation] or { at, at }
        me[2] = at
        crew[incarnation] = me
        local last_silent, first_here = 0, at
        for name, span in pairs(crew) do
            if at - span[2] > SILENT_MS then
                last_silent = math.max(last_silent, span[2])
                crew[name] = nil
            else
                first_here = math.min(first_here, span[1])
            end
        end
        redis.call('HSET', key, 'crew', cjson.encode(crew))
        return last_silent > 0 and first_here > last_silent
    end

    local function unshelve_all(line)
        local all = redis.call('HGETALL', line.keys[ALARMS])
        for i = 1, #all, 2 do
            local known = all[i]:match('^A%d%d$') and decode_object(all[i + 1])
            if known and known.shelved then
                ALARM_ACTS.unshelve(known)
                known.version = known.version + 1
                if known.on ~= 0 then known.acknowledged, known.acknowledged_by = nil, '' end
                ALARM_ACTS.write(line, known)
                record(line, { kind = 'shelve', subject = known.alarm, data = {
                    what = 'over', why = 'restart', occurrence = whole_text(known.occurrence) } })
            end
        end
    end

    -- ARGV: epoch, JSON {instance, incarnation, started_at, known, changes: [{before, record, ring?,
    -- entries}], adopt?: [record], rings?}. Answers `empty` where nobody has brought what Postgres
    -- remembers, else the revision and, if it is not the known one, rings and records.
    redis.register_function{ function_name = 'saikobi_alarms', flags = { 'allow-oom' },
        callback = function(keys, args)
            local line = open_line(keys, args)
            if not line then return lost() end
            local input = decode_object(args[2])
            if type(input.adopt) == 'table' then adopt(line, input) end
            if redis.call('HEXISTS', keys[ALARMS], 'begun') == 0 then
                save_line(line)
                return redis.status_reply('empty')
            end
            if is_restarted(line, input.incarnation) then unshelve_all(line) end
            for _, wanted in ipairs(input.changes) do change(line, wanted) end
            save_line(line)
            local rev = redis.call('HGET', keys[ALARMS], 'rev') or '0'
            if rev == input.known then return { rev } end
            local out = { rev, redis.call('HGET', keys[ALARMS], 'rings') or '[]' }
            local all = redis.call('HGETALL', keys[ALARMS])
            for i = 1, #all, 2 do
                if all[i]:match('^A%d%d$') then out[#out + 1] = all[i + 1] end
            end
            return out
        end }
end
