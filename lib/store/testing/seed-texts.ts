const subjects = ["argon melt", "water box", "protein folding", "graphene sheet", "copper lattice", "polymer chain", "silica glass", "lipid bilayer", "zeolite pore", "ferrite grain"];
const methods = ["equilibration", "production", "parameter sweep", "free energy", "relaxation", "phonon spectrum", "mesh refinement", "post-processing"];
const remarks = ["", "", "", "Again with a smaller time step.", "For the figure in section 4.", "Reference for the group meeting.", "Checks the convergence of the cut-off.", "With the new force field."];

export function seedTitle(number: number, random: () => number): { name: string; description: string } {
  return { name: `${pick(subjects, random)} ${pick(methods, random)} ${number}`, description: pick(remarks, random) };
}

/** 0.5 to 4 kB of shell or python, each with a few lines of its own. */
export function seedScript(number: number, random: () => number): string {
  const lines = ["#!/usr/bin/env bash", "set -euo pipefail", `# job ${number}`, "module load gcc/13 openmpi/5", `export OMP_NUM_THREADS=${1 + Math.floor(random() * 64)}`];
  const steps = 4 + Math.floor(random() * 40);
  for (let step = 0; step < steps; step++) {
    const value = random().toFixed(6);
    lines.push(
      step % 3 === 0
        ? `python3 simulate.py --step ${step} --temperature ${(200 + random() * 400).toFixed(2)} --seed ${Math.floor(random() * 1e9)}`
        : `mpirun -np ${2 ** Math.floor(random() * 7)} ./solver --input config_${step}.yml --tolerance ${value} > log.${step}`,
    );
  }
  lines.push("echo finished", "");
  return lines.join("\n");
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] ?? "";
}
