import type { AnyAuthMethod, AuthenticationType, Prompt } from "ssh2";
import { AppError } from "@/lib/domain/errors";
import type { Credential } from "@/lib/domain/host";
import { readPrivateKey } from "./private-key";

const methodNames: Record<string, string> = {
  publickey: "a key",
  password: "a password",
  "keyboard-interactive": "a password or code typed at a prompt",
  hostbased: "a trusted machine",
  "gssapi-with-mic": "Kerberos",
};

/** Signs in by one credential, trying each way that the host offers for it once, so that nobody is banned for it. */
export interface SignIn {
  /** The next method to try; false when there is none left. */
  next(offered: readonly AuthenticationType[] | null, partial: boolean | null): AnyAuthMethod | false;
  /** The host wants the password changed before it lets anybody in. */
  expired(): void;
  /** What to tell the owner once the host said no. */
  refusal(cause?: unknown): AppError;
}

/** Throws AppError `auth_failed` for a credential that cannot work anywhere, such as a key with a wrong passphrase. */
export function prepareSignIn(username: string, credential: Credential): SignIn {
  const ways = waysOf(username, credential, (prompt) => (unanswered = prompt));
  const tried = new Set<string>();
  let accepted: readonly string[] = [];
  let halfway = false;
  let hasExpired = false;
  let unanswered: string | null = null;

  return {
    next(offered, partial) {
      if (offered) accepted = offered;
      if (partial) halfway = true;
      const way = ways.find(({ type, wants }) => !tried.has(type) && (offered === null ? !wants : !wants || offered.includes(wants)));
      if (!way) return false;
      tried.add(way.type);
      if (way.type === "password") tried.add("keyboard-interactive");
      return way;
    },
    expired() {
      hasExpired = true;
    },
    refusal(cause) {
      return new AppError("auth_failed", refusalText(username, credential, { accepted, halfway, hasExpired, unanswered }), { cause });
    },
  };
}

/** `wants`: only where the host offers it, known after a first question. */
type Way = AnyAuthMethod & { wants?: AuthenticationType };

function waysOf(username: string, credential: Credential, cannotAnswer: (prompt: string) => void): Way[] {
  switch (credential.method) {
    case "made_key":
      return [{ type: "publickey", username, key: readPrivateKey(credential.privateKey, null) }];
    case "given_key":
      return [{ type: "publickey", username, key: readPrivateKey(credential.privateKey, credential.passphrase) }];
    case "password":
      return [
        { type: "none", username },
        { type: "password", username, password: credential.password, wants: "password" },
        { type: "keyboard-interactive", username, prompt: answerOnce(credential.password, cannotAnswer), wants: "keyboard-interactive" },
      ];
    case "agent":
      return [{ type: "agent", username, agent: agentSocket() }];
  }
}

function agentSocket(): string {
  const socket = process.env.SSH_AUTH_SOCK;
  if (socket) return socket;
  throw new AppError(
    "auth_failed",
    "No ssh-agent runs for the account that Sqmpy runs under (SSH_AUTH_SOCK is not set). Start Sqmpy from a session with an agent, or sign in another way.",
    { field: "signIn" },
  );
}

type AnswerPrompts = (name: string, instructions: string, lang: string, prompts: Prompt[], finish: (answers: string[]) => void) => void;

/** Gives the password to one hidden prompt; a second one asks for something that we do not have. */
function answerOnce(password: string, cannotAnswer: (prompt: string) => void): AnswerPrompts {
  let answered = false;
  return (_name, _instructions, _lang, prompts, finish) => {
    const [prompt] = prompts;
    if (prompts.length === 1 && prompt && !prompt.echo && !answered) {
      answered = true;
      finish([password]);
      return;
    }
    if (prompt) cannotAnswer(prompts.map((each) => each.prompt.trim()).join(" "));
    finish(prompts.map(() => ""));
  };
}

interface Seen {
  accepted: readonly string[];
  halfway: boolean;
  hasExpired: boolean;
  unanswered: string | null;
}

function refusalText(username: string, { method }: Credential, { accepted, halfway, hasExpired, unanswered }: Seen): string {
  const list = accepted.map((name) => methodNames[name] ?? name).join(", or ");
  if (hasExpired) return `The password of ${username} has expired. Sign in there once with ssh, change it, and give the new one here.`;
  if (halfway) return `The host took this and wants a second proof besides: ${list}. Sqmpy cannot give two yet; ask for a way in by key alone.`;
  if (unanswered && !/^(\(.*\) )?password/i.test(unanswered)) {
    return `The host asks for more than a password (“${unanswered}”), which Sqmpy cannot answer. Use a key instead.`;
  }
  const acceptsOther = list === "" ? "" : ` It accepts: ${list}.`;
  if (method === "password") {
    const offersPassword = accepted.includes("password") || accepted.includes("keyboard-interactive");
    if (!offersPassword && list !== "") return `The host takes no password.${acceptsOther}`;
    return `The host refused the username ${username} with this password. Check both; after some wrong tries many hosts lock you out for a while.`;
  }
  if (accepted.length > 0 && !accepted.includes("publickey")) return `The host takes no key.${acceptsOther}`;
  if (method === "agent") return `The host refused every key of the ssh-agent for ${username}. Add the right one with ssh-add, or put its public line into ~/.ssh/authorized_keys there.`;
  return `The host refused the key for ${username}. Put its public line into ~/.ssh/authorized_keys there (that file must belong to you, mode 600), and check the username.`;
}
