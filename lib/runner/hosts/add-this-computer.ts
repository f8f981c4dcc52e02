import type { Host } from "@/lib/domain/host";
import type { UserId } from "@/lib/domain/ids";
import type { HostServices } from "./host-services";
import { requireOwnAccount } from "./may-use-own-account";

type Needs = Pick<HostServices, "hosts" | "users" | "ownAccount" | "now">;

/** The machine that Sqmpy runs on as a host, without SSH; one for each admin. */
export function addThisComputer(services: Needs, owner: UserId): Host {
  requireOwnAccount(services, owner, "This computer");
  const { hosts, ownAccount, now } = services;
  const known = hosts.list(owner);
  const here = known.find(({ kind }) => kind === "local");
  if (here) return here;

  return hosts.create(
    owner,
    {
      kind: "local",
      name: freeName("This computer", known),
      address: "localhost",
      port: 22,
      username: ownAccount.username(),
      credential: { method: "agent" },
      publicKey: null,
    },
    now(),
  );
}

function freeName(wished: string, hosts: readonly Host[]): string {
  const names = new Set(hosts.map(({ name }) => name));
  if (!names.has(wished)) return wished;
  let number = 2;
  while (names.has(`${wished} ${number}`)) number++;
  return `${wished} ${number}`;
}
