-- What an installation is for: a recording of it says so, and a replay shows it as it was. A rehearsal says so
-- itself when it makes its stores (backend/rehearsal); everything else is for real.
set local role saikobi_owner;

alter table saikobi.meta add column kind text not null default 'production'
    check (kind in ('production', 'rehearsal', 'development'));

-- As before (042), but looks may be longer: a console also tells, to the millisecond, of when each figure was
-- that it showed, so that a replay shows the same.
create or replace function saikobi.write_console_feed(in_id uuid, in_sale text, in_at timestamptz, in_console text,
    in_subject text, in_data jsonb) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
begin
    if in_subject not in ('redis', 'postgres', 'looks') or length(in_data::text) > 16000
            or length(in_console) > 40 or jsonb_typeof(in_data) <> 'object'
            or in_at > clock_timestamp() + interval '10 seconds'
            or in_at < clock_timestamp() - interval '7 days'
            or not exists (select from sale where slug = in_sale) then
        return null;
    end if;
    -- 60 looks an hour from each of a person's consoles, and a store that comes and goes all day.
    if (select count(*) from timeline where sale = in_sale and actor = session_user
            and kind = 'feed' and at between in_at - interval '1 hour' and in_at) >= 1200 then
        return null;
    end if;
    insert into timeline (id, sale, run, at, source, actor, kind, subject, revision, data)
    select 'console:' || in_id, s.slug, s.run, in_at, in_console, session_user, 'feed', in_subject,
        coalesce(q.revision, 0), in_data
    from sale s left join queue_mark q on q.sale = s.slug where s.slug = in_sale
    on conflict (id) do nothing;
    return exists (select from timeline where id = 'console:' || in_id and actor = session_user);
end
$$;

reset role;
