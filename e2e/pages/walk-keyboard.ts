import { expect, type Page } from "@playwright/test";

/** What has the focus, as a screen reader names it: role and name. */
async function focused(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const node = nodes.filter(({ properties }) => properties?.some(({ name, value }) => name === "focused" && value.value === true)).at(-1);
  return `${String(node?.role?.value ?? "")} ${String(node?.name?.value ?? "")}`.trim();
}

/** Presses Tab until the wanted place has the focus; fails when it is never reached. */
export async function tabTo(page: Page, wanted: RegExp, most = 60): Promise<void> {
  const passed: string[] = [];
  for (let press = 0; press < most; press++) {
    const here = await focused(page);
    if (wanted.test(here)) return;
    passed.push(here);
    // Tab indents in the editor; Escape lets it out.
    if (here === "textbox Script") await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
  }
  expect(passed, `Tab never came to ${String(wanted)}`).toEqual([]);
}
