-- Cards of the runbook that are walked: one mark for each step, the newest by time and id stands. As
-- backend/contract/walk.h and resources/sql/041_walks.sql have it. Marks change nothing of the line: they
-- need no revision and no command, never expire and are never refused for being late, since what a desk
-- wrote down while the stores were away is brought here afterwards.
local WALKS = {}

do
    local MOST_MARKS = 2000
    local NAME_LENGTH, STEPS_LENGTH, REASON_LENGTH = 64, 4000, 200
    local STATES = { open = true, done = true, yes = true, no = true, deferred = true, overridden = true,
        started = true, called = true, no_answer = true, reached = true, begun = true, complete = true,
        left = true }
    local HOW = { person = true, figures = true, command = true }
    local CALLS = { called = true, no_answer = true, reached = true }

    -- Beside the alarms: instances of the version before pass no key for it.
    function WALKS.key(line)
        return (line.keys[ALARMS]:gsub(':alarms$', ':walks'))
    end

    local function field_of(mark)
        return whole_text(mark.run) .. ':' .. mark.card .. ':' .. whole_text(mark.walk) .. ':' .. mark.step
    end

    -- By bytes: the server's locale has an order of its own.
    local function is_greater(a, b)
        for i = 1, math.min(#a, #b) do
            local x, y = a:byte(i), b:byte(i)
            if x ~= y then return x > y end
        end
        return #a > #b
    end

    function WALKS.standing(line, mark)
        local known = redis.call('HGET', WALKS.key(line), field_of(mark))
        return known and decode_object(known) or nil
    end

    -- The oldest runs go first; what is left is more than anybody walks.
    local function has_room(line, key)
        if redis.call('HLEN', key) <= MOST_MARKS then return true end
        local all = redis.call('HKEYS', key)
        for _, field in ipairs(all) do
            local run = tonumber(field:match('^(%d+):'))
            if run and run < line.q.run then redis.call('HDEL', key, field) end
        end
        return redis.call('HLEN', key) <= MOST_MARKS
    end

    -- Answers who stands in its place, if somebody does.
    function WALKS.put(line, mark)
        local key, there = WALKS.key(line), WALKS.standing(line, mark)
        if there and there.id == mark.id then return nil end
        if there and (there.at > mark.at or there.at == mark.at and is_greater(there.id, mark.id)) then
            return there.by
        end
        if not there and not has_room(line, key) then return '' end
        redis.call('HSET', key, field_of(mark), cjson.encode(mark))
        redis.call('HINCRBY', key, 'rev', 1)
    end

    -- Kind, subject and data of its entry in the timeline.
    function WALKS.entry(mark)
        local kind = 'step'
        if mark.step == '@begin' or mark.step == '@end' then kind = 'card' end
        if CALLS[mark.state] then kind = 'call' end
        local data = { walk = whole_text(mark.walk), step = mark.step, state = mark.state, how = mark.how }
        for _, name in ipairs({ 'until', 'occurrence' }) do
            if mark[name] then data[name] = whole_text(mark[name]) end
        end
        for _, name in ipairs({ 'contact', 'alarm', 'revision' }) do
            if mark[name] and mark[name] ~= '' then data[name] = mark[name] end
        end
        return kind, mark.card, data
    end

    local function mark_of(line, command)
        local p, at = command.parameters, to_ms(line.t)
        local card, step = tostring(p.card or ''), tostring(p.step or '')
        local mark = { run = whole_between(p.run, 1, line.q.run), walk = whole_between(p.walk, 1, 9999),
            card = card, step = step, state = p.state, how = HOW[p.how] and p.how or 'person',
            at = math.min(command.made_at, at), id = command.id, by = command.actor,
            reason = clean_text(command.reason, REASON_LENGTH),
            occurrence = whole_between(p.occurrence, 1, 9000000000000) }
        mark['until'] = whole_between(p['until'], 1, 9000000000000)
        for _, name in ipairs({ 'contact', 'alarm', 'revision' }) do
            mark[name] = clean_text(p[name], NAME_LENGTH)
        end
        if step == '@begin' then mark.steps = clean_text(p.steps, STEPS_LENGTH) end
        local is_sound = mark.run and mark.walk and STATES[p.state] and #card <= 20 and #step <= 20
            and card:match('^%a[%w_-]*$') and step:match('^@?%a[%w_-]*$')
        return is_sound and mark or nil
    end

    -- One that is older than what stands is in the timeline all the same.
    function WALKS.judge(line, command)
        local mark = mark_of(line, command)
        if not mark then return 'refused', { why = 'bad-value' } end
        local winner = WALKS.put(line, mark)
        if winner == '' then return 'refused', { why = 'full' } end
        local _, _, data = WALKS.entry(mark)
        data.winner = winner
        return 'in_force', data, mark
    end
end
