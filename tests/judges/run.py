"""Serves Einlass and lets each outside judge try it, in an account of its own.

A judge is a command that ends with 0 when it has nothing to object to, and its last line says what it did. It is
always heard whole. `objections.json` holds what judges object to by decision, each with the reason that docs/SCIM.md
gives: such a verdict passes when the objections are exactly these, and one that is no longer raised must be struck out.
"""

import base64
import collections
import json
import os
import pathlib
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).parent
JUDGES = pathlib.Path(os.environ["EINLASS_TEST_JUDGES"])
BINARY = os.environ["EINLASS_TEST_BINARY"]
KNOWN = json.loads((HERE / "objections.json").read_text())
LONG = bool(os.environ.get("EINLASS_LONG"))
SEED = str(secrets.randbelow(2**32)) if LONG else "1"


def python(environment):
    return str(JUDGES / environment / "bin" / "python")


def scim2_tester(base_url, token):
    return [str(JUDGES / "clients/bin/scim2"), "--url", base_url, "test"], {
        "SCIM_CLI_HEADERS": f"Authorization: Bearer {token}"
    }


def scim_sanity(base_url, token):
    command = [str(JUDGES / "clients/bin/scim-sanity"), "probe", base_url, "--token", token]
    return [*command, "--i-accept-side-effects"], {}


def scim2_client(base_url, token):
    return [python("clients"), str(HERE / "client.py")], {"SCIM_BASE_URL": base_url, "SCIM_TOKEN": token}


def canaille(base_url, token):
    return [python("canaille"), str(HERE / "identity_provider.py")], {"SCIM_BASE_URL": base_url, "SCIM_TOKEN": token}


def made_person(base_url, token, number):
    """The id of a new person."""
    name = f"member{number}@example.com"
    body = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": name, "emails": [{"value": name}]}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"}
    request = urllib.request.Request(f"{base_url}/Users", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as response:
        return json.load(response)["id"]


# Together more than 20,000 requests in both profiles; and what takes a part of a minute.
MANY = ["--max-examples", "130"]
FEW = ["--phases", "fuzzing,stateful", "--max-examples"]


def schemathesis(base_url, token, *options):
    """Requests drawn from docs/openapi.json; the same ones each time, unless there is time for more."""
    drawing = HERE / "description"
    people = " ".join(made_person(base_url, token, number) for number in range(3))
    command = [str(JUDGES / "schemathesis/bin/schemathesis"), "--config-file", str(drawing / "schemathesis.toml"), "run"]
    command += [str(HERE.parent.parent / "docs/openapi.json"), "--url", base_url, "--no-color"]
    command += ["-H", f"Authorization: Bearer {token}", "--seed", os.environ.get("EINLASS_SEED", SEED)]
    return [*command, *options], {"PYTHONPATH": str(drawing), "SCHEMATHESIS_HOOKS": "hooks", "SCIM_PEOPLE": people, "PYTHONDONTWRITEBYTECODE": "1"}


def schemathesis_strict(base_url, token):
    return schemathesis(base_url, token, *(MANY if LONG else [*FEW, "12"]))


def schemathesis_auto(base_url, token):
    """What is tolerated is not refused, so that refusals are judged in the profile strict alone."""
    amount = MANY if LONG else [*FEW, "6"]
    return schemathesis(base_url, token, *amount, "--exclude-checks", "negative_data_rejection")


ALL = {
    "scim2-tester": scim2_tester,
    "scim-sanity": scim_sanity,
    "scim2-client": scim2_client,
    "canaille": canaille,
    "schemathesis-strict": schemathesis_strict,
    "schemathesis-auto": schemathesis_auto,
}

# Suites judge the default profile; an identity provider gets the one its administrator would choose.
PROFILES = {"canaille": "canaille", "schemathesis-strict": "strict", "schemathesis-auto": "auto"}


def tester_summary(lines):
    verdicts = re.findall(r"^([A-Z]+) [a-z_]+$", "\n".join(lines), re.MULTILINE)
    return ", ".join(f"{count} {verdict}" for verdict, count in sorted(collections.Counter(verdicts).items()))


def sanity_summary(lines):
    return next((line.strip() for line in lines if " passed, " in line), lines[-1])


def schemathesis_summary(lines):
    told = [line.strip() for line in lines if re.match(r"\s+\d+ generated, |Filtered: |Seed: ", line)]
    return "; ".join(told) or lines[-1]


SUMMARIES = {
    "scim2-tester": tester_summary,
    "scim-sanity": sanity_summary,
    "schemathesis-strict": schemathesis_summary,
    "schemathesis-auto": schemathesis_summary,
}


class Server:
    """A serving process with settings of its own and the PostgreSQL of DATABASE_URL."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        key = folder / "key"
        key.write_bytes(base64.b64encode(secrets.token_bytes(32)))
        key.chmod(0o400)
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": os.environ["DATABASE_URL"],
            "EINLASS_KEY_FILE": str(key),
            "EINLASS_DATA_DIR": str(folder / "data"),
            "EINLASS_LISTEN": f"127.0.0.1:{port}",
            "EINLASS_SCIM_RATE": "off",
        }
        self.log = []
        self.process = subprocess.Popen(
            [BINARY, "serve"], env=self.environment, cwd=folder, stderr=subprocess.PIPE, text=True
        )
        listening = threading.Event()
        threading.Thread(target=self._read, args=(listening,), daemon=True).start()
        if not listening.wait(120):
            self.process.kill()
            sys.exit("the server did not start:\n" + "".join(self.log))

    def _read(self, listening):
        for line in self.process.stderr:
            self.log.append(line)
            if line.startswith("einlass serves "):
                listening.set()

    def command(self, *arguments):
        done = subprocess.run(
            [BINARY, *arguments, "--json"], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{' '.join(arguments)}: {done.stderr}")
        return json.loads(done.stdout)

    def connection(self, name):
        """A Premium account of this name with SCIM switched on: its base URL and token."""
        admin = f"admin@{name}.example"
        self.command("account", "create", "--name", name, "--admin-email", admin, "--plan", "premium", "--auto-licences")
        made = self.command("connection", "activate", "--account", name, "--method", "password")
        if name in PROFILES:
            self.command("connection", "set", "--connection", made["connection_id"], "--profile", PROFILES[name])
        return made["base_url"], made["token"]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()


def objections(lines):
    """What a judge objects to, without the ids of this run."""
    raised = set()
    for line, reason in zip(lines, [*lines[1:], ""], strict=True):
        if re.match(r"\s*(ERROR|CRITICAL)\b|\s*\[(FAIL|ERROR)\]", line):
            raised.add(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", f"{line.strip()}: {reason.strip()}"))
    return raised


def hear(server, name):
    """Lets one judge try the server; true when it has nothing to object to."""
    command, environment = ALL[name](*server.connection(name))
    started = time.monotonic()
    failures = sum("ERROR" in line for line in server.log)
    judged = subprocess.run(
        command, env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LANG": "C.UTF-8"} | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    failed = [line for line in server.log if "ERROR" in line][failures:]
    lines = [line for line in judged.stdout.splitlines() if line.strip()]
    known, raised = KNOWN.get(name, {}), objections(lines)
    agreed = judged.returncode == 0 if not known else judged.returncode != 0 and raised == set(known)
    fine = agreed and not failed
    if not fine:
        print("\n".join(lines + failed))
        for objection in sorted(set(known) - raised):
            print(f"no longer raised, strike it out of objections.json: {objection}")
    last = SUMMARIES.get(name, lambda lines: lines[-1].strip())(lines) if lines else "says nothing"
    print(f"{'ok    ' if fine else 'FAILED'}  {name:19} {time.monotonic() - started:5.1f} s  {last}", flush=True)
    for objection in sorted(raised & set(known)):
        print(f"        objects: {objection}\n        because: {known[objection]}", flush=True)
    return fine


def main(names):
    unknown = set(names) - set(ALL)
    if unknown:
        sys.exit(f"there is no judge {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    with tempfile.TemporaryDirectory(prefix="einlass-judges.") as folder:
        server = Server(pathlib.Path(folder))
        try:
            verdicts = [hear(server, name) for name in names or ALL]
        finally:
            server.stop()
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
