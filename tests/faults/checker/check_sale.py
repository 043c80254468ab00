#!/usr/bin/env python3
"""An independent judge of one or several sales: reads what clients lived through, what Postgres says and
what the provider's ledger says, and decides promises I1-I7 and I11 of DESIGN.md. Exit status 0: all kept;
1: one is broken, each finding on a line; 2: the evidence cannot be read.

    check_sale.py --history FILE … --postgres URL | --dump FILE --ledger FILE|URL
"""
import argparse
import json
import sys

sys.dont_write_bytecode = True

import evidence as reading
import promises

MOST_EXAMPLES = 5


def parse(arguments):
    parser = argparse.ArgumentParser(description="judges what a sale has promised")
    parser.add_argument("--history", nargs="*", default=[], help="JSON lines of client operations")
    parser.add_argument("--postgres", help="address that psql takes; a viewer's will do")
    parser.add_argument("--dump", help="a dump that was made before, instead of --postgres")
    parser.add_argument("--ledger", required=True, help="file, or address of the provider simulator")
    parser.add_argument("--rate", type=float, help="agreed calls a second; else as Postgres says")
    parser.add_argument("--skip", nargs="*", default=[], choices=sorted(promises.PROMISES),
                        help="promises that a test cannot speak about, such as I5 without a limit")
    options = parser.parse_args(arguments)
    if bool(options.postgres) == bool(options.dump):
        parser.error("give either --postgres or --dump")
    return options


def gather(options):
    out = reading.Evidence(history=reading.read_history(options.history))
    if options.postgres:
        text = reading.dump_postgres(options.postgres)
    else:
        with open(options.dump, encoding="utf-8") as file:
            text = file.read()
    out.tables = reading.read_dump(text)
    out.calls, out.payments = reading.read_ledger(reading.fetch_ledger(options.ledger))
    return out


def judge(evidence, rate=None, skip=()):
    """Findings by promise; an empty dictionary when all are kept."""
    found = {}
    for name, promise in promises.PROMISES.items():
        if name in skip:
            continue
        findings = list(promise(evidence, rate) if name == "I5" else promise(evidence))
        if findings:
            found[name] = findings
    return found


def main(arguments):
    options = parse(arguments)
    try:
        evidence = gather(options)
    except (OSError, ValueError) as failed:
        print(f"check_sale: {failed}", file=sys.stderr)
        return 2
    found = judge(evidence, options.rate, options.skip)
    for name, findings in found.items():
        for finding in findings[:MOST_EXAMPLES]:
            print(f"{name}: {finding}")
        if len(findings) > MOST_EXAMPLES:
            print(f"{name}: and {len(findings) - MOST_EXAMPLES} more")
    print(json.dumps({"operations": len(evidence.history), "orders": len(evidence.rows("order")),
                      "paid": sum(row["status"] == "paid" for row in evidence.rows("order")),
                      "calls": len(evidence.calls), "payments": len(evidence.payments),
                      "decisions": promises.open_decisions(evidence)[:MOST_EXAMPLES],
                      "violations": {name: len(findings) for name, findings in found.items()}}))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
