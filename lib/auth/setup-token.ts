import { timingSafeEqual } from "node:crypto";
import type { SettingsDesk } from "../store/desk";
import { hashSecret, newSecret } from "./secret-hash";

const settingName = "setup-token";

/** A new token for the set-up link; the one before stops working. Only its hash is kept. */
export function makeSetupToken(settings: SettingsDesk): string {
  const token = newSecret();
  settings.set(settingName, hashSecret(token));
  return token;
}

export function isSetupToken(settings: SettingsDesk, token: string): boolean {
  const kept = settings.get<string>(settingName);
  if (!kept) return false;
  const given = hashSecret(token);
  return kept.length === given.length && timingSafeEqual(Buffer.from(kept), Buffer.from(given));
}

export function forgetSetupToken(settings: SettingsDesk): void {
  settings.remove(settingName);
}
