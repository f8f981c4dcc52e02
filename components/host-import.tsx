"use client";

import { useState } from "react";
import type { OwnAccountNote } from "./host-agent-note";
import { HostImportChoice } from "./host-import-choice";
import { HostImportDone } from "./host-import-done";
import { HostImportSource } from "./host-import-source";
import type { ImportHosts, ImportSource, Imported, ListedHost, ListHosts } from "./host-import-types";

interface HostImportProps {
  list: ListHosts;
  add: ImportHosts;
  ownAccount: OwnAccountNote | null;
}

type Stage =
  | { at: "source" }
  | { at: "choice"; source: ImportSource; hosts: ListedHost[] }
  | { at: "done"; imported: Imported };

/** From a `~/.ssh/config` to hosts, in three steps. */
export function HostImport({ list, add, ownAccount }: HostImportProps) {
  const [stage, setStage] = useState<Stage>({ at: "source" });

  switch (stage.at) {
    case "source":
      return <HostImportSource list={list} ownAccount={ownAccount} onListed={(source, hosts) => setStage({ at: "choice", source, hosts })} />;
    case "choice":
      return (
        <HostImportChoice
          source={stage.source}
          hosts={stage.hosts}
          add={add}
          ownAccount={ownAccount}
          onBack={() => setStage({ at: "source" })}
          onDone={(imported) => setStage({ at: "done", imported })}
        />
      );
    case "done":
      return <HostImportDone imported={stage.imported} onAgain={() => setStage({ at: "source" })} />;
  }
}
