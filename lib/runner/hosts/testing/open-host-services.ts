import { userInfo } from "node:os";
import type { HostSpec } from "@/lib/domain/host-spec";
import type { UserId } from "@/lib/domain/ids";
import type { UserRole } from "@/lib/domain/user";
import { openTestStores, noon } from "@/lib/store/testing/test-stores";
import { createConnections } from "@/lib/transport/connection-pool";
import { makeKeyPair, publicLineOf } from "@/lib/transport/key-pair";
import { importSshConfig } from "@/lib/transport/ssh-config-import";
import type { HostServices, OwnAccount } from "../host-services";

/** The use-cases' real parts over a store of their own; `account` stands for what lies in the server account's home. */
export function openHostServices(account: Partial<OwnAccount> = {}) {
  const stores = openTestStores();
  const now = () => new Date();
  const connections = createConnections({ directory: stores.hostDirectory, now, log: () => undefined, local: true });
  const services: HostServices = {
    hosts: stores.desk.hosts,
    users: stores.desk.users,
    connections,
    notes: stores.hostDirectory,
    keys: { makeKeyPair, publicLineOf },
    readSshConfig: importSshConfig,
    ownAccount: {
      username: () => userInfo().username,
      hasAgent: () => false,
      sshConfig: async () => null,
      privateKey: async () => null,
      ...account,
    },
    now,
  };

  return {
    services,
    stores,
    person: (role: UserRole = "admin"): UserId =>
      stores.desk.users.create({ name: role, email: `${crypto.randomUUID()}@uni.example`, passwordHash: null, role }, noon).id,
    async close() {
      await connections.closeAll();
      stores.remove();
    },
  };
}

export function specOf(change: Partial<HostSpec> = {}): HostSpec {
  return {
    name: "login",
    address: "login.uni.example",
    port: 22,
    username: "ada",
    signIn: "password",
    password: "correct horse",
    privateKey: "",
    passphrase: "",
    madeKeyId: "",
    ...change,
  };
}
