#!/usr/bin/env python3
"""Removes guards one at a time and shows that the named tests fail without each (tests/guards.json).

    guards.py [TEXT]    all guards, or those whose name holds TEXT

The sources are copied to a folder below the target folder, as they lie there, committed or not. Each guard of the copy gets a switch that
GUARD_GONE turns, so that one compilation serves all of them; nothing of it is ever part of the product. First every named test has
to pass with all guards in place, then to fail, by an assertion in a test file, with its guard gone. The cluster for the tests is that of
EINLASS_TEST_DATABASE_URL (scripts/test-postgres.sh).

An entry of guards.json:

    guard   what it is, beginning with the requirement
    file    where it stands, below src
    find    text that is there once, blanks and line breaks alike; «…» in it marks the guard where the rest only says which is meant
    kind    expression: `gone` takes its place; statement: it is left out
    gone    what stands there without the guard
    also    further places with file, find, kind and gone, where another layer would hold it as well: all go at once
    tests   names that have to fail, in tests/ or beside the source
"""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").resolve()
PLACE = OUT / "guards"
COPY = PLACE / "source"
# A test that hangs without its guard has not failed in the way that counts.
SECONDS = 300
# What a lock held apart meets by chance.
TRIES = 3
AT_ONCE = min(2, int(os.environ.get("EINLASS_GUARDS_AT_ONCE", "2")))

SWITCH = '''//! Which guard is gone. Made by scripts/guards.py.

static GONE: std::sync::LazyLock<Option<usize>> =
    std::sync::LazyLock::new(|| std::env::var("GUARD_GONE").ok().and_then(|guard| guard.parse().ok()));

/// Whether this guard is.
pub fn gone(guard: usize) -> bool {
    *GONE == Some(guard)
}
'''


def say(sentence):
    print(f"einlass: {sentence}", file=sys.stderr, flush=True)


def end(sentence):
    say(sentence)
    sys.exit(1)


def span(place, text):
    """Where the guard of an entry stands in its file; None where that cannot be said."""
    wanted = place["find"]
    before, mark, rest = wanted.partition("«")
    inner, closed, after = rest.partition("»")
    parts = [before, inner, after] if mark and closed else ["", wanted, ""]
    loose = [r"\s+".join(re.escape(word) for word in part.split()) for part in parts]
    # Between the parts there may be blanks, or none: `for x in 0..«MOST»`.
    found = list(re.finditer(r"\s*".join(f"({part})" for part in loose), text))
    if len(found) != 1:
        say(f"{place['guard']}: in src/{place['file']} this stands {len(found)} times, not once: {wanted}")
        return None
    return found[0].span(2)


def written(file, text, start, stop, found):
    """A part of a file with the switches in it. One guard may stand in another."""
    new, at = "", start
    while found:
        ((first, last), kind), here = found.pop(0)
        inner = [one for one in found if one[0][0][0] < last]
        found = found[len(inner):]
        if any(one[0][0][1] > last or one[0][0] == (first, last) for one in inner):
            end(f"in src/{file} another guard overlaps with this: {here[0][1]['guard']}")
        original = written(file, text, first, last, inner)
        if kind == "statement":
            gone = " || ".join(f"crate::guards::gone({number})" for number, _ in here)
            switch = f"if !({gone}) {{ {original} }}"
        else:
            ways = " else ".join(f"if crate::guards::gone({number}) {{ {place['gone']} }}" for number, place in here)
            switch = f"({ways} else {{ {original} }})"
        new, at = new + text[at:first] + switch, last
    return new + text[at:stop]


def switched(guards):
    """The files of the copy that have a guard, with its switches."""
    places, lost = {}, False
    for number, guard in enumerate(guards):
        for place in [guard, *guard.get("also", [])]:
            place = {**place, "guard": guard["guard"]}
            text = (ROOT / "src" / place["file"]).read_text()
            where = span(place, text)
            lost |= where is None
            places.setdefault(place["file"], {}).setdefault((where, place["kind"]), []).append((number, place))
    if lost:
        end("a guard has moved or is gone; tests/guards.json has to say where it stands now")
    files = {}
    for file, found in places.items():
        text = (ROOT / "src" / file).read_text()
        files[f"src/{file}"] = written(file, text, 0, len(text), sorted(found.items(), key=lambda one: (one[0][0][0], -one[0][0][1])))
    library = (ROOT / "src/lib.rs").read_text()
    files["src/lib.rs"] = f'{library}\n#[cfg(feature = "ssr")]\npub mod guards;\n'
    files["src/guards.rs"] = SWITCH
    # Instances that a test starts as processes are told, too, which guard is gone.
    process, bare = (ROOT / "tests/support/process.rs").read_text(), ".env_clear()"
    if process.count(bare) != 1:
        end(f"tests/support/process.rs holds {bare} {process.count(bare)} times, not once")
    told = '.envs(std::env::var_os("GUARD_GONE").map(|guard| ("GUARD_GONE", guard)))'
    files["tests/support/process.rs"] = process.replace(bare, bare + told)
    return files


def copy(files):
    """Brings the copy up to date; what is as it was keeps its time, so that only what changed is compiled."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
    ).stdout.decode().split("\0")
    wanted = {name: (ROOT / name).read_bytes() for name in listed if name and (ROOT / name).is_file()}
    wanted |= {name: text.encode() for name, text in files.items()}
    for old in COPY.rglob("*") if COPY.exists() else []:
        name = old.relative_to(COPY).as_posix()
        if old.is_file() and not old.is_symlink() and name not in wanted and not name.startswith(("target/", "end2end/node_modules/")):
            old.unlink()
    for name, content in wanted.items():
        target = COPY / name
        if not (target.exists() and target.read_bytes() == content):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            shutil.copymode(ROOT / name, target) if (ROOT / name).exists() else None
    # Of wherever this was called last, perhaps a folder that is gone.
    packages = COPY / "end2end/node_modules"
    packages.unlink(missing_ok=True)
    packages.symlink_to(ROOT / "end2end/node_modules")


def compiled_before():
    """Takes the dependencies along that lie compiled in the target folder: they are the same."""
    source, target = OUT / "debug", PLACE / "debug"
    if target.exists() or not (source / "deps").exists():
        return
    for folder in ["deps", "build", ".fingerprint"]:
        for old in (source / folder).rglob("*"):
            if "einlass" in old.relative_to(source).as_posix() or not old.is_file():
                continue
            new = target / old.relative_to(source)
            new.parent.mkdir(parents=True, exist_ok=True)
            # The compiler writes these anew and never into them; what cargo writes into is copied.
            if new.suffix in [".rlib", ".rmeta", ".so"]:
                try:
                    os.link(old, new)
                    continue
                except OSError:
                    pass
            shutil.copy2(old, new)


def build():
    """The test programs: of tests/, and of the tests beside the sources."""
    environment = {**os.environ, "CARGO_TARGET_DIR": str(PLACE), "SQLX_OFFLINE": "true"}
    done = subprocess.run(
        ["cargo", "test", "--locked", "--no-run", "--lib", "--test", "einlass", "--message-format", "json"],
        cwd=COPY, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode != 0:
        errors = [m["message"]["rendered"] for m in messages if m.get("message", {}).get("level") == "error"]
        end("the sources with switches do not compile:\n" + "\n".join(errors))
    programs = {m["target"]["name"] + ("" if "test" in m["target"]["kind"] else " unit"): m["executable"]
                for m in messages if m["reason"] == "compiler-artifact" and m["profile"]["test"] and m["executable"]}
    return programs["einlass"], programs["einlass unit"]


def is_beside_source(test):
    return not (ROOT / "tests" / f"{test.split('::')[0]}.rs").exists()


def run(programs, tests, gone=None):
    """How each test ended: ("ok", "") or ("FAILED", where and why), and nothing where it was not there."""
    outcomes = {}
    for program, names in [(programs[0], [t for t in tests if not is_beside_source(t)]),
                           (programs[1], [t for t in tests if is_beside_source(t)])]:
        if not names:
            continue
        environment = {**os.environ, "CARGO_MANIFEST_DIR": str(COPY), "RUST_BACKTRACE": "0"}
        environment.pop("GUARD_GONE", None)
        if gone is not None:
            environment["GUARD_GONE"] = str(gone)
        try:
            said = subprocess.run([program, "--exact", "--test-threads", "2", *names], cwd=COPY, env=environment,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS * max(1, len(names) // 20)).stdout
        except subprocess.TimeoutExpired:
            outcomes |= {name: ("hung", f"not ended within {SECONDS} s") for name in names}
            continue
        text = said.decode(errors="replace")
        for name, how in re.findall(r"^test (\S+)(?: - should panic)? \.\.\. (ok|FAILED|ignored)", text, re.M):
            outcomes[name] = (how, reason(name, text) if how == "FAILED" else "")
    return outcomes


def reason(test, text):
    """Where a test failed and the first words of why; nothing of it where it was not in a test file."""
    panics = re.findall(r"thread '([^']*)'(?: \(\d+\))? panicked at (\S+?):(\d+):\d+:\n(.*?)(?=\n(?:note: |stack backtrace|thread '|----|\n))",
                        text + "\n\n", re.S)
    own = [p for p in panics if p[0] == test] + [p for p in panics if p[0] != test and "::" not in p[0]]
    for _, file, line, why in own:
        if in_test_file(file, int(line)):
            words = " ".join(why.split())
            return f"{file}:{line} {words}"
    return ""


def in_test_file(file, line):
    if file.startswith("tests/") and file != "tests/support/db.rs":
        return True
    source = COPY / file
    if not file.startswith("src/") or not source.exists():
        return False
    if source.name == "tests.rs" or source.stem.endswith("_tests"):
        return True
    lines = source.read_text().splitlines()
    return any(text.strip() == "#[cfg(test)]" for text in lines[:line])


def verdict(programs, number, guard):
    """What the guard's tests said without it: a row of the table and whether every one noticed."""
    outcomes = {}
    for _ in range(TRIES):
        left = [test for test in guard["tests"] if outcomes.get(test, ("ok", ""))[0] == "ok"]
        outcomes |= run(programs, left, number) if left else {}
    rows, noticed = [], True
    for test in guard["tests"]:
        how, where = outcomes.get(test, ("not run", ""))
        good = how == "FAILED" and where
        noticed &= bool(good)
        told = where if good else {"ok": "PASSES WITHOUT IT", "FAILED": "fails elsewhere than in a test file"}.get(how, f"{how} {where}")
        rows.append(f"  {'red ' if good else '??? '} {test}\n        {told[:200]}")
    return noticed, f"{guard['guard']}\n" + "\n".join(rows)


def main():
    guards = json.loads((ROOT / "tests/guards.json").read_text())
    wanted = " ".join(sys.argv[1:]).strip().lower()
    names = [guard["guard"] for guard in guards]
    if len(set(names)) < len(names):
        end("two guards have the same name: " + ", ".join(sorted({name for name in names if names.count(name) > 1})))
    chosen = [(number, guard) for number, guard in enumerate(guards) if wanted in guard["guard"].lower()]
    if not chosen:
        end(f"no guard of tests/guards.json is called so: {wanted}")
    if "EINLASS_TEST_DATABASE_URL" not in os.environ:
        end("EINLASS_TEST_DATABASE_URL names a PostgreSQL for tests; `make guards` starts one.")
    copy(switched(guards))
    compiled_before()
    say(f"compiling the sources with {len(guards)} switches")
    programs = build()

    tests = sorted({test for _, guard in chosen for test in guard["tests"]})
    whole = run(programs, tests)
    broken = [f"  {test}: {' '.join(whole.get(test, ('not there', '')))}" for test in tests if whole.get(test, ("", ""))[0] != "ok"]
    if broken:
        end("with every guard in place these do not pass:\n" + "\n".join(broken))

    unnoticed = []
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        work = [(guard, pool.submit(verdict, programs, number, guard)) for number, guard in chosen]
        for guard, result in work:
            noticed, row = result.result()
            print(row, flush=True)
            if not noticed:
                unnoticed.append(guard["guard"])
    print(f"\n{len(chosen)} guards removed one at a time; {len(chosen) - len(unnoticed)} were missed by their tests.")
    if unnoticed:
        end("these can go without a test that notices:\n" + "\n".join(f"  {name}" for name in unnoticed))


main()
