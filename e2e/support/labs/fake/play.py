"""`play.py <batch system> <command> <arguments…>`: plays one command of a batch system."""

import importlib
import sys

sys.dont_write_bytecode = True

MODULES = {"pbs": "pbs", "torque": "pbs", "lsf": "lsf", "flux": "flux", "cobalt": "cobalt", "loadleveler": "loadleveler"}

if __name__ == "__main__":
    system, program, *words = sys.argv[1:]
    sys.exit(importlib.import_module(MODULES[system]).run(system, program, words))
