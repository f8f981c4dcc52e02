import { eq } from "drizzle-orm";
import { settings } from "@/drizzle/schema";
import type { Database } from "../db";
import type { SettingsDesk } from "../desk";
import { write } from "../transaction";

export function settingsDesk(database: Database): SettingsDesk {
  return {
    get<Value>(name: string): Value | undefined {
      const row = database.select().from(settings).where(eq(settings.name, name)).get();
      return row?.value as Value | undefined;
    },

    set(name, value) {
      write(database, () => database.insert(settings).values({ name, value }).onConflictDoUpdate({ target: settings.name, set: { value } }).run());
    },

    remove(name) {
      write(database, () => database.delete(settings).where(eq(settings.name, name)).run());
    },
  };
}
