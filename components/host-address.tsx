import type { Host } from "@/lib/domain/host";
import { classes } from "./ui/classes";

type Addressed = Pick<Host, "kind" | "username" | "address" | "port">;

export function hostAddress({ kind, username, address, port }: Addressed): string {
  if (kind === "local") return `${username} on this computer`;
  const place = address.includes(":") ? `[${address}]` : address;
  return port === 22 ? `${username}@${place}` : `${username}@${place}:${port}`;
}

export function HostAddress({ host, className }: { host: Addressed; className?: string }) {
  return (
    <span className={classes(host.kind === "ssh" && "font-mono text-[0.8125rem]", "text-ink-soft wrap-anywhere", className)}>{hostAddress(host)}</span>
  );
}
