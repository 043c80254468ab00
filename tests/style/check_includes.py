#!/usr/bin/env python3
"""Reads every #include and fails on a direction that STYLE forbids: what the table below does not
list is forbidden. Usage: check_includes.py ROOT"""
import pathlib
import re
import sys

# room: (rooms it may include, libraries it may include)
ROOMS = {
    "backend/contract": ([], ["boost/json"]),
    "backend/forecast": (["backend/contract"], []),
    "backend/alarms": (["backend/contract", "backend/forecast"], []),
    "backend/stores": (["backend/contract"], ["pqxx", "hiredis", "boost/asio"]),
    "backend/waiting_room": (["backend/contract", "backend/forecast", "backend/stores"],
                             ["boost/asio", "boost/json", "openssl", "pqxx"]),
    "backend/control": (["backend/contract", "backend/forecast", "backend/alarms", "backend/stores"],
                        ["boost/asio", "boost/json", "pqxx", "yaml-cpp"]),
    "backend/shop": (["backend/contract", "backend/forecast", "backend/stores"],
                     ["boost/asio", "boost/json", "toml++", "openssl", "pqxx"]),
    "backend/payments": (["backend/contract", "backend/forecast", "backend/stores"],
                         ["boost/asio", "boost/json", "boost/beast", "openssl", "pqxx"]),
    "backend/recorder": (["backend/contract", "backend/forecast", "backend/stores"],
                         ["boost/asio", "boost/json", "pqxx", "sqlite3"]),
    "backend/http": (["backend/contract", "backend/waiting_room", "backend/shop", "backend/payments"],
                     ["boost/asio", "boost/system", "boost/beast", "boost/json", "openssl", "qrencode"]),
    "backend/rehearsal": (["backend/contract", "backend/forecast", "backend/stores", "backend/http"],
                          ["boost/asio", "boost/beast", "boost/json", "openssl", "pqxx"]),
    "backend/daemon": (["backend/"], ["boost/asio", "CLI", "toml++", "boost/json"]),
    "widgets/timeline": (["backend/contract"], ["Qt"]),
    "widgets/status": (["backend/contract"], ["Qt"]),
    "widgets/control": (["backend/contract", "widgets/status"], ["Qt"]),
    "widgets/runbook": (["backend/contract", "widgets/status"], ["Qt"]),
    "widgets/charts": (["backend/contract", "widgets/status", "widgets/timeline"], ["Qt", "QtCharts"]),
    "app/model": (["backend/contract", "backend/forecast", "backend/alarms"], ["Qt"]),
    "app/sources": (["backend/contract", "backend/forecast", "app/model"], ["Qt", "pqxx", "hiredis"]),
    "app/connection": (["backend/contract", "app/model", "app/sources"], ["Qt", "pqxx", "hiredis", "libpq"]),
    "app/commands": (["backend/contract", "backend/forecast", "app/model"], ["Qt"]),
    "app/review": (["backend/contract", "backend/forecast", "app/model", "widgets/timeline"], ["Qt"]),
    "app/pages": (["backend/contract", "app/model", "app/commands", "app/review", "widgets/"], ["Qt"]),
    "app/shell": (["backend/contract", "app/", "widgets/"], ["Qt"]),
    "app": (["backend/contract", "app/", "widgets/"], ["Qt"]),
}
# Interfaces live with their consumer; whoever implements one may include that header.
PORT = re.compile(r"_port\.h$|app/model/mailbox\.h$|app/model/snapshot_source\.h$|app/commands/command_gateway\.h$")
# Libraries that stay in .cpp files, per room.
CPP_ONLY = {
    "backend/waiting_room": ["boost/json", "openssl", "pqxx"],
    "backend/shop": ["boost/json", "toml++", "pqxx", "openssl"],
    "backend/payments": ["boost/json", "boost/beast", "openssl", "pqxx"],
    "backend/http": ["boost/json", "qrencode"],
    "backend/control": ["boost/json", "pqxx", "yaml-cpp"],
    "backend/recorder": ["boost/json", "pqxx", "sqlite3"],
    "backend/rehearsal": ["boost/json", "pqxx"],
}
# Inner headers of a room, which only its .cpp files read: their whole point is a value of the library.
INNER = {"backend/http/page_shells.h": "boost/json", "backend/shop/sale_reader.h": "toml++"}
LOGGED = re.compile(r"^spdlog")
INCLUDE = re.compile(r'^\s*#include\s+(["<])([^">]+)[">]')
LIBRARY = re.compile(r"^(boost/\w+|pqxx|libpq|hiredis|openssl|toml\+\+|CLI|spdlog|QtCharts|yaml-cpp|sqlite3|prometheus|qrencode)")


def room_of(path):
    parts = path.parts
    if parts[0] == "tests":
        return None
    if len(parts) == 2:
        return parts[0]
    return "/".join(parts[:2])


def library_of(name):
    if re.match(r"^Q[A-Z]", name) or name.startswith("Qt"):
        if re.match(r"^(QtCharts|Q\w*(Chart|Series|Axis)\b)", name) or name in ("QChart", "QChartView", "QLineSeries", "QValueAxis", "QAreaSeries"):
            return "QtCharts"
        return "Qt"
    found = LIBRARY.match(name)
    return found.group(1) if found else None


def allowed_room(room, target, rooms):
    own = "/".join(pathlib.PurePath(target).parts[:2])
    if own == room or PORT.search(target):
        return True
    return any(own == r or (r.endswith("/") and target.startswith(r)) for r in rooms)


def check_file(root, path, faults):
    relative = path.relative_to(root)
    room = room_of(relative)
    if room is None:
        return 0
    if room not in ROOMS:
        faults.append(f"{relative}: room {room} is not in the table")
        return 0
    rooms, libraries = ROOMS[room]
    count = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        count += 1
        quote, name = found.groups()
        where = f"{relative}:{number}: {name}"
        if quote == '"':
            is_ours = name.startswith(("backend/", "app/", "widgets/"))
            if name.startswith("tests/"):
                faults.append(f"{where}: nobody includes tests")
            elif is_ours and not allowed_room(room, name, rooms):
                faults.append(f"{where}: {room} may not include it")
            elif not is_ours and not name.endswith(".moc"):
                faults.append(f"{where}: includes go from the root")
            continue
        library = library_of(name)
        if library is None:
            continue
        if LOGGED.match(library):
            if not room.startswith("backend/") or room in ("backend/contract", "backend/forecast", "backend/alarms"):
                faults.append(f"{where}: {room} does not log by spdlog")
        elif library not in libraries:
            faults.append(f"{where}: {room} may not use {library}")
        elif relative.suffix == ".h" and library in CPP_ONLY.get(room, []) and INNER.get(str(relative)) != library:
            faults.append(f"{where}: {library} stays in .cpp files of {room}")
    return count


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    faults = []
    count = 0
    for top in ("app", "widgets", "backend"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                count += check_file(root, path, faults)
    if count == 0:
        faults.append("no #include was read: the check looked in the wrong place")
    print(f"{count} includes read")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
