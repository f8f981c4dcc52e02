"use client";

import { useEffect, useState } from "react";

export interface MadeKey {
  id: string;
  publicKey: string;
}

export type MakeKey = (knownId: string | null) => Promise<MadeKey>;

const place = "sqmpy-made-key";

/** A key for the host that is being added; the same one after a reload of the page, since its line may be on the host already. */
export function useMadeKey(make: MakeKey, wanted: boolean): { key: MadeKey | null; failed: boolean; retry: () => void } {
  const [key, setKey] = useState<MadeKey | null>(null);
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    if (!wanted || key) return;
    let left = false;
    const timer = setTimeout(() => {
      make(sessionStorage.getItem(place)).then(
        (made) => {
          sessionStorage.setItem(place, made.id);
          if (!left) setKey(made);
        },
        () => {
          if (!left) setFailed(true);
        },
      );
    });
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [wanted, key, make, tries]);

  return {
    key,
    failed,
    retry: () => {
      setFailed(false);
      setTries((count) => count + 1);
    },
  };
}
