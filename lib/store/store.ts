import type { DataFolder } from "./data-folder";
import type { Database } from "./db";
import type { Vault } from "./vault";

/** What every verb of the store works on. */
export interface Store {
  database: Database;
  folder: DataFolder;
  vault: Vault;
  /** This process, among those that ever held the data folder. */
  process: string;
  warn: (message: string, facts: Record<string, unknown>) => void;
}
