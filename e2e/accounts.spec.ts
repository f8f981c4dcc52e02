import type { Browser, Page } from "@playwright/test";
import { type Person, register, setUp, signIn, trySignIn, fillAccount } from "./pages/account-pages";
import { listen, expect, test } from "./support/test";

test.use({ stageOptions: { accounts: true }, expectedComplaints: /status of 404 .*\/admin\)/ });
test.describe.configure({ mode: "serial" });

const ada: Person = { name: "Ada Lovelace", email: "ada@uni.example", password: "a difference engine" };
const bob: Person = { name: "Bob Barker", email: "bob@uni.example", password: "quite another secret" };
const wrong = "Mail address and password do not belong together. Check both and try again.";

/** Another browser, with its own cookies. */
async function another(browser: Browser, complaints: string[], baseURL: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL })).newPage();
  listen(page, complaints);
  return page;
}

test("the set-up link makes the first account, once", async ({ page, browser, complaints, stage }) => {
  await page.goto("/jobs");
  await expect(page.getByRole("heading", { name: "Sqmpy is not set up yet" })).toBeVisible();
  await page.goto("/setup?token=guessed");
  await expect(page.getByText("This set-up link is not the newest one.")).toBeVisible();

  const late = await another(browser, complaints, stage.url);
  await late.goto(stage.setupLink());
  await fillAccount(late, bob);

  await page.goto(stage.setupLink());
  await fillAccount(page, { ...ada, password: "short" });
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByRole("textbox", { name: "Password" })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("textbox", { name: "Mail address" })).toHaveValue(ada.email);
  await setUp(page, stage.setupLink(), ada);
  await page.getByRole("button", { name: "Account of Ada Lovelace" }).click();
  await expect(page.getByRole("menuitem", { name: "Admin" })).toBeVisible();

  await late.getByRole("button", { name: "Begin" }).click();
  await expect(late).toHaveURL(/\/sign-in$/);
  await late.goto(stage.setupLink());
  await expect(late).toHaveURL(/\/sign-in$/);
  await late.context().close();
});

test("sign-in errors tell nothing about who has an account", async ({ page }) => {
  await page.goto("/sign-in");
  await trySignIn(page, { ...ada, password: "wrong" });
  await expect(page.getByRole("alert").filter({ hasText: wrong })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Mail address" })).toHaveValue(ada.email);
  await trySignIn(page, { email: "nobody@uni.example", password: "wrong" });
  await expect(page.getByRole("alert").filter({ hasText: wrong })).toBeVisible();
  await trySignIn(page, ada);
  await expect(page).toHaveURL(/\/jobs$/);
});

test("signing in leads back to the page asked for, and nowhere else", async ({ page, stage }) => {
  await page.goto("/settings");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings$/);
  await trySignIn(page, ada);
  await expect(page).toHaveURL(/\/settings$/);

  for (const next of ["//evil.example", "https://evil.example/", "/\\evil.example", "/sign-in"]) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await trySignIn(page, ada);
    await expect(page).toHaveURL(`${stage.url}/jobs`);
  }
});

test("registering is open until the admin closes it", async ({ page, browser, complaints, stage }) => {
  const second = await another(browser, complaints, stage.url);
  await register(second, bob);
  await second.goto("/admin");
  await expect(second.getByRole("heading", { name: "There is nothing here" })).toBeVisible();

  await signIn(page, ada);
  await page.goto("/admin");
  await expect(page.getByText(bob.email)).toBeVisible();
  await page.getByRole("radio", { name: "Closed" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Registration is closed.")).toBeVisible();

  await second.context().clearCookies();
  await second.goto("/register");
  await expect(second.getByRole("heading", { name: "Registration is closed" })).toBeVisible();
  await expect(second.getByText("Ada Lovelace")).toBeVisible();
  await signIn(second, bob);
  await second.context().close();
});

test("a new password ends the other sessions", async ({ page, browser, complaints, stage }) => {
  await signIn(page, bob);
  const elsewhere = await another(browser, complaints, stage.url);
  await signIn(elsewhere, bob);

  await page.goto("/settings");
  await page.getByRole("textbox", { name: "Password now" }).fill("not it");
  await page.getByRole("textbox", { name: "New password" }).fill("a better secret yet");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByRole("textbox", { name: "Password now" })).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("textbox", { name: "Password now" }).fill(bob.password);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Your password is changed. Everywhere else you are signed out.")).toBeVisible();
  bob.password = "a better secret yet";

  await elsewhere.goto("/jobs");
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await page.goto("/jobs");
  await expect(page).toHaveURL(/\/jobs$/);
  await elsewhere.context().close();
});

test("a session can be ended from another, and by signing out", async ({ page, browser, complaints, stage }) => {
  await signIn(page, bob);
  const elsewhere = await another(browser, complaints, stage.url);
  await signIn(elsewhere, bob);
  const cookies = await elsewhere.context().cookies();

  await page.goto("/settings");
  const card = page.getByRole("main").locator("section").filter({ has: page.getByRole("heading", { name: "Where you are signed in" }) });
  const others = card.getByRole("button", { name: /^Sign out of/ });
  while ((await others.count()) > 0) {
    const before = await others.count();
    await others.first().click();
    await expect(others).toHaveCount(before - 1);
  }
  await elsewhere.goto("/jobs");
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  await page.getByRole("button", { name: "Account of Bob Barker" }).click();
  const own = await page.context().cookies();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  for (const kept of [cookies, own]) {
    await page.context().addCookies(kept);
    await page.goto("/jobs");
    await expect(page).toHaveURL(/\/sign-in/);
  }
  await elsewhere.context().close();
});

test("too many wrong passwords close the door for a while, to the right one too, and a restart does not open it", async ({ page, stage }) => {
  await page.goto("/sign-in");
  const alert = page.getByRole("main").getByRole("alert");
  for (let attempt = 1; attempt <= 10; attempt++) {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await trySignIn(page, { ...bob, password: `guess ${attempt}` });
    await answered;
    await expect(alert).toContainText(wrong);
  }
  await trySignIn(page, bob);
  const closed = /Too many attempts to sign in to this account: try again in \d+ minutes/;
  await expect(alert).toContainText(closed);

  await stage.kill();
  await stage.start();
  await page.goto("/sign-in");
  await trySignIn(page, bob);
  await expect(alert).toContainText(closed);
  await signIn(page, ada);
});
