/** What a server action answers to its form. `fields` holds sentences by field name, dots for nesting: `inputs.0.path`. */
export type ActionState =
  | { status: "idle" }
  /** `goTo`: the page to open next, a path of this app. */
  | { status: "done"; message?: string; goTo?: string }
  | { status: "refused"; message: string; fields?: Record<string, string[]> };

export const idle: ActionState = { status: "idle" };
