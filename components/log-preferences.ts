import { useSyncExternalStore } from "react";

const name = "sqmpy-log-wrap";
const changed = new EventTarget();

function subscribe(listener: () => void): () => void {
  changed.addEventListener("wrap", listener);
  return () => changed.removeEventListener("wrap", listener);
}

function readWrap(): boolean {
  const kept = window.localStorage.getItem(name);
  return kept === null ? window.matchMedia("(max-width: 40rem)").matches : kept === "yes";
}

/** Whether long lines are broken: as chosen last, else on narrow screens. */
export function useLogWrap(): [boolean, (wrap: boolean) => void] {
  const wrap = useSyncExternalStore(subscribe, readWrap, () => false);
  return [wrap, chooseWrap];
}

function chooseWrap(wrap: boolean): void {
  window.localStorage.setItem(name, wrap ? "yes" : "no");
  changed.dispatchEvent(new Event("wrap"));
}
