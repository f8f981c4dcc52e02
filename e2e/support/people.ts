import type { BrowserContext } from "@playwright/test";
import { makeOwner } from "@/lib/auth/owner";
import { hashPassword } from "@/lib/auth/password";
import type { HostId } from "@/lib/domain/ids";
import type { Stores } from "@/lib/store/open-stores";
import { type Person, signIn } from "../pages/account-pages";
import type { LabHost } from "./lab-host";
import { test as base } from "./test";

export const ada: Person = { name: "Ada Lovelace", email: "ada@uni.example", password: "a difference engine" };
export const bob: Person = { name: "Bob Barker", email: "bob@uni.example", password: "quite another secret" };

/** The admin Ada with the lab's host, and Bob with nothing. */
export async function prepareAccounts({ desk }: Stores, { host }: { host: LabHost }): Promise<HostId> {
  const owner = makeOwner(desk, { ...ada, passwordHash: await hashPassword(ada.password) });
  desk.users.create({ ...bob, role: "member", passwordHash: await hashPassword(bob.password) }, new Date());
  const { id } = desk.hosts.create(owner.id, { ...host.spec, name: "Lab", publicKey: null }, new Date());
  desk.hosts.offerHostKey(owner.id, id, host.hostKey);
  desk.hosts.pinHostKey(owner.id, id, host.hostKey.fingerprint);
  return id;
}

type SignedIn = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** Pages are Ada's; her session is made once. */
export const test = base.extend<object, { adasSession: SignedIn }>({
  adasSession: [
    async ({ browser, stage }, provide) => {
      const context = await browser.newContext({ baseURL: stage.url });
      await signIn(await context.newPage(), ada);
      const session = await context.storageState();
      await context.close();
      await provide(session);
    },
    { scope: "worker" },
  ],
  storageState: ({ adasSession }, provide) => provide(adasSession),
});

/** For requests outside of a browser. */
export function cookieHeader({ cookies }: Pick<SignedIn, "cookies">): string {
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}
