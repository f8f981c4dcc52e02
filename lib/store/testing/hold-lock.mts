import { lockDataFolder } from "../data-lock";

lockDataFolder(process.argv[2] ?? "");
process.stdout.write("held\n");
setInterval(() => undefined, 1_000);
