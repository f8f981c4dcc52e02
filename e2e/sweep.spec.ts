import { isLab, type BatchLab } from "./support/batch-lab";
import { startSlurmLab } from "./support/labs/slurm";
import { JobFormPage } from "./pages/job-form-page";
import { JobPage } from "./pages/job-page";
import { HostPage } from "./pages/host-pages";
import { expect, test } from "./support/test";

let lab: BatchLab | null = null;
let why = "";

test.use({
  stageOptions: {
    prepare: async ({ desk }, { lab: stage }) => {
      const started = await startSlurmLab();
      if (!isLab(started)) {
        why = started.skipped;
        return;
      }
      lab = started;
      if (!stage) throw new Error("The sweep needs single-user mode.");
      const { address, port, hostKey, privateKey, users } = started.ssh;
      const credential = { method: "given_key" as const, privateKey, passphrase: null };
      const host = desk.hosts.create(stage.userId, { kind: "ssh", name: "Cluster", address, port, username: users[0]?.username ?? "", credential, publicKey: null }, new Date());
      desk.hosts.offerHostKey(stage.userId, host.id, hostKey);
      desk.hosts.pinHostKey(stage.userId, host.id, hostKey.fingerprint);
    },
  },
});

test.afterAll(() => lab?.stop());

const table = `rate,word\n${Array.from({ length: 20 }, (_, row) => `0.${row},it's ${row}`).join("\n")}\n`;
const script = `#!/bin/sh
#SBATCH --mem=32M
echo "task $SQMPY_TASK: $1 $word"
[ -e "$HOME/mended" ] && exit 0
case $SQMPY_TASK in 3|11|17) echo "broken" >&2; exit 4;; esac
`;

test("a sweep of 20 on real Slurm: from the form to the map of its tasks, and the failed ones again", async ({ page }) => {
  test.setTimeout(240_000);
  test.skip(lab === null, why);
  if (!lab) return;

  await test.step("the host tells its batch system and its queues", async () => {
    await page.goto("/hosts");
    await page.getByRole("link", { name: "Cluster" }).first().click();
    await page.getByRole("button", { name: /^Test/ }).click();
    await expect(page.getByText(/Slurm 22\.05\.8, with the queues? /)).toBeVisible({ timeout: 30_000 });
    await new HostPage(page).expectReady("Cluster");
  });

  const job = await test.step("the form offers them, finds the script's directives, and refuses what the host would", async () => {
    const form = await new JobFormPage(page).open();
    await form.chooseHost("Cluster");
    await form.fill({ script, scriptName: "sweep.sh", name: "Sweep", arguments: "--rate={rate}" });
    await expect(page.getByRole("radio", { name: /Slurm 22\.05\.8/ })).toBeChecked();
    await page.getByLabel("Queue").selectOption(lab?.queue ?? "");
    await form.field("Nodes").fill("99");
    await expect(page.getByText(/The queue debug gives \d+ nodes at most/)).toBeVisible();
    await form.field("Nodes").fill("");
    await page.getByRole("radio", { name: "By a table" }).check({ force: true });
    await form.field("Table").fill(table);
    await expect(page.getByRole("region", { name: "The first tasks" })).toContainText("it's 2");
    await expect(page.getByText("from your script, line 2")).toBeVisible();
    return form.submit();
  });

  await test.step("its tasks are a map, and each has its values and its log", async () => {
    await job.expectState("Failed", 120_000);
    await expect(page.getByText("3 of 20 tasks failed: 3, 11, 17.").first()).toBeVisible();
    const map = page.getByRole("grid", { name: "Tasks" });
    await expect(map.getByRole("gridcell")).toHaveCount(20);
    await map.locator('[data-task="11"]').click();
    await expect(page).toHaveURL(/\?task=11$/);
    await expect(job.log.line("task 11: --rate=0.11 it's 11")).toBeVisible();
  });

  await test.step("the failed ones run again as a job of their own", async () => {
    const first = job.id;
    await lab?.asRoot(`touch "$(getent passwd ${lab.ssh.users[0]?.username} | cut -d: -f6)/mended"`);
    await page.getByRole("button", { name: "Run the failed ones again" }).click();
    await expect(page).not.toHaveURL(new RegExp(first));
    const again = new JobPage(page);
    await again.expectState("Completed", 120_000);
    await expect(page.getByRole("grid", { name: "Tasks" }).getByRole("gridcell")).toHaveCount(3);
  });

  await test.step("the history has one row for each", async () => {
    await page.goto("/jobs");
    await expect(page.getByRole("link", { name: "Sweep" })).toHaveCount(2);
    await expect(page.getByText(/20/).first()).toBeVisible();
  });
});
