import { uploads } from "@/drizzle/schema";
import type { UploadDesk } from "../desk";
import type { Store } from "../store";
import { write } from "../transaction";
import { findUpload } from "./find-upload";
import { finishUpload } from "./finish-upload";
import { removeUpload } from "./remove-upload";

export function uploadDesk(store: Store): UploadDesk {
  return {
    add(owner, { id, name, size }, at) {
      write(store.database, () => store.database.insert(uploads).values({ id, ownerId: owner, name, size, createdAt: at }).run());
    },
    find: (owner, id) => findUpload(store, owner, id),
    finish: (owner, id, at) => finishUpload(store, owner, id, at),
    remove: (owner, id) => removeUpload(store, owner, id),
  };
}
