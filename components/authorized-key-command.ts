import { quote } from "@/lib/schedulers/quote";

/** One line to paste on the host: lets the key in, and keeps the rights that sshd insists on. */
export function authorizedKeyCommand(publicKey: string): string {
  const line = quote(publicKey.trim());
  return `mkdir -p ~/.ssh && chmod 700 ~/.ssh && echo ${line} >> ~/.ssh/authorized_keys && chmod 600 ~/.ssh/authorized_keys`;
}
