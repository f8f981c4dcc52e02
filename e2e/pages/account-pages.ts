import { expect, type Page } from "@playwright/test";

export interface Person {
  name: string;
  email: string;
  password: string;
}

/** The first account, through the link that the app printed. */
export async function setUp(page: Page, link: string, person: Person): Promise<void> {
  await page.goto(link);
  await fillAccount(page, person);
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page).toHaveURL(/\/jobs$/);
}

export async function register(page: Page, person: Person): Promise<void> {
  await page.goto("/register");
  await fillAccount(page, person);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page).toHaveURL(/\/jobs$/);
}

export async function fillAccount(page: Page, { name, email, password }: Person): Promise<void> {
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("textbox", { name: "Mail address" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
}

/** Fills the form and presses the button; where it leads is for the test to say. */
export async function trySignIn(page: Page, { email, password }: Pick<Person, "email" | "password">): Promise<void> {
  await page.getByRole("textbox", { name: "Mail address" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function signIn(page: Page, person: Pick<Person, "email" | "password">): Promise<void> {
  await page.goto("/sign-in");
  await trySignIn(page, person);
  await expect(page).toHaveURL(/\/jobs$/);
}
