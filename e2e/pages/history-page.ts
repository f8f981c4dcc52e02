import { expect, type Locator, type Page } from "@playwright/test";

/** All jobs, newest first. */
export class HistoryPage {
  readonly rows: Locator;

  constructor(readonly page: Page) {
    this.rows = page.getByRole("table").getByRole("row").filter({ has: page.getByRole("checkbox") });
  }

  async open(query = ""): Promise<this> {
    await this.page.goto(`/jobs${query}`);
    return this;
  }

  row(name: string | RegExp): Locator {
    return this.rows.filter({ has: this.page.getByRole("link", { name }) });
  }

  async search(words: string): Promise<void> {
    await this.page.getByRole("searchbox", { name: /^Search in name/ }).fill(words);
    await expect(this.page).toHaveURL((url) => url.searchParams.get("q") === (words || null));
  }

  chip(label: string): Locator {
    return this.page.getByRole("search", { name: "Filter the jobs" }).getByRole("link", { name: new RegExp(`^${label}\\s*\\d`) });
  }

  async names(): Promise<string[]> {
    return this.rows.getByRole("link").allTextContents();
  }
}
