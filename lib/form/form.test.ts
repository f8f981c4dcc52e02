import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "../domain/errors";
import { readForm } from "./read-form";
import { refusalOf } from "./refusal";

describe("readForm", () => {
  it("reads single values and lists, without React's own fields and empty files", () => {
    const form = new FormData();
    form.append("name", "first");
    form.append("name", "last");
    form.append("moments[]", "failed");
    form.append("moments[]", "completed");
    form.append("one[]", "alone");
    form.append("$ACTION_ID_1", "x");
    form.append("file", new File([], ""));
    expect(readForm(form)).toEqual({ name: "last", moments: ["failed", "completed"], one: ["alone"] });
  });

  it("cannot be used to reach an object's prototype", () => {
    const form = new FormData();
    form.append("__proto__", "x");
    form.append("__proto__[]", "x");
    expect(Object.getPrototypeOf(readForm(form))).toBe(Object.prototype);
  });

  it("leaves an object as it is", () => {
    const input = { inputs: [{ path: "a" }] };
    expect(readForm(input)).toBe(input);
  });
});

describe("refusalOf", () => {
  it("names fields by their dotted path", () => {
    const schema = z.object({ name: z.string().min(1, "Give a name."), inputs: z.array(z.object({ path: z.string().min(1, "Give a path.") })) });
    const result = schema.safeParse({ name: "", inputs: [{ path: "a" }, { path: "" }] });
    if (result.success) throw new Error("It passed.");
    expect(refusalOf(result.error)).toEqual({
      status: "refused",
      message: "2 fields need another look.",
      fields: { name: ["Give a name."], "inputs.1.path": ["Give a path."] },
    });
  });

  it("shows a sentence about the whole form as its message", () => {
    const result = z.object({}).refine(() => false, "Choose one of the two.").safeParse({});
    if (result.success) throw new Error("It passed.");
    expect(refusalOf(result.error)).toEqual({ status: "refused", message: "Choose one of the two.", fields: {} });
  });

  it("puts an expected failure at its field, and shows no more than its sentence", () => {
    const failure = new AppError("conflict", "There is an account with this address.", { field: "email", facts: { email: "ada@uni.example" } });
    expect(refusalOf(failure)).toEqual({
      status: "refused",
      message: "There is an account with this address.",
      fields: { email: ["There is an account with this address."] },
    });
  });
});
