-- Who has command: one operator at a time, on one console, for as long as that console renews. While
-- nobody has it no operator is refused: a desk that fell silent must not leave the sale without hands.
local HOLDER = { RULES = {} }

do
    local LEASE_MS = 29000 -- free after 30 s on every screen, a second later than here
    local OFFER_MS = 60000
    local NAME_LENGTH = 64

    -- Tells the timeline whenever command goes to another person or to nobody.
    local function put(line, actor, console, how)
        local q, from = line.q, line.q.holder
        q.holder, q.holder_console = actor, console
        q.offered_to, q.offered_at = '', 0
        q.holder_seen = actor ~= '' and to_ms(line.t) or 0
        if from == actor then return end
        q.holder_since = q.holder_seen
        record(line, { kind = 'holder', subject = how, actor = actor ~= '' and actor or from,
            data = { from = from, to = actor } })
    end

    function HOLDER.expire(line)
        local q = line.q
        if q.holder ~= '' and to_ms(line.t) - q.holder_seen > LEASE_MS then put(line, '', '', 'freed') end
    end

    -- The one whose command it is, if that is not this actor.
    function HOLDER.other_than(line, actor)
        HOLDER.expire(line)
        local holder = line.q.holder
        return holder ~= '' and holder ~= actor and holder or nil
    end

    -- Two windows of one person are two consoles: the second has to take it from the first.
    function HOLDER.RULES.take(line, command)
        local q, p = line.q, command.parameters
        local other, console = HOLDER.other_than(line, command.actor), clean_text(p.console, NAME_LENGTH)
        if q.holder == command.actor and q.holder_console ~= '' and q.holder_console ~= console then
            other = q.holder
        end
        if other and p.force ~= '1' then return 'lost_race', { winner = other } end
        if other and not command.reason:match('%S') then return 'refused', { why = 'no-reason' } end
        put(line, command.actor, console, other and 'forced' or 'taken')
        return 'in_force', { old = other or '', new = command.actor }
    end

    function HOLDER.RULES.offer(line, command)
        local q, to = line.q, clean_text(command.parameters.to, NAME_LENGTH)
        local other = HOLDER.other_than(line, command.actor)
        if other or q.holder == '' then return 'refused', { why = 'not-holder', winner = other } end
        if to == '' or to == command.actor then return 'refused', { why = 'bad-value' } end
        q.offered_to, q.offered_at = to, to_ms(line.t)
        return 'in_force', { old = command.actor, new = to }
    end

    function HOLDER.RULES.accept(line, command)
        local q, other = line.q, HOLDER.other_than(line, command.actor)
        local is_offered = q.offered_to == command.actor and to_ms(line.t) - q.offered_at <= OFFER_MS
        if other and not is_offered then return 'refused', { why = 'not-offered', winner = other } end
        put(line, command.actor, clean_text(command.parameters.console, NAME_LENGTH), 'accepted')
        return 'in_force', { old = other or '', new = command.actor }
    end

    -- Only the console that has command keeps it: a second one of the same person does not.
    function HOLDER.RULES.renew(line, command)
        local q, console = line.q, clean_text(command.parameters.console, NAME_LENGTH)
        if HOLDER.other_than(line, command.actor) or q.holder == '' or console ~= q.holder_console then
            return 'refused', { why = 'not-holder', winner = q.holder }
        end
        q.holder_seen = to_ms(line.t)
        return 'in_force', {}
    end
end
