"""Cobalt's commands. Formats: ido/cobalt, src/clients/POSIX and src/lib/Util.py."""

import getpass
import json
import os
import sys
import time

import jobs
import options

QUEUES = {"default": 86400, "debug": 3600}
MINUTE = 3  # seconds that a minute of walltime lasts here
WITH_VALUE = "-n --nodecount -t --time -q --queue -A --project --jobname -o --output -e --error --debuglog --dependencies --attrs --env --cwd -u --user --header".split()
FLAGS = "-h --held -l -f -Q".split()


def run(_, program, words):
    if words == ["--version"]:
        print('version: "%s.py $Revision: 406 $, Cobalt 1.0.23"' % program)
        return 0
    if jobs.is_down():
        sys.stderr.write("Failed to connect to queue-manager: [Errno 111] Connection refused\n")
        return 1
    return {"qsub": qsub, "qstat": qstat, "qdel": qdel, "qhold": qhold, "qrls": qrls}[program](words)


def qsub(words):
    command, files = options.parse(words, WITH_VALUE, FLAGS)
    if not os.access(files[0], os.X_OK):
        sys.stderr.write("command %s is not executable\n" % files[0])
        return 1
    text = open(files[0]).read()
    found = options.together(options.parse(options.directives(text, "#COBALT"), WITH_VALUE, FLAGS)[0], command)
    if "-t" not in found or "-n" not in found:
        sys.stderr.write("'time' not provided\n")
        return 1
    queue = options.last(found, "-q", "default")
    if queue not in QUEUES:
        sys.stderr.write("failed to create the job.  Maybe a queue isn't there?\n")
        return 1
    told = options.last(found, "-t")
    walltime = options.seconds(told) if ":" in told else int(told) * 60
    waits = [(int(each), "ok") for each in options.last(found, "--dependencies", "").split(":") if each]
    number = jobs.submit(
        text, held="--held" in found, waits=waits, walltime=walltime // 60 * MINUTE or None, queue=queue, name=options.last(found, "--jobname", "N/A"),
        cores=int(options.last(found, "-n")), folder=os.getcwd(), output=options.last(found, "-o"), told={"when_never": "wait"},
        environment={**{key: os.environ[key] for key in ("HOME", "PATH", "USER", "SHELL") if key in os.environ}, "COBALT_JOBID": "@JOB@"},
    )
    sys.stdout.write('Job routed to queue "%s".\n%d\n' % (queue, number))
    return 0


def state(unit):
    if unit["state"] == "running":
        return "killing" if unit["remove"] else "running"
    fate = jobs.verdict(json.loads(unit["waits"]))
    return "user_hold" if unit["held"] else "dep_fail" if fate == "never" else "dep_hold" if fate == "wait" else "queued"


def stamp(seconds):
    return time.strftime("%a %b %d %H:%M:%S %Y +0000 (UTC)", time.gmtime(seconds)) if seconds else "N/A"


def vertical(rows):
    for row in rows:
        width = max(len(name) for name, _ in row) + 1
        for at, (name, value) in enumerate(row):
            print("%s: %s" % (name, value) if at == 0 else "    %-*s: %s" % (width, name, value))
        print()


def qstat(words):
    found, _ = options.parse(words, WITH_VALUE, FLAGS)
    if "-Q" in found:
        vertical([[("Name", name), ("Users", "None"), ("MaxTime", "%02d:00:00" % (most // 3600)), ("TotalNodes", str(jobs.CORES)), ("State", "running")] for name, most in QUEUES.items()])
        return 0
    rows = []
    for unit in jobs.units("state != 'ended'"):
        values = {"jobid": unit["number"], "jobname": unit["name"], "user": getpass.getuser(), "state": state(unit), "starttime": stamp(unit["started"]), "location": "node1" if unit["started"] else "None", "est_start_time": "-"}
        rows.append([(name, values[name.lower()]) for name in options.last(found, "--header").split(":")])
    vertical(rows)
    return 0


def living(words):
    return [(word, [unit for unit in jobs.of(int(word)) if unit["state"] != "ended"]) for word in words]


def qdel(words):
    deleted = [word for word, units in living(words) if units and jobs.remove(int(word))]
    if deleted:
        print("      Deleted Jobs\nJobID  User     \n==================")
        for word in deleted:
            print("%-7s%s" % (word, getpass.getuser()))
    return 0


def mark(words, held, done, failed):
    there = [word for word, units in living(words) if units]
    for word in there:
        jobs.change(int(word), None, held=held)
    missing = [word for word in words if word not in there]
    if missing:
        sys.stderr.write("   %s: %s (job not found)\n" % (failed, ",".join(missing)))
    if there:
        sys.stderr.write("   %s: %s\n" % (done, ",".join(there)))
    return 0


def qhold(words):
    return mark(words, 1, "Placed user hold on jobs", "Failed to place user hold on jobs")


def qrls(words):
    return mark(words, 0, "Removed user hold on jobs", "Failed to remove user hold on jobs")
