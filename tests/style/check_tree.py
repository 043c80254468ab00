#!/usr/bin/env python3
"""What a script can see of STYLE: top level, sizes, sleeping tests, READMEs, paths of one machine.
Usage: check_tree.py ROOT"""
import pathlib
import re
import subprocess
import sys

TOP = {"CMakeLists.txt", "README.md", "LICENSE", "app", "widgets", "backend", "resources", "i18n", "tests"}
CODE = {".h", ".cpp", ".lua", ".sql", ".py", ".js", ".css", ".html"}
SLEEP = re.compile(r"qWait\(\s*\d|QThread::(m|u)?sleep|std::this_thread::sleep|time\.sleep\(")
HOME = re.compile(r"/(home|root|work)/[a-z]")


def tracked(root):
    out = subprocess.run(["git", "-C", str(root), "ls-files"], capture_output=True, text=True)
    if out.returncode == 0 and out.stdout:
        return [pathlib.PurePath(line) for line in out.stdout.splitlines()]
    return [p.relative_to(root) for p in root.rglob("*")
            if p.is_file() and not any(part.startswith((".", "build")) for part in p.relative_to(root).parts)]


def check(root, path, faults):
    if path.parts[0] not in TOP and not path.parts[0].startswith("."):
        faults.append(f"{path}: not in the agreed top level")
    if path.suffix not in CODE and path.name not in ("CMakeLists.txt", "run", "full", "install", "build"):
        if path.name == "README.md" and len(path.parts) > 1:
            count = len((root / path).read_text(encoding="utf-8").splitlines())
            if count > 40:
                faults.append(f"{path}: {count} lines, a room's README has at most 40")
        return
    if not (root / path).exists():
        return
    text = (root / path).read_text(encoding="utf-8")
    count = text.count("\n")
    if count > 400:
        faults.append(f"{path}: {count} lines, a file has at most 400")
    for number, line in enumerate(text.splitlines(), 1):
        if path.parts[0] == "tests" and path.name != "check_tree.py" and SLEEP.search(line):
            faults.append(f"{path}:{number}: a test does not sleep")
        if HOME.search(line) and path.name != "check_tree.py":
            faults.append(f"{path}:{number}: a path of one machine")


def check_rooms(root, files, faults):
    rooms = {f.parent for f in files if f.suffix in (".h", ".cpp") and f.parts[0] in ("app", "backend", "widgets")
             and len(f.parts) == 3}
    for room in sorted(rooms):
        if not (root / room / "README.md").exists():
            faults.append(f"{room}: has no README.md")


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    files = tracked(root)
    faults = []
    for path in files:
        check(root, path, faults)
    check_rooms(root, files, faults)
    print(f"{len(files)} files looked at")
    for fault in faults:
        print(fault)
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
