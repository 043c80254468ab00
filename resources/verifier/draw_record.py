"""The draw: commitment, key and every place, as WAITING_ROOM.md §4 writes them."""
import hashlib
import json
import re

from record_words import HASH, Unreadable, Untrue, sized


class Keyed:
    """HMAC-SHA-256 with the key read once: a million places are computed with it."""

    def __init__(self, key):
        block = key.ljust(64, b"\0")
        self.inner = hashlib.sha256(bytes(b ^ 0x36 for b in block))
        self.outer = hashlib.sha256(bytes(b ^ 0x5C for b in block))

    def of(self, text):
        inner, outer = self.inner.copy(), self.outer.copy()
        inner.update(text)
        outer.update(inner.digest())
        return outer.digest()


class Places:
    """place(i) for i = 1 … n, as WAITING_ROOM.md §4 writes it."""

    def __init__(self, sale, seed, n, beacon):
        text = b"saikobi-draw-key-v1\0" + sized(sale.encode()) + n.to_bytes(8, "big") + sized(beacon.encode())
        key = Keyed(seed).of(text)
        self.n = n
        self.half_bits = max(1, ((n - 1).bit_length() + 1) // 2) if n > 1 else 1
        self.keyed = Keyed(key)
        self.prefixes = [bytes([j]) + n.to_bytes(8, "big") for j in range(8)]

    def mix(self, j, half):
        return int.from_bytes(self.keyed.of(self.prefixes[j] + half.to_bytes(8, "big"))[:8], "big")

    def place(self, i):
        if self.n == 1:
            return 1
        w = self.half_bits
        mask = (1 << w) - 1
        x = i - 1
        while True:
            left, right = x >> w, x & mask
            for j in range(8):
                left, right = right, left ^ (self.mix(j, right) & mask)
            x = left << w | right
            if x < self.n:
                return x + 1


class DrawRecord:
    def __init__(self, name, text):
        self.name, self.text = name, text
        try:
            self.d = json.loads(text)
        except ValueError as wrong:
            raise Unreadable(f"{name}: {wrong}")
        if not isinstance(self.d, dict) or self.d.get("v") != 1:
            raise Unreadable(f"{name}: not a draw of version 1")
        self.sale, self.run = self.d.get("sale", ""), self.d.get("run", 0)
        self.order = self.d.get("order")
        self.commitment = self.d.get("commitment", "")
        self.last = self.d.get("last")
        self.voids = self.d.get("voids", [])
        self.places = None

    def line_of(self, member):
        at = self.text.find(f'"{member}"')
        return self.text.count("\n", 0, max(at, 0)) + 1

    def false(self, member, why):
        return Untrue(self.name, self.line_of(member), f"{member}: {why}")

    def whole(self, member, low, high):
        value = self.d.get(member)
        if type(value) is not int or not low <= value <= high:
            raise self.false(member, f"must be a whole number from {low} to {high}")
        return value

    def check(self, said):
        if not isinstance(self.sale, str) or not re.fullmatch("[a-z0-9-]{1,40}", self.sale):
            raise self.false("sale", "is no sale's name")
        self.whole("run", 1, 65535)
        if self.order not in ("fifo", "draw"):
            raise self.false("order", "is neither fifo nor draw")
        if self.order == "fifo":
            return said.append("order fifo: a place is the number")
        if not isinstance(self.commitment, str) or not HASH.fullmatch(self.commitment):
            raise self.false("commitment", "is no SHA-256")
        if "seed" not in self.d:
            return said.append("the draw is committed and not revealed yet")
        self.check_revealed(said)

    def check_revealed(self, said):
        last = self.whole("last", 0, 4 * 10**9)
        seed_text, beacon = self.d["seed"], self.d.get("beacon")
        if not isinstance(seed_text, str) or not HASH.fullmatch(seed_text):
            raise self.false("seed", "is not 32 bytes in hex")
        rule = beacon.get("rule") if isinstance(beacon, dict) else None
        if not isinstance(rule, str) or not rule:
            raise self.false("beacon", "has no rule")
        seed = bytes.fromhex(seed_text)
        text = b"saikobi-draw-v1\0" + sized(self.sale.encode()) + sized(rule.encode()) + seed
        if hashlib.sha256(text).hexdigest() != self.commitment:
            raise self.false("commitment", "is not that of sale, beacon rule and seed")
        said.append("the commitment is that of sale, beacon rule and seed")
        n = last - self.check_voids(last)
        if self.d.get("n") != n:
            raise self.false("n", f"must be {n}: numbers up to last without the void ones")
        value = beacon.get("value")
        if rule == "none" and value != "" or value is not None and not isinstance(value, str):
            raise self.false("beacon", "its value is a text, and empty under rule none")
        if rule != "none" and not value:
            return said.append(f"the value of beacon {rule} is not known yet")
        if n > 0:
            self.places = Places(self.sale, seed, n, value)

    def check_voids(self, last):
        count, end = 0, 0
        if not isinstance(self.voids, list):
            raise self.false("voids", "is no list")
        for entry in self.voids:
            ok = isinstance(entry, list) and len(entry) == 2 and all(type(x) is int for x in entry)
            if not ok or not end < entry[0] <= entry[1] <= last:
                raise self.false("voids", "must be ranges within 1 and last, lowest first")
            end = entry[1]
            count += entry[1] - entry[0] + 1
        return count

    def is_drawn(self, number):
        return self.order == "draw" and self.last is not None and number <= self.last

    def place(self, number):
        """None: cannot be known yet."""
        if self.order == "fifo":
            return number
        if self.last is None:
            return None
        if number > self.last:
            return number
        before = 0
        for low, high in self.voids:
            if low <= number <= high:
                return self.last - self.void_count() + before + number - low + 1
            if high < number:
                before += high - low + 1
        return self.places.place(number - before) if self.places else None

    def void_count(self):
        return sum(high - low + 1 for low, high in self.voids)

    def check_every_place(self, said, out):
        if not self.places:
            return
        n = self.places.n
        taken = bytearray(n)
        for i in range(1, n + 1):
            place = self.places.place(i)
            if not 1 <= place <= n or taken[place - 1]:
                raise self.false("n", f"place {place} would be given twice")
            taken[place - 1] = 1
        said.append(f"all {n} drawn places recomputed, each given once")
        if out:
            with open(out, "w", encoding="utf-8") as file:
                file.write("number,place\n")
                file.writelines(f"{i},{self.place(i)}\n" for i in range(1, self.last + 1))
