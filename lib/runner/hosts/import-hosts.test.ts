import { utils } from "ssh2";
import { afterAll, describe, expect, test } from "vitest";
import { importHosts, type ImportWish } from "./import-hosts";
import { listConfigHosts } from "./list-config-hosts";
import { openHostServices } from "./testing/open-host-services";

const config = `
Host *
  User ada
Host login
  HostName login.uni.example
  Port 2222
Host gpu
  HostName gpu.uni.example
  ProxyJump login
Host locked
  HostName locked.uni.example
  IdentityFile ~/.ssh/locked
Host keyless
  HostName keyless.uni.example
  IdentityFile ~/.ssh/none
Host *.internal
  User bob
`;

const files: Record<string, string> = {
  "~/.ssh/id_ed25519": utils.generateKeyPairSync("ed25519").private,
  "~/.ssh/locked": utils.generateKeyPairSync("ed25519", { passphrase: "a passphrase", cipher: "aes256-cbc", rounds: 16 }).private,
};
const house = openHostServices({ sshConfig: async () => config, privateKey: async (file) => files[file] ?? null });
const { services, person } = house;
afterAll(house.close);

const wish = (change: Partial<ImportWish>): ImportWish => ({
  source: { from: "text", text: config },
  aliases: ["login"],
  username: "",
  signIn: "made_key",
  ...change,
});

describe("the hosts of a ~/.ssh/config", () => {
  test("are listed in order, with why one cannot be added", async () => {
    const listed = await listConfigHosts(services, person("member"), { from: "text", text: config });
    expect(listed.map(({ alias }) => alias)).toEqual(["login", "gpu", "locked", "keyless"]);
    expect(listed[0]).toMatchObject({ address: "login.uni.example", port: 2222, username: "ada", problem: null });
    expect(listed[1]?.problem).toContain("ProxyJump");
  });

  test("a text without hosts says what one looks like", async () => {
    await expect(listConfigHosts(services, person(), { from: "text", text: "Host *\n  User ada\n" })).rejects.toMatchObject({ field: "text" });
  });

  test("the server account's own file is for admins", async () => {
    await expect(listConfigHosts(services, person("member"), { from: "own_file" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await listConfigHosts(services, person(), { from: "own_file" })).toHaveLength(4);
  });
});

describe("importing them", () => {
  test("by one key of Sqmpy's for all, and of each other says why not", async () => {
    const ada = person("member");
    const { added, left } = await importHosts(services, ada, wish({ aliases: ["login", "gpu", "locked"] }));
    expect(added.map(({ name, port, username }) => [name, port, username])).toEqual([
      ["login", 2222, "ada"],
      ["locked", 22, "ada"],
    ]);
    expect(new Set(added.map(({ publicKey }) => publicKey)).size).toBe(1);
    expect(left).toEqual([{ alias: "gpu", problem: expect.stringContaining("ProxyJump") }]);

    const again = await importHosts(services, ada, wish({}));
    expect(again.left[0]?.problem).toContain("already");
  });

  test("by the keys that lie beside the own file", async () => {
    const ada = person();
    const { added, left } = await importHosts(services, ada, wish({ source: { from: "own_file" }, aliases: ["login", "locked", "keyless"], signIn: "file_keys" }));
    expect(added.map(({ name }) => name)).toEqual(["login"]);
    expect(services.hosts.credential(ada, added[0]?.id ?? ("" as never))).toMatchObject({ method: "given_key", passphrase: null });
    expect(left.map(({ problem }) => problem)).toEqual([expect.stringContaining("passphrase"), expect.stringContaining("~/.ssh/none")]);
  });

  test("never gives the account's keys or agent to a pasted text or to members", async () => {
    await expect(importHosts(services, person(), wish({ signIn: "file_keys" }))).rejects.toMatchObject({ field: "signIn" });
    await expect(importHosts(services, person("member"), wish({ signIn: "agent" }))).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a host without a username asks for one", async () => {
    const ada = person();
    const source = { from: "text" as const, text: "Host plain\n  HostName plain.example\n" };
    expect((await importHosts(services, ada, wish({ source, aliases: ["plain"] }))).left[0]?.problem).toContain("username");
    expect((await importHosts(services, ada, wish({ source, aliases: ["plain"], username: "bob" }))).added[0]?.username).toBe("bob");
  });
});
