import type { z } from "zod";
import { requireAdmin, requireUser } from "./auth/require-user";
import type { ActionState } from "./domain/action-state";
import { AppError } from "./domain/errors";
import type { UserId } from "./domain/ids";
import { readForm } from "./form/read-form";
import { refusalOf } from "./form/refusal";

export type Action<Input = object> = (previous: ActionState, input: FormData | Input) => Promise<ActionState>;

type Answer = ActionState | void | Promise<ActionState | void>;

/** A server action for signed-in people: the input is checked, and an expected failure becomes a refusal. */
export function userAction<Schema extends z.ZodType>(
  schema: Schema,
  handler: (userId: UserId, input: z.output<Schema>) => Answer,
): Action<z.input<Schema>> {
  return async (_previous, input) => {
    const user = await requireUser();
    return answer(schema, input, (checked) => handler(user.id, checked));
  };
}

/** The same for admins; for others it does not exist. */
export function adminAction<Schema extends z.ZodType>(
  schema: Schema,
  handler: (userId: UserId, input: z.output<Schema>) => Answer,
): Action<z.input<Schema>> {
  return async (_previous, input) => {
    const admin = await requireAdmin();
    return answer(schema, input, (checked) => handler(admin.id, checked));
  };
}

/** The same for everybody, signed in or not. */
export function openAction<Schema extends z.ZodType>(
  schema: Schema,
  handler: (input: z.output<Schema>) => Answer,
): Action<z.input<Schema>> {
  return async (_previous, input) => answer(schema, input, handler);
}

async function answer<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  handler: (checked: z.output<Schema>) => Answer,
): Promise<ActionState> {
  const result = schema.safeParse(readForm(input));
  if (!result.success) return refusalOf(result.error);

  try {
    return (await handler(result.data)) ?? { status: "done" };
  } catch (error) {
    // Anything else is a bug, or Next's own redirect or not-found on its way.
    if (error instanceof AppError) return refusalOf(error);
    throw error;
  }
}
