"""Tickets and passes against draw and chain."""
import bisect
import csv

from record_words import WHOLE, Unreadable, Untrue

CLOCK_MS = 1000  # a pass tells its time to the second


def rows_of(name, text, wanted):
    lines = text.splitlines()
    head = next(csv.reader(lines[:1]), [])
    missing = [column for column in wanted if column not in head]
    if missing:
        raise Unreadable(f"{name}: its first line must name the columns {', '.join(wanted)}")
    for k, fields in enumerate(csv.reader(lines[1:]), 2):
        row = dict(zip(head, fields))
        for column in (*wanted, "place", "member"):
            value = row.get(column)
            if value in (None, "") and column not in wanted:
                row[column] = None
            elif value is None or not WHOLE.fullmatch(value):
                raise Untrue(name, k, f"{column}: is no whole number")
            else:
                row[column] = int(value)
        yield k, row


def check_place(name, k, row, draw):
    place = draw.place(row["number"])
    if row["place"] is not None and place is not None and row["place"] != place:
        raise Untrue(name, k, f"place: number {row['number']} has place {place}")
    return place


def check_tickets(name, text, draw, chain, said):
    times, again, count = chain.times(), 0, 0
    for k, row in rows_of(name, text, ("number", "joined_at")):
        count += 1
        number, joined = row["number"], row["joined_at"]
        check_place(name, k, row, draw)
        after = bisect.bisect_right(times, joined)
        if after < len(times) and chain.seconds[after].issued < number:
            raise Untrue(name, k, f"number: only {chain.seconds[after].issued} were issued after that moment")
        before = bisect.bisect_left(times, joined) - 1
        again += before >= 0 and chain.seconds[before].issued >= number
    said.append(f"{count} tickets fit the chain")
    if again:
        said.append(f"NOTE: {again} of them were written again after their number was given")


def check_passes(name, text, draw, chain, said):
    times, seen, granted = chain.times(), set(), []
    serving, highest = [], 0
    for second in chain.seconds:
        highest = max(highest, second.serving)
        serving.append(highest)
    for k, row in rows_of(name, text, ("number", "granted_at")):
        holder = (row["number"], row["member"] or 0)
        if holder in seen:
            raise Untrue(name, k, f"number: {row['number']} was let in twice")
        seen.add(holder)
        place = check_place(name, k, row, draw)
        at = bisect.bisect_left(times, row["granted_at"] + CLOCK_MS)
        if place is None:
            raise Untrue(name, k, "number: was let in before its place was known")
        if at < len(times) and serving[at] < place:
            raise Untrue(name, k, f"granted_at: place {place} was not called before {times[at]}")
        granted.append((row["granted_at"] + CLOCK_MS, k))
    granted.sort()
    most = 0
    for i, (at, k) in enumerate(granted, 1):
        j = bisect.bisect_left(times, at)
        most = max([most] + [s.passes for s in chain.seconds[j:j + 1]])
        if j < len(times) and i > most:
            raise Untrue(name, k, f"granted_at: pass {i} by then, the chain says {most}")
    said.append(f"{len(granted)} passes: nobody was let in before being called")
