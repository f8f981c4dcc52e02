import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";
import { LogView } from "./log-view";

/** The page of one job. */
export class JobPage {
  readonly log: LogView;
  readonly header: Locator;
  readonly files: Locator;
  readonly timeline: Locator;

  constructor(readonly page: Page) {
    this.log = new LogView(page);
    this.header = page.getByRole("main").locator("header").first();
    this.files = this.card("Files");
    this.timeline = this.card("Timeline");
  }

  get id(): string {
    const id = /\/jobs\/([^/?]+)/.exec(this.page.url())?.[1];
    if (!id || id === "new") throw new Error(`${this.page.url()} is no job's page.`);
    return id;
  }

  async open(jobId: string): Promise<this> {
    await this.page.goto(`/jobs/${jobId}`);
    return this;
  }

  card(title: string): Locator {
    return this.page.getByRole("main").locator("section").filter({ has: this.page.getByRole("heading", { name: title, level: 2 }) });
  }

  /** What stands beside a term in the facts. */
  fact(term: string): Locator {
    return this.card("Facts").locator("dl > div").filter({ has: this.page.getByRole("term").filter({ hasText: term }) }).getByRole("definition");
  }

  async expectState(label: string, timeout = 30_000): Promise<void> {
    await expect(this.header.getByText(label, { exact: true })).toBeVisible({ timeout });
  }

  file(name: string): Locator {
    return this.files.getByRole("link", { name, exact: true });
  }

  /** Where it lies on the host, as the page says. */
  async directory(): Promise<string> {
    const path = this.fact("Working directory").getByText(/^\//);
    await expect(path).toBeVisible();
    return (await path.textContent()) ?? "";
  }

  async download(link: Locator): Promise<Buffer> {
    const [download] = await Promise.all([this.page.waitForEvent("download"), link.click()]);
    return readFileSync(await download.path());
  }

  /** Presses a button and then the one that confirms it. */
  async confirm(button: string, confirmation: string, before?: (dialog: Locator) => Promise<void>): Promise<void> {
    await this.page.getByRole("main").getByRole("button", { name: button, exact: true }).click();
    const dialog = this.page.getByRole("alertdialog");
    await before?.(dialog);
    await dialog.getByRole("button", { name: confirmation }).click();
  }

  cancel(): Promise<void> {
    return this.confirm("Cancel", "Cancel the job");
  }

  async remove({ withFolder }: { withFolder: boolean }): Promise<void> {
    await this.confirm("Delete", "Delete the job", async (dialog) => {
      if (withFolder) await dialog.getByRole("checkbox", { name: /Also remove the folder/ }).check();
    });
    await expect(this.page).toHaveURL(/\/jobs$/);
  }
}
