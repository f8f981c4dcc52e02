import { expect, type Locator, type Page } from "@playwright/test";
import { JobPage } from "./job-page";

/** A file that is handed to the browser. */
export interface GivenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export function textFile(name: string, text: string): GivenFile {
  return { name, mimeType: "text/plain", buffer: Buffer.from(text) };
}

export interface JobWish {
  host?: string;
  script?: string;
  scriptName?: string;
  name?: string;
  arguments?: string;
  walltime?: string;
  description?: string;
  workingDirectory?: string;
  interpreter?: string;
  environment?: Record<string, string>;
  files?: GivenFile[];
}

/** The form for a new job. */
export class JobFormPage {
  readonly submitButton: Locator;
  readonly script: Locator;

  constructor(readonly page: Page) {
    this.submitButton = page.getByRole("button", { name: /^Submit/ });
    this.script = page.getByRole("textbox", { name: "Script", exact: true });
  }

  async open(query = ""): Promise<this> {
    await this.page.goto(`/jobs/new${query}`);
    await this.ready();
    return this;
  }

  async ready(): Promise<void> {
    await expect(this.submitButton).toBeEnabled();
  }

  field(label: string): Locator {
    return this.page.getByRole("textbox", { name: new RegExp(`^${label}( optional)?$`) });
  }

  /** The script by a file, as it is to the byte. */
  async giveScript(name: string, script: string | Buffer): Promise<void> {
    await this.page.getByLabel("Script file").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(script) });
  }

  async fill(wish: JobWish): Promise<this> {
    if (wish.host !== undefined) await this.chooseHost(wish.host);
    if (wish.script !== undefined) {
      await this.giveScript(wish.scriptName ?? "job.sh", wish.script);
      await expect(this.field("File name")).toHaveValue(wish.scriptName ?? "job.sh");
    }
    const texts = {
      Name: wish.name,
      Arguments: wish.arguments,
      Walltime: wish.walltime,
      Description: wish.description,
      Interpreter: wish.interpreter,
      "Working directory": wish.workingDirectory,
    };
    for (const [label, text] of Object.entries(texts)) if (text !== undefined) await this.field(label).fill(text);
    for (const [name, value] of Object.entries(wish.environment ?? {})) await this.addVariable(name, value);
    if (wish.files) await this.chooseFiles(wish.files);
    return this;
  }

  async chooseHost(name: string): Promise<void> {
    const host = this.page.getByLabel("Host", { exact: true });
    const option = host.locator("option").filter({ hasText: name });
    await host.selectOption((await option.getAttribute("value")) ?? "");
  }

  async addVariable(name: string, value: string): Promise<void> {
    await this.page.getByRole("button", { name: "Add a variable" }).click();
    const number = await this.page.getByRole("textbox", { name: /^Name of variable/ }).count();
    await this.page.getByRole("textbox", { name: `Name of variable ${number}` }).fill(name);
    await this.page.getByRole("textbox", { name: `Value of variable ${number}` }).fill(value);
  }

  async chooseFiles(files: GivenFile[]): Promise<void> {
    await this.page.getByLabel("Input files", { exact: true }).and(this.page.locator("input")).setInputFiles(files);
  }

  /** Drops files on the box, as from a file manager. */
  async dropFiles(files: GivenFile[]): Promise<void> {
    const carried = await this.page.evaluateHandle(
      (given) => {
        const transfer = new DataTransfer();
        for (const { name, mimeType, base64 } of given) {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          transfer.items.add(new File([bytes], name, { type: mimeType }));
        }
        return transfer;
      },
      files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString("base64") })),
    );
    await this.page.getByText("Drop files or folders here, or").dispatchEvent("drop", { dataTransfer: carried });
  }

  /** Drops what lies at these paths of the disk, folders with all that is in them. */
  async dropPaths(paths: string[]): Promise<void> {
    const box = this.page.getByText("Drop files or folders here, or");
    await box.scrollIntoViewIfNeeded();
    const { x, y } = (await box.boundingBox()) ?? { x: 0, y: 0 };
    const session = await this.page.context().newCDPSession(this.page);
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await session.send("Input.dispatchDragEvent", { type, x: x + 5, y: y + 5, data: { items: [], files: paths, dragOperationsMask: 1 } });
    }
    await session.detach();
  }

  input(path: string): Locator {
    return this.page.getByRole("list", { name: "Input files" }).getByRole("listitem").filter({ has: this.page.getByRole("textbox", { name: `Path of ${path}`, exact: true }) });
  }

  async expectUploaded(count: number): Promise<void> {
    await expect(this.page.getByText(count === 1 ? /^1 file ready/ : new RegExp(`^${count} files ready`))).toBeVisible({ timeout: 30_000 });
  }

  async submit(): Promise<JobPage> {
    await this.submitButton.click();
    await expect(this.page).toHaveURL(/\/jobs\/(?!new)[^/?]+$/, { timeout: 30_000 });
    return new JobPage(this.page);
  }
}
