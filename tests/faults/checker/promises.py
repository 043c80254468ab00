"""The promises, each as a function of the evidence that yields what is against it. Nothing here is shared
with the backend, and nothing is read from its views: an error made on both sides would go unseen."""
import collections

ENDS = {"paid", "declined", "sold_out", "expired", "cancelled", "capture_failed"}
NOT_BOUGHT = ENDS - {"paid"}
# Refusals of an order that tell the buyer that there will be none under this key.
SAYS_NO = {"sold-out", "slot-full", "limit-reached", "closed"}
# The provider has taken this money aside or may still do so.
MONEY_OPEN = {"requires_action", "requires_confirmation", "processing", "requires_capture"}
SECOND = 1_000_000
GRACE_OF_LIMIT = 2 * SECOND  # until a changed limit is obeyed (CHECKOUT.md, fault 13)
GRACE_OF_STORE = 10 * SECOND  # I11


def taken(payment):
    """What the buyer has paid in the end."""
    return payment.get("received", 0) - payment.get("refunded", 0)


def paid_with_points(evidence):
    """Orders that no provider knows of: the debit is in our own books."""
    return ({row["order"] for row in evidence.rows("order") if row.get("flow") == "points"}
            | {row["order"] for row in evidence.rows("payment") if row["provider"] == "points"})


def payments_by_order(evidence):
    found = collections.defaultdict(list)
    for payment in evidence.payments:
        found[payment.get("order", "")].append(payment)
    return found


def stock_is_never_oversold(evidence):
    """I1, from the rows themselves: units are intervals of one live order each."""
    orders = evidence.orders()
    reservations = evidence.rows("reservation")
    by_product = collections.defaultdict(list)
    for row in reservations:
        by_product[row["product"]].append(row)
    counters = {row["product"]: row for row in evidence.rows("stock")}
    for product, rows in by_product.items():
        if product not in counters:
            yield f"product {product} has reservations and no stock"
        last = 0
        for row in sorted(rows, key=lambda one: one["first"]):
            if row["first"] <= last:
                yield f"product {product}: unit {row['first']} was given out twice"
            last = max(last, row["first"] + row["qty"] - 1)
    for product, stock in counters.items():
        units = sum(row["qty"] for row in by_product[product])
        paid = sum(row["qty"] for row in by_product[product]
                   if orders.get(row["order"], {}).get("status") == "paid")
        if units > stock["total"]:
            yield f"product {product}: {units} units given out of {stock['total']}"
        if units != stock["held"] + stock["sold"]:
            yield f"product {product}: {units} units given out, {stock['held']} held and {stock['sold']} sold"
        if paid != stock["sold"]:
            yield f"product {product}: {paid} units of paid orders, {stock['sold']} sold"
    yield from slots_are_never_overfilled(evidence, orders, reservations)
    yield from units_belong_to_live_orders(orders, reservations)
    yield from nobody_has_too_many(counters, reservations)


def slots_are_never_overfilled(evidence, orders, reservations):
    live = {row["order"] for row in reservations if row["order"]}
    places = collections.Counter(orders[order]["slot"] for order in live if order in orders)
    for slot in evidence.rows("slot"):
        if places[slot["slot"]] > slot["total"]:
            yield f"slot {slot['slot']}: {places[slot['slot']]} places taken of {slot['total']}"
        if places[slot["slot"]] != slot["held"] + slot["sold"]:
            yield (f"slot {slot['slot']}: {places[slot['slot']]} orders, {slot['held']} held and "
                   f"{slot['sold']} sold")


def units_belong_to_live_orders(orders, reservations):
    for row in reservations:
        if row["order"] is None:
            continue  # kept for an announced offer
        status = orders.get(row["order"], {}).get("status", "missing")
        if status in NOT_BOUGHT or status == "missing":
            yield f"order {row['order']} is {status} and has {row['qty']} units of product {row['product']}"


def nobody_has_too_many(counters, reservations):
    have = collections.Counter()
    for row in reservations:
        if row["person"]:
            have[row["person"], row["product"]] += row["qty"]
    for (person, product), units in have.items():
        if product in counters and units > counters[product]["per_person"]:
            yield f"person {person} has {units} units of product {product}"


def every_capture_is_one_paid_order(evidence):
    """I2, between the ledger and the orders."""
    orders = evidence.orders()
    for order, payments in payments_by_order(evidence).items():
        captured = [one for one in payments if one.get("received", 0) > 0]
        if len(captured) > 1:
            yield f"order {order} was captured {len(captured)} times"
        for payment in captured:
            row = orders.get(order)
            if row is None:
                yield f"payment {payment['id']} was captured for an order that does not exist"
            elif row["status"] != "paid" and taken(payment) != 0:
                yield f"payment {payment['id']} was captured and order {order} is {row['status']}"
            elif payment["received"] != row["amount"] and taken(payment) != 0:
                yield f"order {order} costs {row['amount']} and {payment['received']} was captured"
    yield from paid_orders_have_what_they_say(evidence, orders)


def paid_orders_have_what_they_say(evidence, orders):
    ledger = payments_by_order(evidence)
    points = paid_with_points(evidence)
    units = collections.Counter()
    for row in evidence.rows("reservation"):
        units[row["order"], row["product"]] += row["qty"]
    cost = collections.Counter()
    wanted = collections.defaultdict(dict)
    for line in evidence.rows("line"):
        cost[line["order"]] += line["qty"] * line["price"]
        wanted[line["order"]][line["product"]] = line["qty"]
    for order, row in orders.items():
        if row["amount"] != cost[order]:
            yield f"order {order} costs {row['amount']}, its lines {cost[order]}"
        if row["status"] != "paid":
            continue
        if order not in points and not any(one.get("received", 0) > 0 for one in ledger[order]):
            yield f"order {order} is paid and nothing was captured"
        if row["review"]:
            continue  # a person decides; reported apart
        for product, quantity in wanted[order].items():
            if units[order, product] != quantity:
                yield (f"order {order} is paid, wanted {quantity} of product {product} and has "
                       f"{units[order, product]}")


def what_was_shown_as_paid_stays(evidence):
    """I3."""
    orders = evidence.orders()
    for one in evidence.history:
        if one.status == "paid" and orders.get(one.order, {}).get("status") != "paid":
            yield f"order {one.order} was shown as paid and is {orders.get(one.order, {}).get('status', 'missing')}"


def nothing_stays_authorised(evidence):
    """I4, once things are quiet: no money set aside, no order under way."""
    orders = evidence.orders()
    for payment in evidence.payments:
        order = orders.get(payment.get("order", ""))
        if payment["status"] == "requires_capture":
            yield f"payment {payment['id']} of order {payment.get('order')} is neither captured nor voided"
        elif payment["status"] in MONEY_OPEN and (order is None or order["ended"]):
            yield f"payment {payment['id']} is {payment['status']} and its order has ended"
    for order, row in orders.items():
        if not row["ended"]:
            yield f"order {order} is still {row['status']}"


def rate_is_kept(evidence, rate=None):
    """I5: the fullest sliding second of calls as they arrived, refused ones too."""
    agreed = rate or max((row["rate"] for row in evidence.rows("provider")), default=0)
    changes = [(one.start, one.rate) for one in evidence.marks() if one.what == "limit"]
    if agreed:
        yield from fuller_seconds(evidence.calls, agreed, changes, "calls")
    for row in evidence.rows("provider"):
        for endpoint in {call["endpoint"] for call in evidence.calls}:
            own = [call for call in evidence.calls if call["endpoint"] == endpoint]
            yield from fuller_seconds(own, row["endpoint_rate"], changes, f"calls of {endpoint}")
    for call in evidence.calls:
        if (call["endpoint"] in ("capture", "cancel", "session_expire") and call["status"] == 429
                and call.get("effect") == "refused" and not in_grace(call["at_us"], changes)):
            yield f"finishing call {call['endpoint']} of {call['intent']} was refused for its rate"


def in_grace(at, changes):
    return any(since <= at <= since + GRACE_OF_LIMIT for since, _ in changes)


def allowed_at(at, agreed, changes):
    """The most that may have arrived in the second that ends then: before a change is obeyed the old limit
    counts too."""
    rates = [agreed]
    for since, rate in sorted(changes):
        if at < since:
            break
        rates = rates[-1:] + [rate] if at <= since + GRACE_OF_LIMIT + SECOND else [rate]
    return max(rates)


def fuller_seconds(calls, agreed, changes, what):
    window = collections.deque()
    worst = (0, 0, 0)
    for call in calls:
        window.append(call["at_us"])
        while window[0] <= call["at_us"] - SECOND:
            window.popleft()
        allowed = allowed_at(call["at_us"], agreed, changes)
        worst = max(worst, (len(window) - allowed, len(window), call["at_us"]))
    if worst[0] > 0:
        yield f"{worst[1]} {what} in the second before {worst[2]}, {worst[1] - worst[0]:g} are agreed"


def line_order_is_kept(evidence):
    """I6: no number twice; nobody before somebody who had been answered before they asked."""
    owner = {}
    first = {}
    for one in evidence.history:
        if one.op != "join" or one.outcome != "ok" or not one.number:
            continue
        if owner.setdefault(one.number, one.client) != one.client:
            yield f"number {one.number} was given to two people"
        if one.client not in first:
            first[one.client] = one
        elif first[one.client].number != one.number:
            yield f"client {one.client} had number {first[one.client].number}, then {one.number}"
    joins = sorted(first.values(), key=lambda one: one.start)
    answered = sorted(first.values(), key=lambda one: one.end)
    highest = (0, None)
    position = 0
    for one in joins:
        while position < len(answered) and answered[position].end < one.start:
            highest = max(highest, (answered[position].number, answered[position].client))
            position += 1
        # Who asked again after a lost answer was numbered then, which nobody saw: no inversion.
        if one.number < highest[0] and not asked_before(evidence, one):
            yield f"number {one.number} was given after number {highest[0]} had been answered"


def asked_before(evidence, join):
    if not hasattr(evidence, "lost_joins"):
        evidence.lost_joins = {one.client for one in evidence.history
                               if one.op == "join" and one.outcome != "ok"}
    return join.client in evidence.lost_joins


def nobody_is_told_a_falsehood(evidence):
    """I7: not "failed" when charged, not "bought" when not, and no end that is taken back."""
    orders = evidence.orders()
    ledger = payments_by_order(evidence)
    charged = {order: sum(taken(one) for one in payments) for order, payments in ledger.items()}
    shown = {}
    for one in evidence.history:
        if one.op == "again":
            shown.pop(one.order, None)  # the buyer tried another means after a decline
        if not one.order or not one.status:
            continue
        if shown.get(one.order) in ENDS and shown[one.order] != one.status:
            yield f"order {one.order} was shown as {shown[one.order]}, then as {one.status}"
        shown[one.order] = one.status
    points = paid_with_points(evidence)
    for order, status in shown.items():
        if status in NOT_BOUGHT and charged.get(order, 0) != 0:
            yield f"order {order} was told {status} and charged {charged[order]}"
        if status == "paid" and order not in points and charged.get(order, 0) <= 0:
            yield f"order {order} was told bought and charged nothing"
        if status in ENDS and order in orders and orders[order]["status"] != status:
            yield f"order {order} was told {status} and is {orders[order]['status']}"
        if order not in orders:
            yield f"order {order} was shown as {status} and does not exist"
    yield from refusals_were_true(evidence, orders, charged)


def refusals_were_true(evidence, orders, charged):
    by_key = {row["key"]: order for order, row in orders.items()}
    last = {}
    for one in evidence.history:
        if one.op == "order" and one.key:
            last[one.key] = one
    for key, one in last.items():
        order = by_key.get(key)
        if one.problem in SAYS_NO and order and charged.get(order, 0) != 0:
            yield f"order {order} was refused as {one.problem} and charged {charged[order]}"
    yield from sold_out_was_true(evidence, last.values())


def sold_out_was_true(evidence, orders):
    """Under policy keep "sold out" stays true: what somebody was refused must not lie there at the end."""
    keeps = {row["sale"] for row in evidence.rows("sale") if row["keeps"]}
    stock = {row["product"]: row for row in evidence.rows("stock") if row["sale"] in keeps}
    for one in orders:
        if one.problem != "sold-out" or len(one.lines) != 1:
            continue
        product, quantity = one.lines[0]
        row = stock.get(product)
        if row and row["total"] - row["held"] - row["sold"] >= quantity:
            yield f"product {product} was refused as sold out and {row['total'] - row['held'] - row['sold']} are left"


def backend_comes_back(evidence):
    """I11: ten seconds after a store is back nobody is refused for it, and somebody has been served."""
    marks = evidence.marks()
    for position, mark in enumerate(marks):
        if mark.what != "back":
            continue
        later = [one.start for one in marks[position + 1:] if one.what == "fault"]
        until = min(later, default=float("inf"))
        since = mark.end + GRACE_OF_STORE
        if until <= since:
            continue
        asked = [one for one in evidence.history if one.op != "mark" and since <= one.start < until]
        refused = [one for one in asked if one.problem in ("orders-paused", "unavailable")]
        silent = [one for one in asked if one.http == 0]
        if len(silent) * 100 > len(asked):  # a connection may break now and then
            refused += silent
        if refused:
            yield (f"{mark.of} was back at {mark.end}; {(refused[0].start - mark.end) / SECOND:.1f} s later "
                   f"{refused[0].op} was answered {refused[0].problem or 'not at all'}")
        elif not any(one.outcome == "ok" for one in asked):
            yield f"{mark.of} was back at {mark.end} and nobody was served after ten seconds"


PROMISES = {"I1": stock_is_never_oversold, "I2": every_capture_is_one_paid_order,
            "I3": what_was_shown_as_paid_stays, "I4": nothing_stays_authorised, "I5": rate_is_kept,
            "I6": line_order_is_kept, "I7": nobody_is_told_a_falsehood, "I11": backend_comes_back}


def open_decisions(evidence):
    """No violation: what the installation itself says a person must decide."""
    return [f"order {row['order']} is {row['status']}: {row['review']}"
            for row in evidence.rows("order") if row["review"]]
