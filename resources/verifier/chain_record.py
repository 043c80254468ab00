"""The chain: one line a second, each hashed with the one before."""
import hashlib

from record_words import HASH, WHOLE, Untrue, sized

PHASES = ("before", "open", "held", "closed")


class Second:
    def __init__(self, t, issued, serving, passes, phase, rate):
        self.t, self.issued, self.serving, self.passes = t, issued, serving, passes
        self.phase, self.rate = phase, rate


class Chain:
    def __init__(self, name, lines, draw):
        self.name, self.lines, self.draw = name, lines, draw
        self.seconds, self.known = [], {}
        label = b"saikobi-chain-v1\0" + sized(draw.sale.encode()) + draw.run.to_bytes(2, "big")
        self.head = hashlib.sha256(label).hexdigest()
        self.t, self.epoch, self.credit = 0, 0, None
        self.is_new_epoch = False
        self.jumps = []  # (issued before, issued after) of each loss: only there can numbers be void
        self.committed_t = None
        self.forks = self.gaps = self.pauses = 0

    def false(self, k, why):
        return Untrue(self.name, k, why)

    def check(self, said):
        for k, line in enumerate(self.lines, 1):
            fields = line.split(",")
            if len(fields) < 4 or not WHOLE.fullmatch(fields[0]) or not HASH.fullmatch(fields[-1]):
                raise self.false(k, "is no line of a record")
            if fields[1] == "epoch":
                self.go_on_after_loss(k, fields)
            text = line[: -65]
            expected = hashlib.sha256((self.head + text).encode()).hexdigest()
            if fields[-1] != expected:
                raise self.false(k, "hash does not follow from the line before")
            self.take(k, fields)
            self.head, self.known[expected] = expected, k
        self.check_draw()
        self.tell(said)

    def go_on_after_loss(self, k, fields):
        if len(fields) != 5 or not WHOLE.fullmatch(fields[2]) or not HASH.fullmatch(fields[3]):
            raise self.false(k, "epoch: wants t,epoch,number,hash before,hash")
        if int(fields[2]) <= self.epoch:
            raise self.false(k, "epoch: must grow")
        self.epoch, self.is_new_epoch = int(fields[2]), True
        if fields[3] != self.head:
            self.forks += fields[3] in self.known
            self.gaps += fields[3] not in self.known
        self.head = fields[3]

    def take(self, k, fields):
        t = int(fields[0])
        # Lines of a lost tail may be younger than the line that goes on without them.
        if t < self.t and fields[1] != "epoch":
            raise self.false(k, "t: goes back")
        self.t = t
        if fields[1] == "epoch":
            return
        if fields[1] == "commitment":
            if len(fields) != 4 or fields[2] != self.draw.commitment:
                raise self.false(k, "commitment: is not that of the draw")
            self.committed_t = t if self.committed_t is None else self.committed_t
            return
        if len(fields) != 7 or fields[4] not in PHASES:
            raise self.false(k, "is neither a second nor a record")
        for name, text in zip(("issued", "serving", "passes", "rate"), fields[1:4] + fields[5:6]):
            if not WHOLE.fullmatch(text):
                raise self.false(k, f"{name}: is no whole number")
        numbers = [int(text) for text in fields[1:4]]
        self.take_second(k, Second(t, *numbers, fields[4], int(fields[5])))

    def take_second(self, k, now):
        if now.serving > now.issued:
            raise self.false(k, "serving: above issued")
        if now.phase == "before" and (now.serving or now.passes):
            raise self.false(k, "phase: somebody was called before the opening")
        if self.seconds:
            self.compare(k, self.seconds[-1], now)
        else:
            self.credit = burst(now.rate) - now.passes
            if self.is_new_epoch:
                self.jumps.append((0, now.issued))
        if self.credit < -1e-6:
            raise self.false(k, "passes: more than rate and burst allow")
        self.seconds.append(now)
        self.is_new_epoch = False

    def compare(self, k, was, now):
        if now.issued < was.issued:
            raise self.false(k, "issued: goes back")
        rate, dt = max(was.rate, now.rate), (now.t - was.t) / 1000
        self.pauses += dt > 2.5
        if self.is_new_epoch:  # the store knew less for a moment: what follows is compared again
            self.credit = burst(rate)
            self.jumps.append((self.surely_kept(was), now.issued))
            return
        if now.serving < was.serving:
            raise self.false(k, "serving: goes back")
        if now.passes < was.passes:
            raise self.false(k, "passes: goes back")
        if now.phase == "before" and was.phase != "before":
            raise self.false(k, "phase: an open line cannot wait for its opening again")
        if was.phase == now.phase == "closed" and now.passes > was.passes:
            raise self.false(k, "passes: given while closed")
        # The bucket of WAITING_ROOM.md §3, as full as it can be: the higher of two rates counts.
        self.credit = min(self.credit + rate / 60 * dt - (now.passes - was.passes), burst(rate))

    def surely_kept(self, last):
        """Issued 3 s before a loss: what was given later may have died with who gave it."""
        return next((s.issued for s in reversed(self.seconds) if s.t <= last.t - 3000), 0)

    def check_draw(self):
        """N, the commitment and the opening must agree with the seconds."""
        draw = self.draw
        if draw.order != "draw" or not self.seconds:
            return
        opened = next((i for i, s in enumerate(self.seconds) if s.phase != "before"), None)
        if draw.last is None:
            if opened is not None and self.seconds[-1].t - self.seconds[opened].t > 60_000:
                raise draw.false("order", "the line has been open for a minute, nothing is revealed")
            return
        low = self.seconds[opened - 1].issued if opened else 0
        high = self.seconds[opened].issued if opened is not None else self.seconds[-1].issued
        if not low <= draw.last <= high:
            raise draw.false("last", f"the chain says {low} to {high} had joined at the opening")
        for low, high in draw.voids:
            if not any(before < low and high <= after for before, after in self.jumps):
                raise draw.false("voids", f"the chain knows no loss of the store around {low} to {high}")
        if opened and draw.whole("opened_at", 1, 10**15) < self.seconds[opened - 1].t:
            raise draw.false("opened_at", "the line was still waiting for its opening then")
        if draw.last > 0 and opened is not None:
            if self.committed_t is None or self.committed_t > self.seconds[opened].t:
                raise draw.false("commitment", "is not in the chain before the opening")

    def tell(self, said):
        said.append(f"{len(self.lines)} lines follow each other, {len(self.seconds)} seconds")
        for count, what in ((self.forks, "losses of the store left lines that nothing follows"),
                            (self.gaps, "losses of the store left a gap"),
                            (self.pauses, "pauses of more than two seconds")):
            if count:
                said.append(f"NOTE: {count} {what}")

    def times(self):
        return [s.t for s in self.seconds]


def burst(rate):
    return max(2.0, 3 * rate / 60)
