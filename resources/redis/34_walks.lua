-- What instances bring to walked cards: steps that tick themselves, and what Postgres was told while this
-- server was away.
do
    -- ARGV: epoch, JSON {instance, known, adopt: [mark], changes: [{before, mark}]}. A change counts only
    -- where the mark of that step still is the one that was looked at (`before`, its id; empty: none).
    -- Answers the revision and, if it is not the known one, all marks.
    redis.register_function{ function_name = 'saikobi_walks', flags = { 'allow-oom' },
        callback = function(keys, args)
            local line = open_line(keys, args)
            if not line then return lost() end
            local input = decode_object(args[2])
            for _, mark in ipairs(input.adopt) do WALKS.put(line, mark) end
            for _, change in ipairs(input.changes) do
                local there = WALKS.standing(line, change.mark)
                if (there and there.id or '') == change.before and not WALKS.put(line, change.mark) then
                    local kind, subject, data = WALKS.entry(change.mark)
                    record(line, { id = change.mark.id, at = change.mark.at, source = input.instance,
                        kind = kind, subject = subject, data = data })
                end
            end
            save_line(line)
            local key = WALKS.key(line)
            local rev = whole_text(line.q.epoch) .. '-' .. (redis.call('HGET', key, 'rev') or '0')
            if rev == input.known then return { rev } end
            local out, all = { rev }, redis.call('HGETALL', key)
            for i = 1, #all, 2 do
                if all[i] ~= 'rev' then out[#out + 1] = all[i + 1] end
            end
            return out
        end }
end
