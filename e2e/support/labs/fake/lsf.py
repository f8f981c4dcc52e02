"""LSF's commands. Formats: lib/schedulers/fixtures/lsf; IBM Spectrum LSF 10.1's command reference. A minute of its limits passes in three seconds here."""

import fnmatch
import getpass
import json
import os
import re
import sys
import time

import jobs
import options

HOST = "labhost"
QUEUES = {"normal": 1440, "short": 60}
MINUTE = 3
CLEAN_PERIOD = 4

WITH_VALUE = "-J -o -oo -e -eo -q -P -n -W -M -R -w -U -sla -gpu -cwd -u -L".split()
FLAGS = "-rn -r -H -N -B -x -K".split()


def run(_, program, words):
    if jobs.is_down():
        sys.stderr.write("Failed in an LSF library call: Slave LIM configuration is not ready yet.\n")
        return 255
    return {"bsub": bsub, "bjobs": bjobs, "bkill": bkill, "bstop": bstop, "bresume": bresume, "bhist": bhist, "bqueues": bqueues, "lsid": lsid, "bparams": bparams, "lshosts": lshosts, "bhosts": bhosts, "brsvs": brsvs}[program](words)


def lsid(_):
    print("IBM Spectrum LSF Standard 10.1.0.15, Jun 14 2024\nCopyright International Business Machines Corp. 1992, 2016.\n\nMy cluster name is played\nMy master name is %s" % HOST)
    return 0


def bsub(words):
    if words == ["-V"]:
        sys.stderr.write("IBM Spectrum LSF Standard 10.1.0.15, Jun 14 2024\n")
        return 0
    text = sys.stdin.read()
    command = options.parse(words, WITH_VALUE, FLAGS)[0]
    found = options.together(options.parse(options.directives(text, "#BSUB"), WITH_VALUE, FLAGS)[0], command)
    queue = options.last(found, "-q", "normal")
    if queue not in QUEUES:
        sys.stderr.write("%s: No such queue. Job not submitted.\n" % queue)
        return 255
    minutes = options.last(found, "-W")
    walltime = None
    if minutes:
        hours, _, rest = minutes.rpartition(":")
        walltime = (int(hours or 0) * 60 + int(rest)) * MINUTE
        if walltime > QUEUES[queue] * MINUTE:
            sys.stderr.write("RUNLIMIT: Cannot exceed queue's hard limit(s). Job not submitted.\n")
            return 255
    waits = [(int(number), {"done": "ok", "ended": "any", "exit": "fail"}[kind]) for kind, number in re.findall(r"(done|ended|exit)\((\d+)\)", options.last(found, "-w", ""))]
    for number, _ in waits:
        if not jobs.of(number):
            sys.stderr.write("%d: No matching job found. Job not submitted.\n" % number)
            return 255
    name, _, array = options.last(found, "-J", "job").partition("[")
    tasks, at_once = options.task_list(array.replace("]", "")) if array else (None, None)
    if tasks and min(tasks) < 1:
        sys.stderr.write("Bad job array index list. Job not submitted.\n")
        return 255
    number = jobs.submit(
        text, tasks=tasks, at_once=at_once, held="-H" in found, waits=waits, walltime=walltime, queue=queue, name=name,
        cores=int(options.last(found, "-n", "1")), folder=os.getcwd(), told={"when_never": "wait"},
        environment={**os.environ, "LSB_JOBID": "@JOB@", "LSB_JOBINDEX": "@TASK@" if tasks else "0", "LSB_JOBNAME": name},
    )
    print("Job <%d> is submitted to queue <%s>." % (number, queue))
    return 0


def index_of(unit):
    return "" if unit["task"] == -1 else "[%d]" % unit["task"]


def status(unit):
    if unit["state"] == "ended":
        return "DONE" if unit["how"] == "exit" and unit["code"] == 0 else "EXIT"
    return "RUN" if unit["state"] == "running" else "PSUSP" if unit["held"] else "PEND"


def reason(unit):
    fate = jobs.verdict(json.loads(unit["waits"]))
    if fate == "never":
        return "Dependency condition invalid or never satisfied;"
    if fate == "wait":
        return "Job dependency condition not satisfied;"
    if unit["cores"] > jobs.CORES:
        return "Not enough job slot(s): 1 host;"
    if unit["at_once"]:
        return "The job array has reached its running element limit;"
    return "New job is waiting for scheduling;"


def minute(seconds):
    return time.strftime("%b %e %H:%M", time.localtime(seconds)) if seconds else "-"


def moment(seconds):
    year = " %Y" if os.environ.get("LSB_DISPLAY_YEAR", "").upper() == "Y" else ""
    return time.strftime("%a %b %e %H:%M:%S" + year, time.localtime(seconds))


def field(unit, name):
    return {
        "jobid": str(unit["number"]),
        "stat": status(unit),
        "start_time": minute(unit["started"]),
        "estimated_start_time": "-",
        "exec_host": "node1" if unit["started"] else "-",
        "pend_reason": reason(unit) if status(unit) == "PEND" else "-",
        "job_name": unit["name"] + index_of(unit),
    }[name]


def asked(words):
    for word in words:
        match = re.match(r"(\d+)(?:\[(\d+)\])?$", word)
        yield word, jobs.of(int(match[1]), int(match[2]) if match[2] else None) if match else []


def is_remembered(unit):
    return unit["state"] != "ended" or time.time() - unit["ended"] < CLEAN_PERIOD


def bjobs(words):
    found, operands = options.parse(words, ["-o", "-J", "-u"], "-noheader -a -w -l -p".split())
    units = [unit for unit in jobs.units() if is_remembered(unit) and ("-a" in found or unit["state"] != "ended")]
    if "-J" in found:
        units = [unit for unit in units if fnmatch.fnmatch(unit["name"], options.last(found, "-J"))]
        if not units:
            sys.stderr.write("Job <%s> is not found\n" % options.last(found, "-J"))
            return 255
    elif operands:
        units = []
        for word, known in asked(operands):
            known = [unit for unit in known if is_remembered(unit)]
            if not known:
                sys.stderr.write("Job <%s> is not found\n" % word)
            units += known
    if not units:
        if not operands:
            sys.stderr.write("No unfinished job found\n")
        return 255
    if "-l" in found:
        for unit in units:
            show_long(unit, "Started 1 Task(s) on Host(s) <node1>, Allocated 1 Slot(s) on Host(s) <node1>, Execution Home <%s>, Execution CWD <%s>;" % (os.environ["HOME"], unit["folder"]))
    elif "-o" in found:
        told = options.last(found, "-o")
        delimiter = re.search(r"delimiter='(.*)'", told)
        names = re.sub(r"delimiter=.*", "", told).split()
        for unit in units:
            print((delimiter[1] if delimiter else " ").join(field(unit, name) for name in names))
    else:
        print("JOBID   USER    STAT  QUEUE      FROM_HOST   EXEC_HOST   JOB_NAME   SUBMIT_TIME")
        for unit in units:
            print("%-7d %-7s %-5s %-10s %-11s %-11s %s %s" % (unit["number"], getpass.getuser(), status(unit), unit["queue"], HOST, field(unit, "exec_host"), field(unit, "job_name"), minute(unit["submitted"])))
    return 0


def broken(line):
    out = line[:79]
    line = line[79:]
    while line:
        out += "\n" + " " * 21 + line[:58]
        line = line[58:]
    return out


TERMS = {"walltime": "TERM_RUNLIMIT: job killed after reaching LSF run time limit", "removed": "TERM_OWNER: job killed by owner"}


def show_long(unit, started):
    print()
    print(broken("Job <%d%s>, Job Name <%s%s>, User <%s>, Project <default>, Status <%s>, Queue <%s>, Command <#!/bin/sh;exec sleep>" % (unit["number"], index_of(unit), unit["name"], index_of(unit), getpass.getuser(), status(unit), unit["queue"])))
    print(broken("%s: Submitted from host <%s>, CWD <%s>, Output File </dev/null>;" % (moment(unit["submitted"]), HOST, unit["folder"])))
    if unit["walltime"]:
        print("\n RUNLIMIT\n %.1f min" % (unit["walltime"] / MINUTE))
    if unit["started"]:
        print(broken("%s: %s" % (moment(unit["started"]), started)))
    if unit["state"] == "ended":
        at = moment(unit["ended"])
        if unit["how"] in TERMS:
            print(broken("%s: Exited; %s. The CPU time used is 0.0 seconds;" % (at, TERMS[unit["how"]])))
            print(broken("%s: Completed <exit>; %s." % (at, TERMS[unit["how"]])))
        elif unit["signal"]:
            print("%s: Exited by signal %d. The CPU time used is 0.0 seconds;\n%s: Completed <exit>." % (at, unit["signal"], at))
        elif unit["code"]:
            print("%s: Exited with exit code %d. The CPU time used is 0.0 seconds;\n%s: Completed <exit>." % (at, unit["code"], at))
        else:
            print("%s: Done successfully. The CPU time used is 0.0 seconds;\n%s: Post job process done successfully;" % (at, at))
    print("\n MEMORY USAGE:\n MAX MEM: 5 Mbytes;  AVG MEM: 4 Mbytes\n")


def bhist(words):
    found, operands = options.parse(words, ["-n", "-J"], "-a -w -l".split())
    if "-l" in found:
        for word, known in asked(operands):
            if not known:
                sys.stderr.write("No matching job found\n")
            for unit in known:
                show_long(unit, "Dispatched 1 Task(s) on Host(s) <node1>, Allocated 1 Slot(s) on Host(s) <node1>, Effective RES_REQ <select[type == local] order[r15s:pg] >;")
        return 0
    units = [unit for unit in jobs.units() if fnmatch.fnmatch(unit["name"], options.last(found, "-J", "*"))]
    if not units:
        sys.stderr.write("No matching job found\n")
        return 255
    print("Summary of time in seconds spent in various states:\nJOBID   USER    JOB_NAME  PEND    PSUSP   RUN     USUSP   SSUSP   UNKWN   TOTAL")
    for unit in units:
        print("%-7s %-7s %-9s 1       0       1       0       0       0       2" % ("%d%s" % (unit["number"], index_of(unit)), getpass.getuser(), unit["name"] + index_of(unit)))
    return 0


def on_each(words, said, act):
    code = 0
    for word, known in asked(words):
        if not known:
            sys.stderr.write("Job <%s>: No matching job found\n" % word)
            code = 255
        elif all(unit["state"] == "ended" for unit in known):
            sys.stderr.write("Job <%s>: Job has already finished\n" % word)
            code = 255
        else:
            for unit in known:
                act(unit["number"], unit["task"])
            print("Job <%s> %s" % (word, said))
    return code


def bkill(words):
    return on_each(words, "is being terminated", jobs.remove)


def bstop(words):
    return on_each(words, "is being stopped", lambda number, task: jobs.change(number, task, held=1))


def bresume(words):
    return on_each(words, "is being resumed", lambda number, task: jobs.change(number, task, held=0))


def bqueues(words):
    if "-l" not in words:
        print("QUEUE_NAME      PRIO STATUS          MAX JL/U JL/P JL/H NJOBS  PEND   RUN  SUSP ")
        for name in QUEUES:
            print("%-15s  30  Open:Active       -    -    -    -     0     0     0     0" % name)
        return 0
    for name, minutes in QUEUES.items():
        print("""
QUEUE: %s
  -- For jobs of all kinds.%s

PARAMETERS/STATISTICS
PRIO NICE STATUS          MAX JL/U JL/P JL/H NJOBS  PEND   RUN SSUSP USUSP  RSV PJOBS
 30    0  Open:Active       -    -    -    -     0     0     0     0     0    0     0
Interval for a host to accept two jobs is 0 seconds

DEFAULT LIMITS:
 RUNLIMIT
 10.0 min

MAXIMUM LIMITS:
 RUNLIMIT
 %.1f min

USERS: all
HOSTS:  all
""" % (name, "  This is the default queue." if name == "normal" else "", minutes))
    return 0


def bparams(_):
    print("Default Queues:  normal\nMAX_JOB_ARRAY_SIZE = 1000")
    return 0


def lshosts(_):
    print("HOST_NAME                       type       model  cpuf ncpus maxmem maxswp server RESOURCES\nnode1                         X86_64    Intel_E5  12.5     %d  15.5G   3.9G    Yes (mg)" % jobs.CORES)
    return 0


def bhosts(_):
    sys.stderr.write("No hosts with GPU found\n")
    return 255


def brsvs(_):
    sys.stderr.write("No reservation found\n")
    return 255
