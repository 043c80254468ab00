-- What a person has decided about a difference stays decided. The comparison meets it again every time, as
-- the payment and the order are still as they were, and does not ask anew.
set local role saikobi_owner;

create or replace function saikobi.note_difference(in_kind text, in_sale text, in_provider text,
    in_reference text, in_order uuid, in_amount bigint, in_needs_person boolean) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    known_sale text := coalesce((select sale from orders where id = in_order),
        (select slug from sale where slug = in_sale), '');
    made record;
begin
    -- Only settle_difference writes who it was; a repair of ours does not begin so.
    if exists (select from difference d where d.kind = in_kind and d.provider = in_provider
            and d.reference = in_reference and d.order_id = in_order and d.closed_at is not null
            and d.repair like 'by %') then
        return false;
    end if;
    insert into difference as d (kind, sale, provider, reference, order_id, amount, needs_person)
    values (in_kind, known_sale, in_provider, in_reference, in_order, in_amount, in_needs_person)
    on conflict (kind, provider, reference, order_id) where closed_at is null
        do update set seen_at = clock_timestamp()
    returning d.id, d.found_at, d.xmax = 0 as is_new into made;
    if not made.is_new then
        return false;
    end if;
    insert into timeline (id, sale, run, at, source, kind, subject, reason, data)
    select 'difference-' || made.id, s.slug, s.run, made.found_at, 'reconciler', 'difference',
        in_order::text, in_kind, jsonb_build_object('provider', in_provider, 'reference', in_reference,
            'amount', in_amount, 'needs_person', in_needs_person)
    from sale s where s.slug = known_sale;
    if in_needs_person then
        update orders set review = in_kind where id = in_order and review = '';
    end if;
    return true;
end
$$;
reset role;
