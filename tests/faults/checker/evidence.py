"""What the checker looks at, and nothing else: what clients lived through, what Postgres says, what the
provider's ledger says. Reading only; judging is promises.py."""
import collections
import dataclasses
import json
import pathlib
import subprocess
import urllib.request


class Unreadable(ValueError):
    """The evidence is not what it should be, so nothing can be said."""


@dataclasses.dataclass
class Operation:
    """One question of a client and what came of it. Times are microseconds of Unix time."""
    start: int
    end: int
    client: str
    op: str  # join, claim, order, look, …; "mark": what the test did to the installation
    outcome: str  # ok, failed (a definite refusal), unknown (sent, and no whole answer)
    http: int = 0
    key: str = ""  # Idempotency-Key of an order
    number: int = 0
    order: str = ""
    status: str = ""
    amount: int = 0
    problem: str = ""
    lines: list = dataclasses.field(default_factory=list)  # [[product, quantity]] that were asked for
    what: str = ""  # of a mark: fault, back, limit
    of: str = ""  # of a mark: postgres, redis, provider, instance
    rate: float = 0  # of a mark "limit"


@dataclasses.dataclass
class Evidence:
    history: list = dataclasses.field(default_factory=list)  # Operation, by start
    tables: dict = dataclasses.field(default_factory=lambda: collections.defaultdict(list))
    calls: list = dataclasses.field(default_factory=list)
    payments: list = dataclasses.field(default_factory=list)

    def rows(self, kind):
        return self.tables.get(kind, [])

    def orders(self):
        return {row["order"]: row for row in self.rows("order")}

    def marks(self):
        return [one for one in self.history if one.op == "mark"]


def read_history(paths):
    known = {field.name for field in dataclasses.fields(Operation)}
    out = []
    for path in paths:
        for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
                out.append(Operation(**{key: value for key, value in entry.items() if key in known}))
            except (ValueError, TypeError) as wrong:
                raise Unreadable(f"{path}:{number}: not an operation: {wrong}") from wrong
    return sorted(out, key=lambda one: (one.start, one.end))


def read_dump(text):
    tables = collections.defaultdict(list)
    for line in text.splitlines():
        if line.startswith("{"):
            row = json.loads(line)
            tables[row["kind"]].append(row)
    if not tables["sale"]:
        raise Unreadable("the dump of Postgres names no sale")
    return tables


def dump_postgres(url):
    script = pathlib.Path(__file__).with_name("dump.sql")
    run = subprocess.run(["psql", "-X", "-q", "-d", url, "-f", str(script)], capture_output=True,
                         text=True, check=False)
    if run.returncode != 0:
        raise Unreadable("psql: " + run.stderr.strip())
    return run.stdout


def read_ledger(text):
    """The provider's own account, as its control endpoint gives it."""
    ledger = json.loads(text)
    if "calls" not in ledger or "payments" not in ledger:
        raise Unreadable("the ledger has no calls or no payments")
    return sorted(ledger["calls"], key=lambda call: call["at_us"]), ledger["payments"]


def fetch_ledger(where):
    """A file, or the address of a running provider."""
    if not where.startswith("http"):
        return pathlib.Path(where).read_text(encoding="utf-8")
    with urllib.request.urlopen(where.rstrip("/") + "/control/ledger", timeout=60) as answer:
        return answer.read().decode("utf-8")
