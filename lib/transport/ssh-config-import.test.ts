import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importSshConfig } from "./ssh-config-import";

describe("importSshConfig", () => {
  it("reads hosts, with what wildcards add, and leaves wildcards out", () => {
    const hosts = importSshConfig(`
# my hosts
Host lab
  HostName lab.uni.example
  User ada
  Port 2222
  IdentityFile ~/.ssh/id_lab

Host cluster login2
  hostname %h.hpc.example
  ProxyJump gate

Host *.internal !secret
  User nobody

Host *
  User fallback
`);
    expect(hosts).toEqual([
      { alias: "lab", hostName: "lab.uni.example", port: 2222, user: "ada", identityFile: "~/.ssh/id_lab", proxyJump: null },
      { alias: "cluster", hostName: "cluster.hpc.example", port: 22, user: "fallback", identityFile: null, proxyJump: "gate" },
      { alias: "login2", hostName: "login2.hpc.example", port: 22, user: "fallback", identityFile: null, proxyJump: "gate" },
    ]);
  });

  it("takes equals signs and quotes, and a jump of none", () => {
    const [host] = importSshConfig('Host=box\n  HostName="10.0.0.7"\n  Port = 99999\n  ProxyJump none\n');
    expect(host).toEqual({ alias: "box", hostName: "10.0.0.7", port: 22, user: null, identityFile: null, proxyJump: null });
  });

  it("counts a ProxyCommand as a way that we cannot go", () => {
    expect(importSshConfig("Host far\n  ProxyCommand ssh gate -W %h:%p\n")[0]?.proxyJump).toBe("ssh gate -W %h:%p");
  });

  it("runs nothing", () => {
    const file = join(tmpdir(), `sqmpy-never-${process.pid}`);
    importSshConfig(`Match exec "touch ${file}"\n  User evil\nHost a\n  HostName b\n`);
    expect(existsSync(file)).toBe(false);
  });

  it("has nothing to say of an empty or strange text", () => {
    expect(importSshConfig("")).toEqual([]);
    expect(importSshConfig("hello there\nHost\n")).toEqual([]);
  });
});
