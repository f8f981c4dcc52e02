import { ZodError, type z } from "zod";
import type { ActionState } from "../domain/action-state";
import type { AppError } from "../domain/errors";

/** What a form shows of an expected failure: sentences only, never what was typed. */
export function refusalOf(failure: AppError | z.ZodError): ActionState {
  if (failure instanceof ZodError) return refusalOfIssues(failure.issues);
  const { message, field } = failure;
  return { status: "refused", message, ...(field ? { fields: { [field]: [message] } } : {}) };
}

function refusalOfIssues(issues: readonly z.core.$ZodIssue[]): ActionState {
  const fields: Record<string, string[]> = {};
  const general: string[] = [];

  for (const { path, message } of issues) {
    const name = path.map(String).join(".");
    if (name === "") general.push(message);
    else (fields[name] ??= []).push(message);
  }

  const amount = Object.keys(fields).length;
  const message = general[0] ?? (amount === 1 ? "One field needs another look." : `${amount} fields need another look.`);
  return { status: "refused", message, fields };
}
