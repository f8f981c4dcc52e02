import type { JobSpec } from "./job-spec";

const script = `#!/usr/bin/env python3
"""The road to chaos: draws the bifurcation diagram of the logistic map x -> r x (1 - x).

Needs nothing but Python 3.6. Writes bifurcation.png (the picture) and lyapunov.csv (r and the Lyapunov exponent).
"""
import argparse
import csv
import math
import struct
import sys
import time
import zlib

TEAL, YELLOW, GREEN, DIM, OFF = "\\033[36m", "\\033[33m", "\\033[32m", "\\033[2m", "\\033[0m"

parser = argparse.ArgumentParser()
parser.add_argument("--columns", type=int, default=720, help="width of the picture")
parser.add_argument("--rows", type=int, default=420, help="height of the picture")
parser.add_argument("--seconds", type=float, default=20, help="how long to take, so that there is something to watch")
options = parser.parse_args()

R_FROM, R_TO, SETTLE, VISITS = 2.8, 4.0, 200, 260


def column(r):
    """How often each row is visited at this r, and the Lyapunov exponent."""
    x, total, visits = 0.4, 0.0, [0] * options.rows
    for step in range(SETTLE + VISITS):
        x = r * x * (1 - x)
        if step >= SETTLE:
            visits[min(options.rows - 1, int((1 - x) * options.rows))] += 1
            total += math.log(max(1e-12, abs(r * (1 - 2 * x))))
    return visits, total / VISITS


def progress(done):
    width = 32
    full = round(done * width)
    bar = TEAL + "█" * full + DIM + "░" * (width - full) + OFF
    sys.stdout.write("\\r  " + bar + " %3d %%" % round(done * 100))
    sys.stdout.flush()


def png(path, pixels):
    """Writes rows of grey values 0-255 as a teal picture, without any library."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = bytearray()
    for row in pixels:
        rows.append(0)
        for value in row:
            rows += bytes((255 - value, 255 - value // 2, 255 - value // 3))
    size = struct.pack(">IIBBBBB", len(pixels[0]), len(pixels), 8, 2, 0, 0, 0)
    with open(path, "wb") as file:
        file.write(b"\\x89PNG\\r\\n\\x1a\\n")
        file.write(chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b""))


print(TEAL + "The road to chaos" + OFF + " with Python " + sys.version.split()[0])
print(DIM + "%d columns, %d iterations each" % (options.columns, SETTLE + VISITS) + OFF)

started = time.time()
columns, exponents, chaos = [], [], None
for index in range(options.columns):
    r = R_FROM + (R_TO - R_FROM) * index / max(1, options.columns - 1)
    visits, exponent = column(r)
    columns.append(visits)
    exponents.append((r, exponent))
    if chaos is None and exponent > 0:
        chaos = r
        print("\\r  " + YELLOW + "chaos begins near r = %.4f" % r + OFF + " " * 24)
    progress((index + 1) / options.columns)
    due = started + options.seconds * (index + 1) / options.columns
    time.sleep(max(0.0, due - time.time()))
print()

pixels = [
    [min(255, int(255 * math.sqrt(columns[x][y] / 16))) for x in range(options.columns)]
    for y in range(options.rows)
]
png("bifurcation.png", pixels)
with open("lyapunov.csv", "w", newline="") as file:
    table = csv.writer(file)
    table.writerow(["r", "lyapunov_exponent"])
    table.writerows(("%.5f" % r, "%.5f" % exponent) for r, exponent in exponents)

print(GREEN + "Done" + OFF + " in %.1f s: bifurcation.png and lyapunov.csv are written." % (time.time() - started))
`;

/** A first job that needs nothing but python3 on the host: progress to watch for 20 s, then a picture and a table. */
export const exampleJob: Pick<JobSpec, "name" | "description" | "scriptName" | "script" | "arguments" | "walltime"> = {
  name: "The road to chaos",
  description: "Example: draws the bifurcation diagram of the logistic map and tabulates its Lyapunov exponents.",
  scriptName: "chaos.py",
  script,
  arguments: "--columns 720 --seconds 20",
  walltime: "5m",
};
