export interface Place {
  href: string;
  label: string;
  shortLabel: string;
  icon: "jobs" | "new" | "hosts";
}

export const navigation: readonly Place[] = [
  { href: "/jobs", label: "Jobs", shortLabel: "Jobs", icon: "jobs" },
  { href: "/jobs/new", label: "New job", shortLabel: "New", icon: "new" },
  { href: "/hosts", label: "Hosts", shortLabel: "Hosts", icon: "hosts" },
];

/** True for the one place, the most special, that a path belongs to. */
export function isHere(place: Place, pathname: string): boolean {
  const covering = navigation.filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  const nearest = covering.reduce<Place | null>((best, next) => (best && best.href.length >= next.href.length ? best : next), null);
  return nearest === place;
}
