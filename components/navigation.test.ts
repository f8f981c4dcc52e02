import { expect, test } from "vitest";
import { isHere, navigation } from "./navigation";

test.each([
  ["/jobs", ["Jobs"]],
  ["/jobs/abc/files", ["Jobs"]],
  ["/jobs/new", ["New job"]],
  ["/hosts/x/edit", ["Hosts"]],
  ["/hostsx", []],
  ["/settings", []],
])("%s lights up %j", (pathname, labels) => {
  expect(navigation.filter((place) => isHere(place, pathname)).map(({ label }) => label)).toEqual(labels);
});
