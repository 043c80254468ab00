#!/usr/bin/env python3
"""Checks the public record of a Saikobi waiting room. Shares no code with the backend.

    saikobi_verify.py --url https://shop.example --sale SALE [--save FOLDER]
    saikobi_verify.py --draw draw.json --chain chain.txt [--tickets FILE] [--passes FILE]

Exit 0: everything that was given is true. 1: names the first false line. 2: cannot be read.
What is checked, and what is not, stands in README.md beside this file.
"""
import argparse
import json
import os
import sys
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True

from chain_record import Chain  # noqa: E402
from draw_record import DrawRecord  # noqa: E402
from people_record import check_passes, check_tickets  # noqa: E402
from record_words import Unreadable, Untrue  # noqa: E402

MOST_PAGES = 100_000


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as wrong:
        raise Unreadable(f"{path}: {wrong}")


def fetch(url):
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()
    except (OSError, ValueError) as wrong:
        raise Unreadable(f"{url}: {wrong}")


def fetch_record(url, sale):
    base = f"{url.rstrip('/')}/public/sales/{urllib.parse.quote(sale, safe='')}"
    draw, lines, start = fetch(base + "/draw"), [], ""
    for _ in range(MOST_PAGES):
        try:
            page = json.loads(fetch(base + "/chain" + (f"?from={start}" if start else "")))
            lines += [str(line) for line in page["lines"]]
            start = page.get("next", start)
            if not page["more"]:
                break
        except (ValueError, KeyError, TypeError) as wrong:
            raise Unreadable(f"{base}/chain: {wrong!r}")
    return draw, lines


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="where the sale is sold")
    parser.add_argument("--sale", help="its name there")
    parser.add_argument("--save", metavar="FOLDER", help="keep draw.json and chain.txt")
    parser.add_argument("--draw", metavar="FILE", help="GET /public/sales/SALE/draw")
    parser.add_argument("--chain", metavar="FILE", help="the lines of /public/sales/SALE/chain")
    parser.add_argument("--tickets", metavar="FILE", help="CSV number,joined_at[,place], ms since 1970")
    parser.add_argument("--passes", metavar="FILE", help="CSV number,granted_at[,place][,member]")
    parser.add_argument("--places", metavar="FILE", help="write all drawn places here")
    parser.add_argument("--number", type=int, help="tell the place of this number")
    given = parser.parse_args()
    if bool(given.url) != bool(given.sale) or bool(given.draw) != bool(given.chain) \
            or bool(given.url) == bool(given.draw):
        parser.error("give --url and --sale, or --draw and --chain")
    return given


def load(given):
    if given.draw:
        return read(given.draw), read(given.chain).splitlines(), given.draw, given.chain
    draw, lines = fetch_record(given.url, given.sale)
    if given.save:
        os.makedirs(given.save, exist_ok=True)
        for name, text in (("draw.json", draw), ("chain.txt", "".join(line + "\n" for line in lines))):
            with open(os.path.join(given.save, name), "w", encoding="utf-8") as file:
                file.write(text)
    return draw, lines, "draw", "chain"


def main():
    given, said = arguments(), []
    try:
        draw_text, lines, draw_name, chain_name = load(given)
        draw = DrawRecord(draw_name, draw_text)
        draw.check(said)
        chain = Chain(chain_name, lines, draw)
        chain.check(said)
        draw.check_every_place(said, given.places)
        if given.tickets:
            check_tickets(given.tickets, read(given.tickets), draw, chain, said)
        if given.passes:
            check_passes(given.passes, read(given.passes), draw, chain, said)
    except Untrue as wrong:
        print(wrong)
        return 1
    except Unreadable as wrong:
        print(wrong, file=sys.stderr)
        return 2
    for sentence in said:
        print(sentence if sentence.startswith("NOTE") else f"true: {sentence}")
    if given.number:
        place = draw.place(given.number)
        print(f"number {given.number}: place {place if place else 'not known yet'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
