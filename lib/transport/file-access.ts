import type { Transport } from "./transport";

/** The file half of a Transport: over SFTP, or by plain commands where SFTP does not work. */
export type FileAccess = Pick<Transport, "makeDirectory" | "writeFile" | "readRanges" | "openRead" | "list" | "rename">;
