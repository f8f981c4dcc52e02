import { afterAll, describe, expect, test } from "vitest";
import { newJob, noon } from "@/lib/store/testing/test-stores";
import { addHost } from "./add-host";
import { addThisComputer } from "./add-this-computer";
import { editHost } from "./edit-host";
import { makeKey } from "./make-key";
import { removeHost } from "./remove-host";
import { renameHost } from "./rename-host";
import { openHostServices, specOf } from "./testing/open-host-services";
import { trustHostKey } from "./trust-host-key";

const house = openHostServices();
const { services, stores, person } = house;
afterAll(house.close);

const refusal = (field: string, message: RegExp) => expect.objectContaining({ name: "AppError", field, message: expect.stringMatching(message) });
const key = (fingerprint: string) => ({ algorithm: "ssh-ed25519", fingerprint, key: fingerprint });

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("It was not refused.");
}

describe("adding a host", () => {
  test("by a key that Sqmpy makes: the line shown is the one that it signs in by", () => {
    const ada = person();
    const made = makeKey(services, ada, null);
    const host = addHost(services, ada, specOf({ signIn: "made_key", madeKeyId: made.id }));

    expect(made.publicKey).toMatch(/^ssh-ed25519 \S+ sqmpy$/);
    expect(host.publicKey).toBe(made.publicKey);
    expect(services.hosts.credential(ada, host.id)).toMatchObject({ method: "made_key", privateKey: expect.stringContaining("OPENSSH PRIVATE KEY") });
  });

  test("a reload keeps the key that was shown; the next host gets its own", () => {
    const ada = person();
    const made = makeKey(services, ada, null);
    expect(makeKey(services, ada, made.id)).toEqual(made);

    addHost(services, ada, specOf({ signIn: "made_key", madeKeyId: made.id }));
    expect(makeKey(services, ada, made.id).publicKey).not.toBe(made.publicKey);
  });

  test("somebody else's made key is not there", () => {
    const made = makeKey(services, person(), null);
    const bob = person();
    expect(thrown(() => addHost(services, bob, specOf({ signIn: "made_key", madeKeyId: made.id })))).toEqual(refusal("madeKeyId", /no longer kept/));
    expect(makeKey(services, bob, made.id).id).not.toBe(made.id);
  });

  test("a key with a passphrase asks for it at its field", () => {
    const ada = person();
    const given = services.keys.makeKeyPair();
    const host = addHost(services, ada, specOf({ signIn: "given_key", privateKey: given.privateKey }));
    expect(host.publicKey?.split(" ")[1]).toBe(given.publicKey.split(" ")[1]);
    expect(thrown(() => addHost(services, ada, specOf({ name: "other", signIn: "given_key", privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nx" })))).toEqual(
      refusal("privateKey", /cut off/),
    );
  });

  test("without its secret it is refused at the field", () => {
    expect(thrown(() => addHost(services, person(), specOf({ password: "" })))).toEqual(refusal("password", /password/));
    expect(thrown(() => addHost(services, person(), specOf({ signIn: "given_key" })))).toEqual(refusal("privateKey", /private key/));
  });

  test("the server account's agent and computer are for admins alone", () => {
    const member = person("member");
    expect(thrown(() => addHost(services, member, specOf({ signIn: "agent" })))).toEqual(refusal("signIn", /admin/));
    expect(thrown(() => addThisComputer(services, member))).toMatchObject({ code: "forbidden" });

    const admin = person();
    addHost(services, admin, specOf({ name: "This computer" }));
    const here = addThisComputer(services, admin);
    expect(here).toMatchObject({ kind: "local", name: "This computer 2" });
    expect(addThisComputer(services, admin).id).toBe(here.id);
  });

  test("a name twice is refused at its field", () => {
    const ada = person();
    addHost(services, ada, specOf());
    expect(thrown(() => addHost(services, ada, specOf({ address: "other.example" })))).toEqual(refusal("name", /already/));
  });
});

describe("editing a host", () => {
  test("empty secrets keep the stored ones, and the sign-in is tried again", () => {
    const ada = person();
    const { id } = addHost(services, ada, specOf());
    services.notes.park(id, "Refused.", noon);
    const after = editHost(services, ada, id, specOf({ name: "renamed", password: "" }));

    expect(after).toMatchObject({ name: "renamed", parkedAt: null });
    expect(services.hosts.credential(ada, id)).toEqual({ method: "password", password: "correct horse" });
  });

  test("a stored password never goes to another address unseen", () => {
    const ada = person();
    const { id } = addHost(services, ada, specOf());
    expect(thrown(() => editHost(services, ada, id, specOf({ address: "evil.example", password: "" })))).toEqual(refusal("password", /again/));
    expect(thrown(() => editHost(services, ada, id, specOf({ port: 2222, password: "" })))).toEqual(refusal("password", /again/));
    expect(editHost(services, ada, id, specOf({ port: 2222 })).port).toBe(2222);
  });

  test("another way to sign in needs its own secret", () => {
    const ada = person();
    const { id } = addHost(services, ada, specOf());
    expect(thrown(() => editHost(services, ada, id, specOf({ signIn: "given_key", password: "" })))).toEqual(refusal("privateKey", /private key/));
  });

  test("a stranger's host is not there", () => {
    const { id } = addHost(services, person(), specOf());
    const bob = person();
    for (const work of [
      () => editHost(services, bob, id, specOf()),
      () => renameHost(services, bob, id, "mine"),
      () => removeHost(services, bob, id),
      () => trustHostKey(services, bob, id, "SHA256:x"),
    ]) {
      expect(thrown(work)).toMatchObject({ code: "not_found" });
    }
  });
});

describe("trusting a host key", () => {
  test("pins the one that was seen, and no other", () => {
    const ada = person();
    const { id } = addHost(services, ada, specOf());
    services.hosts.offerHostKey(ada, id, key("SHA256:seen"));
    services.hosts.offerHostKey(ada, id, key("SHA256:later"));
    expect(thrown(() => trustHostKey(services, ada, id, "SHA256:seen"))).toMatchObject({ code: "conflict" });

    trustHostKey(services, ada, id, "SHA256:later");
    expect(services.hosts.find(ada, id)).toMatchObject({ hostKey: key("SHA256:later"), offeredHostKey: null });
    trustHostKey(services, ada, id, "SHA256:later");
  });
});

describe("removing a host", () => {
  test("waits for unfinished jobs", () => {
    const ada = person();
    const { id } = addHost(services, ada, specOf());
    stores.desk.jobs.create(ada, newJob(id), noon);
    expect(thrown(() => removeHost(services, ada, id))).toMatchObject({ code: "conflict", message: expect.stringContaining("1 job") });
    expect(services.hosts.find(ada, id)).toBeDefined();
  });

  test("hides it", () => {
    const ada = person();
    const { id } = addHost(services, ada, specOf());
    removeHost(services, ada, id);
    expect(services.hosts.list(ada)).toEqual([]);
  });
});
