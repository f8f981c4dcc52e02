import type { Env } from "../env";
import type { SettingsDesk } from "../store/desk";

const settingName = "registration";

export type Registration = Env["registration"];

/** Whether anybody may make an account: the admin's word, else the environment's. */
export function registration(settings: SettingsDesk, env: Pick<Env, "registration">): Registration {
  return settings.get<Registration>(settingName) ?? env.registration;
}

export function setRegistration(settings: SettingsDesk, value: Registration): void {
  settings.set(settingName, value);
}
