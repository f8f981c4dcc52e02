import { existsSync } from "node:fs";

const places = [
  process.env.SQMPY_TEST_BROWSER,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A browser that is on this computer already, or undefined. */
export function findBrowser() {
  return places.find((place) => place && existsSync(place));
}
