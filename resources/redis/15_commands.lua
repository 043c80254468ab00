-- What operators want. Their commands come by two paths, their own stream and a row in Postgres that
-- an instance relays; the id makes a command count once, and the entry in the timeline is written by
-- the step that applies it.
local COMMAND_LIFE_MS = 10000
local COMMANDS_PER_STEP = 64
local REMEMBERED_IDS = 1000
local MESSAGE_LENGTH = 200

-- These never expire before a newer release, and are never refused for their revision: whoever wants
-- to stop the line must not lose a race.
local STEADFAST = { hold = true, maintenance = true }

-- Any operator may give these, whoever has command.
local OPEN_TO_ALL = { hold = true, probe = true }

-- What Postgres decides. An operator's desk writes only its row; here it is nobody's.
local DECIDED_BY_POSTGRES = { stop_product = true, start_product = true, disable_method = true,
    enable_method = true, offer_kept = true, provider_limit = true, end_idle = true }

local function put_message(q, at, ja, en, from)
    q.message_ja, q.message_en, q.message_of = ja, en, from
    q.message_at = (ja ~= '' or en ~= '') and at or 0
end

local function put_resume_at(q, at, text)
    q.resume_at = whole_between(text, at, 9000000000000) or 0
    return q.resume_at > 0 and { resume_at = whole_text(q.resume_at) } or nil
end

-- A hold is obeyed even when its message is not fit to be shown: then it is cut, never refused.
local function hold_for(cause)
    return function(line, command)
        local q, at, p = line.q, to_ms(line.t), command.parameters
        local old = q.causes
        local ja, en = clean_text(p.message_ja, MESSAGE_LENGTH), clean_text(p.message_en, MESSAGE_LENGTH)
        set_cause(q, cause, true)
        q.held_by = command.actor
        if ja ~= '' or en ~= '' then put_message(q, at, ja, en, 'hold') end
        local promised = put_resume_at(q, at, p.resume_at)
        q.admit, q.credit, q.called = 0, 0, 0
        return nil, old, q.causes, promised
    end
end

-- One rule per kind of command: answers why it is refused, or nothing and then what it replaced, what
-- is in force now, and what else the timeline has to tell of its values.
local RULES = {}
RULES.hold = hold_for('operator')
RULES.maintenance = hold_for('maintenance')

function RULES.rate(line, command)
    local rate = whole_between(command.parameters.rate, 1, 100000)
    if not rate then return 'bad-value' end
    local old = line.q.rate
    if rate > old then
        local why = RAISES.refusal(line, command, rate)
        if why then return why end
        line.q.raised_at = to_ms(line.t)
    end
    line.q.rate = rate
    return nil, whole_text(old), whole_text(rate)
end

function RULES.release(line, command)
    local q = line.q
    if not (has_cause(q, 'operator') or has_cause(q, 'maintenance')) then return 'not-held' end
    local rate = q.rate
    if command.parameters.rate then
        rate = whole_between(command.parameters.rate, 1, 100000)
        if not rate then return 'bad-value' end
    end
    local old, was_rate = q.causes, q.rate
    q.rate = rate
    set_cause(q, 'operator', false)
    set_cause(q, 'maintenance', false)
    q.held_by, q.resume_at = '', 0
    if q.message_of == 'hold' then put_message(q, 0, '', '', '') end
    q.released_at, q.released_rev = math.max(q.released_at, command.arrived), q.rev + 1
    return nil, old, q.causes, { rate = whole_text(rate), was_rate = whole_text(was_rate) }
end

function RULES.admit(line, command)
    local n = whole_between(command.parameters.n, 0, 10000)
    if not n then return 'bad-value' end
    if line.q.phase ~= 'held' then return 'not-held' end
    local old = line.q.admit
    line.q.admit = n
    return nil, whole_text(old), whole_text(n)
end

function RULES.open_now(line, command)
    local q = line.q
    if q.phase ~= 'before' then return 'not-before' end
    if q.order == '' then return 'not-ready' end -- no instance has told yet how this sale works
    local old = q.opens_at
    q.opens_at = to_ms(line.t)
    leave_before(q)
    return nil, whole_text(old), whole_text(q.opens_at)
end

function RULES.opening(line, command)
    local q, at = line.q, to_ms(line.t)
    if q.phase ~= 'before' then return 'not-before' end
    local opens_at = whole_between(command.parameters.opens_at, at, 9000000000000)
    if not opens_at then return 'bad-value' end
    local old = q.opens_at
    q.opens_at = opens_at
    return nil, whole_text(old), whole_text(opens_at)
end

function RULES.close(line, command)
    local q = line.q
    if q.phase ~= 'open' and q.phase ~= 'held' then return 'not-open' end
    local old = q.phase
    q.phase = 'closed'
    return nil, old, q.phase
end

function RULES.reopen(line, command)
    local q = line.q
    if q.phase ~= 'closed' then return 'not-closed' end
    if q.run_over == 1 then return 'run-over' end
    -- A closing time that has passed would close it again at once.
    if q.closes_at > 0 and q.closes_at <= to_ms(line.t) then q.closes_at = -1 end
    q.phase = 'open'
    return nil, 'closed', q.phase
end

function RULES.message(line, command)
    local q, at, p = line.q, to_ms(line.t), command.parameters
    local ja, ja_cut = clean_text(p.message_ja, MESSAGE_LENGTH)
    local en, en_cut = clean_text(p.message_en, MESSAGE_LENGTH)
    if ja_cut or en_cut then return 'too-long' end
    local old = q.message_en
    put_message(q, at, ja, en, 'message')
    return nil, old, en, put_resume_at(q, at, p.resume_at)
end

function RULES.probe()
    return nil
end

-- Was this hold meant for what a later release has ended? Only if its time and its revision both say
-- so: the time of a row is by the clock of Postgres, and whoever saw the line released holds it anew.
local function is_before_release(q, command)
    return command.arrived < q.released_at and command.revision < q.released_rev
end

-- in_force, refused, expired or lost_race, with what there is to say about it and, of a card that is
-- walked, its mark.
local function judge(line, command)
    if command.kind == 'walk' then return WALKS.judge(line, command) end
    local q, at = line.q, to_ms(line.t)
    local rule = RULES[command.kind] or HOLDER.RULES[command.kind] or ALARM_ACTS.RULES[command.kind]
    if not rule then return 'refused', { why = 'unknown-kind' } end
    if STEADFAST[command.kind] then
        if is_before_release(q, command) then return 'expired', { why = 'newer-release' } end
    else
        if command.made_at < at - COMMAND_LIFE_MS then return 'expired', {} end
        if command.made_at > at + COMMAND_LIFE_MS then return 'refused', { why = 'clock' } end
        -- Not changes of the sale: the revision stays, so that nobody's command loses a race to them.
        if HOLDER.RULES[command.kind] then return rule(line, command) end
        if ALARM_ACTS.RULES[command.kind] then return ALARM_ACTS.judge(line, command) end
        if command.kind ~= 'probe' and command.revision ~= q.rev then
            return 'lost_race', { winner = q.changed_by }
        end
    end
    local other = not OPEN_TO_ALL[command.kind] and HOLDER.other_than(line, command.actor)
    if other then return 'refused', { why = 'not-holder', winner = other } end
    local why, old, new, told = rule(line, command)
    if why then return 'refused', { why = why } end
    if command.kind ~= 'probe' then q.rev, q.changed_by = q.rev + 1, command.actor end
    local data = told or {}
    data.old, data.new, data.override = old, new, RAISES.is_override(command) and '1' or nil
    return 'in_force', data
end

-- Decisions are remembered so that the same command by the other path is told the same. Bounded:
-- beyond the limit the older half goes, long after its commands have expired.
local function remember(line, id, decision)
    local key = line.keys[COMMAND_IDS]
    redis.call('HSET', key, id, decision)
    if redis.call('HLEN', key) <= REMEMBERED_IDS then return end
    local all, ages = redis.call('HGETALL', key), {}
    for i = 1, #all, 2 do ages[#ages + 1] = { all[i], decode_object(all[i + 1]).at or 0 } end
    table.sort(ages, function(a, b) return a[2] < b[2] end)
    for i = 1, math.floor(#ages / 2) do redis.call('HDEL', key, ages[i][1]) end
end

-- These come from every desk all the time: in the timeline they would crowd out what happened.
local UNRECORDED = { probe = true, renew = true }

-- What the record keeps beside the decision: who else agreed, that a desk held out of READ-ONLY, and
-- from which of the shop's texts a message was made.
local TOLD = { 'second', 'read_only', 'template' }

-- Applies one command; answers the decision as JSON, of the first time if it was seen before.
local function apply_command(line, command)
    local known = redis.call('HGET', line.keys[COMMAND_IDS], command.id)
    if known then return known end
    local state, data, mark = judge(line, command)
    local at = to_ms(line.t)
    data.id, data.result, data.path = command.id, state, command.path
    data.ms = whole_text(math.max(0, at - command.made_at))
    for _, name in ipairs(TOLD) do
        local text = clean_text(command.parameters[name], 64)
        if text ~= '' then data[name] = text end
    end
    local decision = cjson.encode({ id = command.id, state = state, at = at, result = data })
    if UNRECORDED[command.kind] then return decision end
    local kind, subject = ALARM_ACTS.entry(command, state)
    if mark then kind, subject = WALKS.entry(mark) end
    record(line, { id = command.id, at = mark and mark.at, kind = kind, subject = subject,
        actor = command.actor, reason = command.reason, data = data })
    settle_phase(line, command.actor) -- what follows from it stands behind it in the timeline
    remember(line, command.id, decision)
    return decision
end

local function is_uuid(id)
    return type(id) == 'string' and #id == 36
        and id:match('^%x+%-%x+%-%x+%-%x+%-%x+$') ~= nil
end

-- Fields as they came, made safe; nothing when there is no id to make it count once. Nothing arrives
-- later than now: another clock that is ahead must not let a release outlast the holds after it.
local function to_command(line, fields, actor, arrived, path)
    if not is_uuid(fields.id) then return nil end
    arrived = math.min(arrived, to_ms(line.t))
    return { id = fields.id:lower(), actor = clean_text(actor, 64), arrived = arrived, path = path,
        kind = clean_text(fields.kind, 40), parameters = fields.parameters,
        reason = clean_text(fields.reason, 500), revision = tonumber(fields.revision) or -1,
        made_at = whole_between(fields.made_at, 0, 9000000000000) or 0 }
end

-- Takes what an operator appended. Who it is stands in the key, the only one that person can write.
local function take_stream(line, key, found)
    local actor = key:match('}:commands:(.+)$')
    local entries = redis.pcall('XRANGE', key, '-', '+', 'COUNT', COMMANDS_PER_STEP)
    if entries.err or #entries < COMMANDS_PER_STEP then redis.call('DEL', key) end
    if entries.err or not actor then return end
    for _, entry in ipairs(entries) do
        local fields = {}
        for i = 1, #entry[2], 2 do fields[entry[2][i]] = entry[2][i + 1] end
        fields.parameters = decode_object(fields.parameters or '')
        local command = to_command(line, fields, actor, tonumber(entry[1]:match('^%d+')), 'redis')
        if command and not DECIDED_BY_POSTGRES[command.kind] then
            found[#found + 1] = command
            command.order = #found
        end
        if #entries == COMMANDS_PER_STEP then redis.call('XDEL', key, entry[1]) end
    end
end

-- Applies all that has come, in the order of arrival, and answers the decisions on relayed rows.
local function apply_commands(line, relayed)
    local found, decisions = {}, {}
    local keys = line.keys
    local is_quiet = #keys < FIRST_STREAM or redis.call('EXISTS', unpack(keys, FIRST_STREAM)) == 0
    for i = FIRST_STREAM, is_quiet and 0 or #keys do
        if redis.call('EXISTS', keys[i]) == 1 then take_stream(line, keys[i], found) end
    end
    if #found == 0 and #relayed == 0 then return '[]' end
    table.sort(found, function(a, b)
        if a.arrived ~= b.arrived then return a.arrived < b.arrived end
        return a.order < b.order
    end)
    for _, command in ipairs(found) do apply_command(line, command) end
    for _, row in ipairs(relayed) do
        local arrived = whole_between(row.written_at, 0, 9000000000000) or 0
        if type(row.parameters) ~= 'table' then row.parameters = {} end
        local command = to_command(line, row, row.actor, arrived, 'postgres')
        if command then decisions[#decisions + 1] = apply_command(line, command) end
    end
    return '[' .. table.concat(decisions, ',') .. ']'
end
