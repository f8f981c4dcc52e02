import { expect, it } from "vitest";
import type { JobId } from "../../domain/ids";
import type { BatchSubmission } from "../batch-scheduler";
import { renderSlurm, slurmSubmitCommand } from "./submission";

const submission: BatchSubmission = {
  job: { id: "job1" as JobId, name: "Träume; $(x)" },
  nonce: "q1a2b3c4",
  place: { directory: "/home/a b", control: "/home/a b/.sqmpy/job1" },
  directives: ["--partition=long", "--time=01:00:00", "--comment=mine"],
  tasks: null,
  dependencies: [],
  held: false,
};

it("renders a script that runs the control folder's own", () => {
  expect(renderSlurm(submission)).toEqual([
    { name: "scheduler.sh", text: "#!/bin/sh\n#SBATCH --partition=long\n#SBATCH --time=01:00:00\n#SBATCH --comment=mine\n\nexec /bin/sh '/home/a b/.sqmpy/job1/run.sh'\n" },
  ]);
  const [file] = renderSlurm({ ...submission, directives: ["--nice\nrm -rf x"], tasks: { indexes: [1], atOnce: null } });
  expect(file?.text).toBe("#!/bin/sh\n#SBATCH --nice rm -rf x\n\nexec /bin/sh '/home/a b/.sqmpy/job1/run.sh' \"$SLURM_ARRAY_TASK_ID\"\n");
});

it("puts what is its own on the command line, where no directive wins over it", () => {
  const command = slurmSubmitCommand(submission);
  expect(command).toMatch(/^\(unset SBATCH_PARTITION SBATCH_TIMELIMIT; exec sbatch --parsable --no-requeue --job-name=Tr_ume_x_\.q1a2b3c4 /);
  expect(command).not.toContain("--comment");
  expect(command).toContain("--output=scheduler.out --error=scheduler.out --input=/dev/null --mail-type=NONE");
});

it("asks for arrays, dependencies and a hold", () => {
  const command = slurmSubmitCommand({
    ...submission,
    directives: [],
    tasks: { indexes: [0, 1, 2, 7], atOnce: 2 },
    dependencies: [
      { nativeId: "12", condition: "ok" },
      { nativeId: "13", condition: "any" },
      { nativeId: "14", condition: "fail" },
    ],
    held: true,
  });
  expect(command).toContain("--array=0-2,7%2");
  expect(command).toContain("--output=scheduler.out-%a");
  expect(command).toContain("--dependency=afterok:12,afterany:13,afternotok:14 --kill-on-invalid-dep=yes --hold");
  expect(command).toContain("--comment=sqmpy.q1a2b3c4");
});
