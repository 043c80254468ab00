-- What a console writes into the timeline itself: notes, and that it silenced or muted its sound. Neither
-- changes anything of the sale. Written while the stores were away, an entry comes later and keeps its time.
set local role saikobi_owner;

-- True once it is there, whoever brought it and however often; null when it may not be written.
create function saikobi.write_console_entry(in_id uuid, in_sale text, in_kind text, in_at timestamptz,
    in_console text, in_subject text, in_text text, in_minutes integer) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
begin
    if in_kind not in ('note', 'silence') or length(in_text) > 1000 or length(in_console) > 40
            or length(in_subject) > 40 or in_kind = 'note' and in_text !~ '\S'
            or in_at > clock_timestamp() + interval '10 seconds'
            or in_at < clock_timestamp() - interval '7 days'
            or not exists (select from sale where slug = in_sale) then
        return null;
    end if;
    -- One person's day of writing, and then some: a program that went wild must not fill the record.
    if (select count(*) from timeline where sale = in_sale and actor = session_user
            and kind in ('note', 'silence') and at > clock_timestamp() - interval '1 hour') >= 600 then
        return null;
    end if;
    insert into timeline (id, sale, run, at, source, actor, kind, subject, reason, revision, data)
    select 'console:' || in_id, s.slug, s.run, in_at, in_console, session_user, in_kind, in_subject, in_text,
        coalesce(q.revision, 0),
        case when in_minutes is null then '{}' else jsonb_build_object('minutes', in_minutes::text) end
    from sale s left join queue_mark q on q.sale = s.slug where s.slug = in_sale
    on conflict (id) do nothing;
    return exists (select from timeline where id = 'console:' || in_id and actor = session_user);
end
$$;

revoke execute on function saikobi.write_console_entry from public;
grant execute on function saikobi.write_console_entry to saikobi_operator;
reset role;
