"use client";

import { useSyncExternalStore } from "react";
import { readTheme, themeCookie, type Theme } from "./theme";

const changed = new EventTarget();

function subscribe(listener: () => void) {
  changed.addEventListener("theme", listener);
  return () => changed.removeEventListener("theme", listener);
}

/** The server writes the chosen theme on <html>, so that no page flashes; choosing keeps it for a year. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore<Theme>(
    subscribe,
    () => readTheme(document.documentElement.dataset.theme),
    () => "system",
  );
  return [theme, chooseTheme];
}

function chooseTheme(theme: Theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
  changed.dispatchEvent(new Event("theme"));
}
