import { hash, verify } from "@node-rs/argon2";

// argon2id is the library's own choice of algorithm.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

let dummy: Promise<string> | undefined;

/** As slow for an account that does not exist as for one that does. */
export async function isPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  dummy ??= hashPassword("nobody's password");
  const right = await verify(passwordHash ?? (await dummy), password);
  return right && passwordHash !== null && passwordHash !== undefined;
}
