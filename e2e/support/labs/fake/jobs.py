"""A batch system's queue, played: kept in SQLite below the person's home, driven by one process of theirs that starts scripts and ends them."""

import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

FOLDER = os.path.expanduser("~/.played-queue")
GRACE = 1.0  # seconds between TERM and KILL
CORES = 8

FIELDS = [
    "number", "task", "state", "held", "name", "script", "shell", "folder", "environment", "output", "walltime", "waits", "at_once",
    "queue", "cores", "how", "code", "signal", "pid", "submitted", "started", "ended", "remove", "told",
]


def is_down():
    return os.path.exists(os.environ.get("PLAYED_DOWN", "/nonexistent"))


def opened():
    os.makedirs(FOLDER, exist_ok=True)
    base = sqlite3.connect(os.path.join(FOLDER, "queue.sqlite"), timeout=20, isolation_level=None)
    base.row_factory = sqlite3.Row
    base.execute("create table if not exists units (%s, primary key (number, task))" % ", ".join(FIELDS))
    return base


class Changing:
    """`with Changing() as base:` changes the queue while nobody else does."""

    def __enter__(self):
        self.base = opened()
        self.base.execute("begin immediate")
        return self.base

    def __exit__(self, kind, *_):
        self.base.execute("rollback" if kind else "commit")
        self.base.close()


def units(where="1", values=()):
    base = opened()
    found = [dict(row) for row in base.execute("select * from units where %s order by number, task" % where, values)]
    base.close()
    return found


def of(number, task=None):
    """The units of a job: one, or all tasks of an array; task -1 is a job without tasks."""
    if task is None:
        return units("number = ?", (number,))
    return units("number = ? and task = ?", (number, task))


def submit(text, *, tasks=None, held=False, waits=(), at_once=None, walltime=None, cores=1, **fields):
    """`waits` is a list of (number, "ok" | "any" | "fail"). Answers the job's number."""
    with Changing() as base:
        number = (base.execute("select max(number) from units").fetchone()[0] or 4000) + 1
        script = os.path.join(FOLDER, "%d.script" % number)
        with open(script, "w") as file:
            file.write(text)
        for task in [-1] if tasks is None else tasks:
            row = dict.fromkeys(FIELDS)
            row.update(fields, number=number, task=task, state="queued", held=int(held), script=script, walltime=walltime, at_once=at_once, cores=cores)
            row.update(waits=json.dumps(list(waits)), environment=json.dumps(fields.get("environment") or {}), told=json.dumps(fields.get("told") or {}), submitted=time.time())
            base.execute("insert into units (%s) values (%s)" % (", ".join(FIELDS), ", ".join("?" * len(FIELDS))), [row[name] for name in FIELDS])
    drive_apart()
    return number


def change(number, task, **fields):
    with Changing() as base:
        where, values = ("", []) if task is None else (" and task = ?", [task])
        names = ", ".join("%s = ?" % name for name in fields)
        base.execute("update units set %s where number = ?%s" % (names, where), [*fields.values(), number, *values])


def remove(number, task=None):
    """Answers how many units were not over yet."""
    alive = [unit for unit in of(number, task) if unit["state"] != "ended"]
    for unit in alive:
        change(number, unit["task"], remove=1)
    deadline = time.time() + 4
    while alive and time.time() < deadline and any(each["remove"] and each["state"] == "queued" for each in of(number, task)):
        time.sleep(0.05)
    return len(alive)


def drive_apart():
    log = open(os.path.join(FOLDER, "driver.log"), "ab")
    subprocess.Popen(
        [sys.executable, "-B", os.path.abspath(__file__)],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/",
        env={name: value for name, value in os.environ.items() if name not in ("TZ", "LC_ALL")},
    )


def verdict(waits):
    """"wait", "go" or "never"."""
    for number, condition in waits:
        parents = of(number)
        if any(unit["state"] != "ended" for unit in parents):
            return "wait"
        went_well = all(unit["how"] == "exit" and unit["code"] == 0 for unit in parents)
        if condition == "ok" and not went_well or condition == "fail" and went_well:
            return "never"
    return "go"


class Driver:
    def __init__(self):
        self.running = {}

    def look(self):
        active = {}
        for unit in units("state = 'running'"):
            active[unit["number"]] = active.get(unit["number"], 0) + 1
            self.watch(unit)
        for unit in units("state = 'queued'"):
            if unit["remove"]:
                self.over(unit, how="removed")
                continue
            fate = verdict(json.loads(unit["waits"]))
            if fate == "never":
                if json.loads(unit["told"]).get("when_never") != "wait":
                    self.over(unit, how="dependency")
                continue
            if unit["held"] or fate == "wait" or unit["cores"] > CORES:
                continue
            if unit["at_once"] and active.get(unit["number"], 0) >= unit["at_once"]:
                continue
            active[unit["number"]] = active.get(unit["number"], 0) + 1
            self.start(unit)
        return bool(units("state != 'ended'"))

    def start(self, unit):
        environment = json.loads(unit["environment"])
        task = "" if unit["task"] == -1 else str(unit["task"])
        environment = {name: value.replace("@TASK@", task).replace("@JOB@", str(unit["number"])) for name, value in environment.items()}
        output = open(os.path.join(unit["folder"], (unit["output"] or "/dev/null").replace("@TASK@", task)), "ab")
        command = [*json.loads(unit["shell"]), unit["script"]] if unit["shell"] else ["/bin/sh", unit["script"]]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=unit["folder"], env=environment, start_new_session=True)
        output.close()
        self.running[(unit["number"], unit["task"])] = (process, None, None)
        change(unit["number"], unit["task"], state="running", started=time.time(), pid=process.pid)

    def watch(self, unit):
        key = (unit["number"], unit["task"])
        if key not in self.running:
            self.over(unit, how="exit", code=1)
            return
        process, how, killed = self.running[key]
        code = process.poll()
        if code is not None:
            if how:
                self.kill(process, signal.SIGKILL)
            self.over(unit, how=how or "exit", code=code if code >= 0 else None, signal=-code if code < 0 else None)
            del self.running[key]
        elif killed and time.time() - killed > GRACE:
            self.kill(process, signal.SIGKILL)
        elif not killed and (unit["remove"] or unit["walltime"] and time.time() - unit["started"] > unit["walltime"]):
            self.kill(process, signal.SIGTERM)
            self.running[key] = (process, "removed" if unit["remove"] else "walltime", time.time())

    def kill(self, process, which):
        try:
            os.killpg(process.pid, which)
        except ProcessLookupError:
            pass

    def over(self, unit, **fields):
        change(unit["number"], unit["task"], state="ended", ended=time.time(), **fields)


def drive():
    os.makedirs(FOLDER, exist_ok=True)
    lock = open(os.path.join(FOLDER, "lock"), "w")
    deadline = time.time() + 3
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError:
            if time.time() > deadline:
                return
            time.sleep(0.2)
    driver = Driver()
    while driver.look():
        time.sleep(0.15)


if __name__ == "__main__":
    drive()
