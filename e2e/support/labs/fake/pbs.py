"""PBS Pro's and Torque's commands. Formats: lib/schedulers/fixtures/pbs and torque; openpbs' man pages, Torque's man pages."""

import getpass
import json
import os
import re
import sys
import time

import jobs
import options

HOST = "labhost"
QUEUES = {"workq": 86400, "short": 600}
MODULE = "BASH_FUNC_module()=() {  eval `/usr/bin/modulecmd bash $*`\n}"


def run(flavour, program, words):
    return {"qsub": qsub, "qstat": qstat, "qselect": qselect, "qdel": qdel, "qhold": qhold, "qrls": qrls, "pbsnodes": pbsnodes}[program](flavour, words)


def fail(text, code):
    sys.stderr.write(text + "\n")
    return code


def no_server(program):
    sys.stderr.write("Connection refused\n%s: cannot connect to server %s (errno=15010)\n" % (program, HOST))
    return 255


def version(flavour):
    print("pbs_version = 20.0.1" if flavour == "pbs" else "Version: 6.1.2\nCommit: 661e092552de43a785c15d39a3634a541d86898e")
    return 0


WITH_VALUE = "-N -S -m -M -j -o -e -r -W -J -t -q -A -l -v -P -k -R -d -w -C -p -a -c -u".split()
FLAGS = "-h -V -I -z -X -f -n".split()


def qsub(flavour, words):
    if words[:1] == ["--version"]:
        return version(flavour)
    command, files = options.parse(words, WITH_VALUE, FLAGS)
    text = open(files[0]).read() if files else sys.stdin.read()
    found = options.together(options.parse(options.directives(text, "#PBS"), WITH_VALUE, FLAGS)[0], command)
    if jobs.is_down():
        return no_server("qsub")
    queue = options.last(found, "-q", "workq")
    if queue not in QUEUES:
        return fail("qsub: Unknown queue" if flavour == "pbs" else "qsub: submit error (Unknown queue MSG=cannot locate queue)", 170)
    array = options.last(found, "-J" if flavour == "pbs" else "-t")
    if flavour == "pbs" and array:
        if options.last(found, "-r") == "n":
            return fail("qsub: cannot submit non-rerunable Array Job", 1)
        match = re.match(r"(\d+)-(\d+)(:\d+)?(%\d+)?$", array)
        if not match or int(match[1]) >= int(match[2]):
            return fail("qsub: illegal -J value\nusage: qsub [-a date_time] …", 2)
    name = options.last(found, "-N", os.path.basename(files[0]) if files else "STDIN")
    if len(name) > 230 or not re.match(r"[A-Za-z0-9][\x21-\x7e]*$", name):
        return fail("qsub: illegal -N value\nusage: qsub [-a date_time] …", 2)
    walltime, cores = None, 1
    for value in found.get("-l", []):
        for part in value.split(","):
            key, _, amount = part.partition("=")
            if key == "walltime":
                walltime = options.seconds(amount)
            for count, each in re.findall(r"(?:select=|nodes=)?(\d+)?:?(?:[^+]*?)(?:ncpus|ppn)=(\d+)", part):
                cores = int(count or 1) * int(each)
    if walltime and walltime > QUEUES[queue]:
        return fail("qsub: Job violates queue and/or server resource limits" if flavour == "pbs" else "qsub: submit error (Job exceeds queue resource limits MSG=cannot satisfy queue max walltime requirement)", 188)
    waits = []
    for value in found.get("-W", []):
        for part in re.sub(r"^depend=", "", value).split(",") if value.startswith("depend=") else []:
            kind, *parents = part.split(":")
            for parent in parents:
                if not jobs.of(int(re.match(r"\d+", parent)[0])):
                    return fail("qsub: Unknown Job Id %s" % parent, 153)
                waits.append((int(re.match(r"\d+", parent)[0]), {"afterok": "ok", "afterany": "any", "afternotok": "fail"}[kind.replace("array", "")]))
    tasks, at_once = options.task_list(array) if array else (None, None)
    inherited = dict(os.environ) if "-V" in found else {key: os.environ[key] for key in ("HOME", "PATH", "LOGNAME", "USER", "SHELL") if key in os.environ}
    environment = {**inherited, "PBS_O_WORKDIR": os.getcwd(), "PBS_O_HOST": HOST, "PBS_ENVIRONMENT": "PBS_BATCH", "PBS_JOBID": "@JOB@." + HOST, "PBS_JOBNAME": name}
    if tasks:
        environment.update({"PBS_ARRAY_INDEX" if flavour == "pbs" else "PBS_ARRAYID": "@TASK@", "PBS_JOBID": "@JOB@[@TASK@]." + HOST})
    number = jobs.submit(
        text, tasks=tasks, at_once=at_once, held="-h" in found, waits=waits, walltime=walltime, cores=cores, queue=queue, name=name,
        shell=json.dumps([options.last(found, "-S", "/bin/sh")]), folder=os.path.expanduser("~"), environment=environment,
    )
    print("%d%s.%s" % (number, "[]" if tasks else "", HOST))
    return 0


def full_id(unit):
    return "%d%s.%s" % (unit["number"], "" if unit["task"] == -1 else "[%d]" % unit["task"], HOST)


def asked(identifier):
    """(number, task or None for all, whether an array)."""
    match = re.match(r"(\d+)(\[(\d*)\])?", identifier)
    if not match:
        return None
    return int(match[1]), int(match[3]) if match[3] else None, match[2] is not None


def unknown(flavour, program, identifier):
    sys.stderr.write("%s: Unknown Job Id%s %s\n" % (program, "" if flavour == "pbs" else " Error", identifier))
    return 153


def moment(seconds):
    return time.strftime("%a %b %e %H:%M:%S %Y", time.localtime(seconds))


def clock(seconds):
    seconds = int(seconds)
    return "%02d:%02d:%02d" % (seconds // 3600, seconds // 60 % 60, seconds % 60)


def dependency_holds(unit):
    return unit["state"] == "queued" and json.loads(unit["waits"]) and jobs.verdict(json.loads(unit["waits"])) != "go"


def attributes(flavour, unit, array_is_over):
    state, ended = unit["state"], unit["state"] == "ended"
    waits = dependency_holds(unit)
    yield "Job_Name", unit["name"] + ("-%d" % unit["task"] if flavour == "torque" and unit["task"] != -1 else "")
    yield "Job_Owner", "%s@%s" % (getpass.getuser(), HOST)
    if unit["started"]:
        used = max(unit["walltime"] or 0, (unit["ended"] or time.time()) - unit["started"]) if unit["how"] == "walltime" else (unit["ended"] or time.time()) - unit["started"]
        yield "resources_used.cput", "00:00:00"
        yield "resources_used.mem", "5620kb"
        if flavour == "pbs":
            yield "resources_used.ncpus", str(unit["cores"])
        yield "resources_used.walltime", clock(used)
    over = "C" if flavour == "torque" else "X" if unit["task"] != -1 and not array_is_over else "F"
    yield "job_state", over if ended else "R" if state == "running" else "H" if unit["held"] or waits else "Q"
    yield "queue", unit["queue"]
    yield "server", HOST
    yield "ctime", moment(unit["submitted"])
    after = {"ok": "afterok", "any": "afterany", "fail": "afternotok"}
    if json.loads(unit["waits"]) and (flavour == "torque" or state == "queued" or unit["how"] == "dependency"):
        yield "depend", ",".join("%s:%d.%s@%s" % (after[condition], number, HOST, HOST) for number, condition in json.loads(unit["waits"]))
    if unit["started"]:
        yield "exec_host", "node1/0*%d" % unit["cores"] if flavour == "pbs" else "node1/" + "+node1/".join(str(each) for each in range(unit["cores"]))
    yield "Hold_Types", "u" if unit["held"] else "s" if waits else "n"
    yield "mtime", moment(unit["ended"] or unit["started"] or unit["submitted"])
    yield "Resource_List.ncpus" if flavour == "pbs" else "Resource_List.nodes", str(unit["cores"]) if flavour == "pbs" else "1:ppn=%d" % unit["cores"]
    if unit["walltime"]:
        yield "Resource_List.walltime", clock(unit["walltime"])
    if unit["started"]:
        yield "stime" if flavour == "pbs" else "start_time", moment(unit["started"])
    if flavour == "pbs":
        yield "substate", str(91 if unit["how"] == "removed" else 92 if ended and (unit["how"] == "dependency" or unit["code"] == 0) else 93 if ended else 42 if unit["started"] else 20 if unit["held"] else 22 if waits else 10)
    yield "Variable_List", "PBS_O_HOME=%s,PBS_O_PATH=%s,%s" % (os.environ["HOME"], os.environ["PATH"], MODULE)
    comment = comment_of(flavour, unit)
    if comment:
        yield "comment", comment
    if unit["started"]:
        yield "run_count" if flavour == "pbs" else "start_count", "1"
    if ended:
        status = exit_status(flavour, unit)
        if status is not None:
            yield "Exit_status" if flavour == "pbs" else "exit_status", str(status)
        if flavour == "torque":
            yield "comp_time", moment(unit["ended"])


def exit_status(flavour, unit):
    if unit["how"] == "walltime":
        return -29 if flavour == "pbs" else 271
    if unit["how"] == "removed":
        return 271 if unit["started"] or flavour == "torque" else None
    if unit["how"] == "dependency":
        return None if flavour == "pbs" else 271
    return unit["code"] if unit["signal"] is None else 256 + unit["signal"]


def comment_of(flavour, unit):
    ran = "Job run at %s on (node1:ncpus=%d)" % (time.strftime("%a %b %d at %H:%M", time.localtime(unit["started"] or 0)), unit["cores"])
    if flavour == "torque":
        if unit["how"] == "dependency":
            return "Job %s deleted because its dependency of job %d.%s can never be satisfied" % (full_id(unit), json.loads(unit["waits"])[0][0], HOST)
        return "Job started on %s" % time.strftime("%a %b %d at %H:%M", time.localtime(unit["started"])) if unit["started"] else None
    if unit["cores"] > jobs.CORES:
        return "Can Never Run: Insufficient amount of resource: ncpus (R: %d A: %d T: %d)" % (unit["cores"], jobs.CORES, jobs.CORES)
    if not unit["started"]:
        return None
    words = {"walltime": "exceeded resource walltime", "removed": "terminated"}.get(unit["how"], "finished" if unit["code"] == 0 else "failed")
    return "%s and %s" % (ran, words) if unit["state"] == "ended" else ran


def show(head, pairs):
    print(head)
    for name, value in pairs:
        line = "    %s = %s" % (name, value)
        while len(line) > 79 and "\n" not in line:
            print(line[:79])
            line = "\t" + line[79:]
        print(line)
    print()


KEEP_COMPLETED = 300


def qstat(flavour, words):
    if words[:1] == ["--version"]:
        return version(flavour)
    found, operands = options.parse(words, ["-F", "-u"], "-f -t -x -Q -B -a -w -1 -E".split())
    if jobs.is_down():
        return no_server("qstat")
    if "-Q" in found:
        return show_queues(flavour)
    if "-B" in found:
        return show_server(flavour)
    code = 0
    for operand in operands:
        what = asked(operand)
        units = jobs.of(what[0]) if what else []
        if what and flavour == "torque":
            units = [unit for unit in units if unit["state"] != "ended" or time.time() - unit["ended"] < KEEP_COMPLETED]
        if not what or not units or what[2] != (units[0]["task"] != -1):
            code = unknown(flavour, "qstat", operand)
            continue
        is_over = all(unit["state"] == "ended" for unit in units)
        if flavour == "pbs" and is_over and "-x" not in found:
            sys.stderr.write("qstat: %s Job has finished, use -x or -H to obtain historical job information\n" % operand)
            code = 35
            continue
        if what[2] and what[1] is None:
            show_array(flavour, units, is_over)
        if not what[2] or "-t" in found or what[1] is not None:
            for unit in units:
                if what[1] in (None, unit["task"]):
                    show("Job Id: %s" % full_id(unit), attributes(flavour, unit, is_over))
    return code


def show_array(flavour, units, is_over):
    first = dict(units[0], task=-1)
    pairs = dict(attributes(flavour, first, is_over))
    has_begun = any(unit["state"] != "queued" for unit in units)
    if flavour == "pbs":
        pairs["job_state"] = "F" if is_over else "B" if has_begun else pairs["job_state"]
        pairs["array"] = "True"
    show("Job Id: %d[].%s" % (first["number"], HOST), pairs.items())


def show_queues(flavour):
    for name, most in QUEUES.items():
        show("Queue: %s" % name, [
            ("queue_type", "Execution"), ("total_jobs", "0"), ("state_count", "Transit:0 Queued:0 Held:0 Waiting:0 Running:0 Exiting:0 Begun:0 "),
            ("resources_max.walltime", clock(most)), ("resources_default.walltime", "00:10:00"), ("enabled", "True"), ("started", "True"),
        ])
    return 0


def show_server(flavour):
    kept = [("job_history_enable", "True"), ("job_history_duration", "336:00:00"), ("max_array_size", "10000")] if flavour == "pbs" else [("keep_completed", str(KEEP_COMPLETED)), ("max_job_array_size", "10000")]
    show("Server: %s" % HOST, [("server_state", "Active"), ("default_queue", "workq"), *kept, ("pbs_version", "20.0.1" if flavour == "pbs" else "6.1.2")])
    return 0


def qselect(flavour, words):
    found, _ = options.parse(words, ["-N", "-u", "-s", "-q"], ["-x", "-T", "-J"])
    if jobs.is_down():
        return no_server("qselect")
    told = {}
    for unit in jobs.units():
        if options.last(found, "-u") not in (None, getpass.getuser()) or options.last(found, "-N") not in (None, unit["name"]):
            continue
        identifier = full_id(unit) if flavour == "torque" or unit["task"] == -1 else "%d[].%s" % (unit["number"], HOST)
        kept = "-x" in found if flavour == "pbs" else time.time() - (unit["ended"] or 0) < KEEP_COMPLETED
        told[identifier] = told.get(identifier) or unit["state"] != "ended" or kept
    for identifier, is_there in told.items():
        if is_there:
            print(identifier)
    return 0


def on_each(flavour, program, words, act):
    _, operands = options.parse(words, ["-W", "-h"], ["-x"])
    if jobs.is_down():
        return no_server(program)
    code = 0
    for operand in operands:
        span = re.match(r"(\d+)\[(\d+)-(\d+)\]", operand)
        wanted = [(int(span[1]), each, True) for each in range(int(span[2]), int(span[3]) + 1)] if span else [asked(operand)]
        for what in wanted:
            units = jobs.of(what[0], what[1]) if what else []
            if not units:
                code = unknown(flavour, program, operand)
            elif all(unit["state"] == "ended" for unit in units):
                sys.stderr.write("%s: %s %s\n" % (program, "Job has finished" if flavour == "pbs" else "Request invalid for state of job MSG=invalid state for job - COMPLETE", operand))
                code = 35 if flavour == "pbs" else 170
            else:
                act(what[0], what[1])
    return code


def qdel(flavour, words):
    return on_each(flavour, "qdel", words, jobs.remove)


def qhold(flavour, words):
    return on_each(flavour, "qhold", words, lambda number, task: jobs.change(number, task, held=1))


def qrls(flavour, words):
    return on_each(flavour, "qrls", words, lambda number, task: jobs.change(number, task, held=0))


def pbsnodes(flavour, words):
    if jobs.is_down():
        return no_server("pbsnodes")
    if flavour == "pbs":
        print("node1\n     Mom = node1\n     ntype = PBS\n     state = free\n     pcpus = 8\n     resources_available.arch = linux\n     resources_available.host = node1\n     resources_available.mem = 16265356kb\n     resources_available.ncpus = %d\n     resources_available.vnode = node1\n     resv_enable = True\n" % jobs.CORES)
    else:
        print("node1\n     state = free\n     power_state = Running\n     np = %d\n     ntype = cluster\n     status = opsys=linux,nsessions=0,totmem=135777452kb,physmem=16265356kb,ncpus=%d\n     mom_service_port = 15002\n" % (jobs.CORES, jobs.CORES))
    return 0
