#!/usr/bin/env python3
"""Reads the checklists below tests/: every item of the dashboard, and of runbook and review, is scored
once, and each test, function or file that is said to show it exists. Usage: check_checklist.py ROOT"""
import pathlib
import re
import sys

DESK = [f"D{n}" for n in [*range(1, 36), *range(51, 61)]]
RUNBOOK = [f"D{n}" for n in range(36, 49)]
# file: (its items in order, those that may stand before them as well)
LISTS = {"desk_checklist.md": (DESK, []), "runbook_checklist.md": (RUNBOOK, ["D10"])}
MUST_BE_SHOWN = {f"D{n}" for n in range(11, 36)}
ROW = re.compile(r"^\| (D\d+) \| ([0-3]) \| (.+) \|$")
NAMED = re.compile(r"`([^`]+)`")
TEST = re.compile(r"^(test_\w+)::(\w+)$")


def registered(root):
    """Names of the test programs that some CMakeLists.txt makes."""
    found = set()
    for path in (root / "tests").rglob("CMakeLists.txt"):
        found |= set(re.findall(r"add_check\(\S+ (test_\w+)", path.read_text(encoding="utf-8")))
    return found


def fault_of(root, name, programs):
    test = TEST.match(name)
    if not test:
        return None if (root / name).exists() else "there is no such file"
    program, function = test.groups()
    if program not in programs:
        return f"no CMakeLists.txt makes {program}"
    sources = list((root / "tests").rglob(f"{program}.cpp"))
    if not sources:
        return f"there is no {program}.cpp"
    slot = re.compile(rf"\bvoid (\w+::)?{function}\(\)")
    if not any(slot.search(path.read_text(encoding="utf-8")) for path in sources):
        return f"{program} has no function {function}"
    return None


def check(root, text, programs, items, besides):
    faults = []
    seen = []
    for number, line in enumerate(text.splitlines(), 1):
        row = ROW.match(line)
        if not row:
            if line.startswith("| D"):
                faults.append(f"line {number}: not a row of three columns with a score from 0 to 3")
            continue
        item, score, shown = row.groups()
        seen.append(item)
        names = NAMED.findall(shown)
        if int(score) >= 2 and not names:
            faults.append(f"{item}: nothing is named that shows it")
        if item in MUST_BE_SHOWN and int(score) < 2:
            faults.append(f"{item}: has to be shown by a test")
        for name in names:
            fault = fault_of(root, name, programs)
            if fault:
                faults.append(f"{item}: {name}: {fault}")
    if [item for item in seen if item not in besides] != items or len(seen) != len(set(seen)):
        faults.append(f"the items are not {items[0]} to {items[-1]}, each once and in order")
    return len(seen), faults


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    programs = registered(root)
    failed = False
    for name, (items, besides) in LISTS.items():
        text = (root / "tests" / name).read_text(encoding="utf-8")
        count, faults = check(root, text, programs, items, besides)
        print(f"{name}: {count} items read")
        for fault in faults:
            print(f"{name}: {fault}")
        failed = failed or bool(faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
