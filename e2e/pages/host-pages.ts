import { expect, type Locator, type Page } from "@playwright/test";

export interface HostWish {
  name: string;
  address: string;
  port: number;
  username: string;
}

type SignIn = "A key that Sqmpy makes" | "Your own private key" | "Password" | "ssh-agent";

/** The form that adds or edits a host. */
export class HostFormPage {
  constructor(readonly page: Page) {}

  async open(): Promise<this> {
    await this.page.goto("/hosts/new");
    await this.signInBy("A key that Sqmpy makes");
    await this.command();
    return this;
  }

  async fill({ name, address, port, username }: HostWish): Promise<this> {
    await this.page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
    await this.page.getByRole("textbox", { name: "Address" }).fill(address);
    await this.page.getByRole("textbox", { name: "Port" }).fill(String(port));
    await this.page.getByRole("textbox", { name: "Username there" }).fill(username);
    return this;
  }

  async signInBy(method: SignIn): Promise<void> {
    await this.page.getByRole("radio", { name: method }).check();
  }

  /** The line that the person runs on the host to let the made key in. */
  async command(): Promise<string> {
    const box = this.page.getByRole("region", { name: "Run this once on the host" });
    await expect(box).toBeVisible();
    return (await box.textContent()) ?? "";
  }

  publicLine(): Promise<string> {
    return readPublicLine(this.page);
  }

  async save(): Promise<HostPage> {
    await this.page.getByRole("button", { name: "Save and test the connection" }).click();
    await expect(this.page).toHaveURL(/\/hosts\/(?!new)[^/?]+(\?.*)?$/);
    return new HostPage(this.page);
  }
}

/** The line for `authorized_keys` of a key that Sqmpy made. */
export async function readPublicLine(page: Page): Promise<string> {
  await page.getByText("Only the public line").click();
  return (await page.getByRole("region", { name: "Public line" }).textContent()) ?? "";
}

/** A host's page, with the test of its connection. */
export class HostPage {
  readonly question: Locator;

  constructor(readonly page: Page) {
    this.question = page.getByRole("region", { name: "Host key to confirm" });
  }

  step(label: string): Locator {
    return this.page.getByRole("list", { name: "Steps of the test" }).getByRole("listitem").filter({ hasText: label });
  }

  async trust(fingerprint: string): Promise<void> {
    await expect(this.question).toContainText(fingerprint, { timeout: 20_000 });
    await this.question.getByRole("button", { name: "Yes, trust this key" }).click();
  }

  async expectReady(name: string): Promise<void> {
    await expect(this.page.getByRole("status").filter({ hasText: `${name} is ready for jobs` })).toBeVisible({ timeout: 30_000 });
  }

  /** The step that the test stopped at, with what it says to do. */
  async expectStopped(step: string, sentence: RegExp): Promise<void> {
    const alert = this.page.getByRole("alert").filter({ hasText: `It stopped at: ${step}` });
    await expect(alert).toBeVisible({ timeout: 30_000 });
    await expect(alert).toContainText(sentence);
    await expect(this.step(step)).toContainText("failed");
  }

  async testAgain(): Promise<void> {
    await this.page.getByRole("button", { name: /^Test (connection|again)$/ }).click();
  }
}
