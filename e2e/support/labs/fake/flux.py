"""Flux's commands. Formats: flux-framework/flux-core, doc/man1 and t/flux-jobs."""

import json
import os
import re
import sys

import jobs
import options

QUEUES = {"batch": 86400, "debug": 600}
BASE = 1 << 40  # ids are long numbers
DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def f58(number):
    text = ""
    while number:
        number, rest = divmod(number, 58)
        text = DIGITS[rest] + text
    return "ƒ" + text


def decimal(text):
    if text.isdigit():
        return int(text)
    number = 0
    for letter in text.lstrip("ƒf"):
        number = number * 58 + DIGITS.index(letter)
    return number


def run(_, program, words):
    if words == ["--version"]:
        print("commands:    \t\t0.61.0\nlibflux-core:\t\t0.61.0")
        return 0
    if words[:2] == ["job", "id"]:
        print(decimal(words[-1]))
        return 0
    if jobs.is_down():
        sys.stderr.write("flux-%s: ERROR: Unable to connect to Flux: broker socket /run/flux/local was not found\n" % words[0])
        return 1
    return {"batch": batch, "jobs": show, "cancel": cancel, "job": job, "queue": queue, "resource": resource, "version": version, "getattr": lambda _: 0}[words[0]](words[1:])


def version(_):
    print("commands:    \t\t0.61.0\nlibflux-core:\t\t0.61.0\nbuild-options:\t\t+hwloc==2.1.0")
    return 0


def longs(words):
    found, operands = {}, []
    for word in words:
        match = re.match(r"--([a-z-]+)(?:=(.*))?$", word)
        if match:
            found.setdefault(match[1], []).append(match[2])
        else:
            operands.append(word)
    return found, operands


def batch(words):
    command, files = longs(words)
    text = open(files[0]).read()
    found = options.together(longs(options.directives(text, "# flux:"))[0], command)
    name = options.last(found, "queue", "batch")
    if name not in QUEUES:
        sys.stderr.write("flux-batch: ERROR: [Errno 22] Invalid queue '%s' specified\n" % name)
        return 1
    limit = options.last(found, "time-limit")
    walltime = int(float(limit[:-1])) if limit else None
    if walltime and walltime > QUEUES[name]:
        sys.stderr.write("flux-batch: ERROR: [Errno 22] requested duration exceeds policy limit for queue %s\n" % name)
        return 1
    kinds = {"afterok": "ok", "afterany": "any", "afternotok": "fail"}
    waits = [(decimal(each.split(":")[1]) - BASE, kinds[each.split(":")[0]]) for each in found.get("dependency", [])]
    number = jobs.submit(
        text, held=options.last(found, "urgency") == "hold", waits=waits, walltime=walltime, queue=name, name=options.last(found, "job-name", "flux"),
        cores=int(options.last(found, "nslots", "1")), folder=os.getcwd(), environment={**os.environ, "FLUX_JOB_ID": f58(BASE)},
    )
    print(f58(BASE + number))
    return 0


def state_of(unit):
    if unit["state"] == "ended":
        return "INACTIVE"
    if unit["state"] == "running":
        return "RUN"
    return "DEPEND" if jobs.verdict(json.loads(unit["waits"])) != "go" else "SCHED"


def fields(unit):
    ended = unit["state"] == "ended"
    result = {"removed": "CANCELED", "dependency": "CANCELED", "walltime": "TIMEOUT"}.get(unit["how"], "COMPLETED" if unit["code"] == 0 else "FAILED") if ended else ""
    code = -128 if ended and not unit["started"] else 128 + unit["signal"] if ended and unit["signal"] else unit["code"]
    trouble = {"removed": ("cancel", ""), "walltime": ("timeout", "resource allocation expired"), "dependency": ("dependency", "dependency/after-success: job failed")}.get(unit["how"], ("", ""))
    return {
        "id.dec": BASE + unit["number"], "state": state_of(unit), "result": result, "urgency": 0 if unit["held"] else 16,
        "t_run": unit["started"] or 0.0, "t_inactive": unit["ended"] or 0.0, "returncode": code if ended and code is not None else "",
        "nodelist": "node1" if unit["started"] else "", "ncores": unit["cores"], "duration": float(unit["walltime"] or 0),
        "annotations.sched.t_estimate": "", "dependencies": ",".join("after-success=%s" % f58(BASE + each) for each, _ in json.loads(unit["waits"])) if state_of(unit) == "DEPEND" else "",
        "exception.type": trouble[0], "exception.note": trouble[1], "name": unit["name"],
    }


def show(words):
    found, operands = options.parse(words, ["-c", "-o"], ["-n", "-a"])
    units = jobs.units()
    code = 0
    if operands:
        wanted = [int(each) - BASE for each in operands]
        known = {unit["number"] for unit in units}
        for each in wanted:
            if each not in known:
                sys.stderr.write("flux-jobs: ERROR: JobID %s unknown\n" % f58(BASE + each) if each > 0 else "flux-jobs: ERROR: JobID unknown\n")
                code = 1
        units = [unit for unit in units if unit["number"] in wanted]
    elif "-a" not in found:
        units = [unit for unit in units if unit["state"] != "ended"]
    for unit in units:
        values = fields(unit)
        print(re.sub(r"\{([^}]*)\}", lambda match: str(values[match[1]]), options.last(found, "-o")))
    return code


def cancel(words):
    code = 0
    for word in words:
        units = jobs.of(int(word) - BASE)
        if not units or units[0]["state"] == "ended":
            sys.stderr.write("flux-cancel: %s: %s\n" % (word, "job is inactive" if units else "unknown job id"))
            code = 1
        else:
            jobs.remove(units[0]["number"])
    return code


def job(words):
    if words[0] != "urgency":
        return 1
    number = int(words[1]) - BASE
    units = jobs.of(number)
    if not units or units[0]["state"] == "ended":
        sys.stderr.write("flux-job: %s: %s\n" % (words[1], "job is inactive" if units else "unknown job id"))
        return 1
    print("updated job urgency: 16 -> 0")
    jobs.change(number, None, held=int(words[2] == "hold"))
    return 0


def queue(words):
    if words[0] == "status":
        for name in QUEUES:
            print("%s: Job submission is enabled\n%s: Scheduling is started" % (name, name))
    else:
        for name, most in QUEUES.items():
            print("%s%s|10m|%dm|0|inf" % (name, "*" if name == "batch" else "", most // 60))
    return 0


def resource(_):
    print("batch,debug|1|%d|0|" % jobs.CORES)
    return 0
