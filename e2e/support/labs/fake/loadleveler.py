"""LoadLeveler's commands. Formats: lib/schedulers/fixtures/loadleveler; IBM's "Using and Administering LoadLeveler"."""

import getpass
import os
import re
import sys
import time

import jobs
import options

HOST = "labhost"
CLASSES = {"normal": 86400, "short": 600}


def run(_, program, words):
    if words == ["-v"]:
        print("%s 5.1.0.13 rsat1s013a 2012/10/03 RHEL 6.0 140-141 " % program)
        return 0
    if jobs.is_down():
        sys.stderr.write("%s: 2512-301 An error occurred while receiving data from the LoadL_negotiator daemon on host %s.\n" % (program, HOST))
        return 1
    return {"llsubmit": llsubmit, "llq": llq, "llcancel": llcancel, "llhold": llhold, "llclass": llclass}[program](words)


def llsubmit(words):
    text = open(words[0]).read()
    keywords, is_queued = {}, False
    for line in text.split("\n"):
        match = re.match(r"#\s*@\s*(\w+)\s*(?:=\s*(.*))?$", line)
        if match and match[1] == "queue":
            is_queued = True
            break
        if match:
            keywords[match[1]] = match[2].strip()
    if not is_queued:
        sys.stderr.write("llsubmit: 2512-056 No queue statement.\n")
        return 1
    name = keywords.get("class", "normal")
    if name not in CLASSES:
        sys.stderr.write('llsubmit: 2512-060 The class "%s" is not defined.\nllsubmit: 2512-051 This job has not been submitted to LoadLeveler.\n' % name)
        return 1
    limit = keywords.get("wall_clock_limit")
    number = jobs.submit(
        text, held=keywords.get("hold") == "user", walltime=options.seconds(limit) if limit else None, queue=name, name=keywords.get("job_name", "x"), folder=os.getcwd(),
        environment={key: os.environ[key] for key in ("HOME", "PATH", "USER", "SHELL") if key in os.environ},
    )
    print('llsubmit: The job "%s.%d" has been submitted.' % (HOST, number))
    return 0


def stamp(seconds):
    return time.strftime("%a %b %e %H:%M:%S UTC %Y", time.gmtime(seconds)) if seconds else ""


def llq(words):
    units = jobs.units("state != 'ended'")
    if not units:
        print("llq: There is currently no job status to report.")
        return 0
    for unit in units:
        step = "%s.%d.0" % (HOST, unit["number"])
        status = "User Hold" if unit["held"] and unit["state"] == "queued" else "Idle" if unit["state"] == "queued" else "Remove Pending" if unit["remove"] else "Running"
        print("=============== Job Step %s ===============" % step)
        for name, value in [
            ("Job Step Id", step), ("Job Name", unit["name"]), ("Step Name", "0"), ("Structure Version", "10"), ("Owner", getpass.getuser()), ("Queue Date", stamp(unit["submitted"])),
            ("Status", status), ("Reservation ID", ""), ("Dispatch Time", stamp(unit["started"])), ("Completion Date", ""), ("Completion Code", ""), ("User Priority", "50"), ("Class", unit["queue"]),
            ("Negotiator Messages", ""),
        ]:
            print("%19s: %s" % (name, value))
        if unit["started"]:
            print("Node\n----\n\n   Name            :\n   Allocated Hosts : node1::(NOT SPECIFIED,IP,-1,Shared,0M)\n")
    print("\n%d job step(s) in query, 0 waiting, 0 pending, 0 running, 0 held, 0 preempted" % len(units))
    return 0


def living(word):
    match = re.match(r"%s\.(\d+)$" % HOST, word)
    return int(match[1]) if match and any(unit["state"] != "ended" for unit in jobs.of(int(match[1]))) else None


def on_each(program, words, act):
    there = [number for number in map(living, words) if number is not None]
    for number in there:
        act(number)
    if there:
        print("%s: %s command has been sent to the central manager." % (program, "Cancel" if program == "llcancel" else "Hold"))
    else:
        sys.stderr.write("%s: 2512-187 Cannot find job step in the LoadLeveler queue.\n" % program)
    return 0 if there else 1


def llcancel(words):
    return on_each("llcancel", words, jobs.remove)


def llhold(words):
    held = int("-r" not in words)
    return on_each("llhold", [word for word in words if word != "-r"], lambda number: jobs.change(number, None, held=held))


def llclass(_):
    for name, most in CLASSES.items():
        print("=============== Class %s ===============\n                Name: %s\n            Priority: 50\n       Exclude_Users: \n       Include_Users: \n    Wall_clock_limit: %02d:%02d:00, -1 (%d seconds, -1)" % (name, name, most // 3600, most // 60 % 60, most))
    return 0
