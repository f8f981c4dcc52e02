import { expect, type Locator, type Page } from "@playwright/test";

export interface SeenLine {
  /** Line number, or byte offset where the page does not know the number. */
  number: number;
  text: string;
}

/** One output of a job on its page. */
export class LogView {
  readonly log: Locator;
  readonly foot: Locator;

  constructor(readonly page: Page) {
    this.log = page.getByRole("log");
    this.foot = page.getByRole("status").filter({ hasText: /Live|Complete|Paused|earlier part|Opening|Trying again/ });
  }

  line(text: string | RegExp): Locator {
    return this.log.getByText(text);
  }

  button(name: string): Locator {
    return this.page.getByRole("toolbar", { name: "Log" }).getByRole("button", { name, exact: true });
  }

  async show(stream: "stdout" | "stderr"): Promise<void> {
    await this.page.getByRole("group", { name: "Output" }).getByRole("button", { name: stream }).click();
  }

  /** The lines that are in the page's window just now, in order. */
  async shownLines(): Promise<SeenLine[]> {
    return this.log.evaluate(readShownLines);
  }

  /** Of the last line in sight; 0 while there is none. */
  async lastNumber(): Promise<number> {
    return (await this.shownLines()).at(-1)?.number ?? 0;
  }

  /** All lines that the page holds, by scrolling from the first to the last as a reader would. */
  async allLines(): Promise<SeenLine[]> {
    const seen = new Map<number, string>();
    await this.log.evaluate((element) => element.scrollTo({ top: 0 }));
    for (;;) {
      for (const { number, text } of await this.shownLines()) {
        const known = seen.get(number);
        if (known !== undefined && known !== text) throw new Error(`Line ${number} is there twice: ${known} / ${text}`);
        seen.set(number, text);
      }
      const isAtEnd = await this.log.evaluate((element) => {
        const before = element.scrollTop;
        element.scrollTo({ top: before + element.clientHeight * 0.8 });
        return new Promise<boolean>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(element.scrollTop <= before))));
      });
      if (isAtEnd) return [...seen].map(([number, text]) => ({ number, text })).sort((a, b) => a.number - b.number);
    }
  }

  /** Turns the wheel until it is seen. */
  async scrollUpTo(text: RegExp): Promise<void> {
    await this.log.hover();
    await expect(async () => {
      await this.page.mouse.wheel(0, -3_000);
      await expect(this.line(text).first()).toBeInViewport({ timeout: 200 });
    }).toPass({ timeout: 30_000 });
  }

  async expectComplete(): Promise<void> {
    await expect(this.foot).toContainText("Complete", { timeout: 30_000 });
  }
}

/** In the browser: rows as they stand in the document, by their place from the top. */
function readShownLines(element: Element): SeenLine[] {
  const rows = [...element.querySelectorAll<HTMLElement>("[data-index]")].sort((a, b) => Number(a.dataset["index"]) - Number(b.dataset["index"]));
  return rows.flatMap((row) => {
    const [number, text] = row.lastElementChild?.children ?? [];
    return number && text ? [{ number: Number(number.textContent), text: text.textContent ?? "" }] : [];
  });
}
