import { loadEnv } from "../env";
import { readAuthSecret } from "./auth-secret";
import { hashSecret } from "./secret-hash";

let made: { secret: string; secure: boolean; name: string } | undefined;

/** Browsers share cookies between ports, so each Sqmpy has a name of its own. */
export function authCookie(): { secret: string; secure: boolean; name: string } {
  if (made) return made;
  const env = loadEnv();
  const secret = env.authSecret ?? readAuthSecret(env.dataDir);
  const secure = env.url.startsWith("https:");
  made = { secret, secure, name: `${secure ? "__Secure-" : ""}sqmpy-${hashSecret(`name of ${secret}`).slice(0, 8)}` };
  return made;
}
