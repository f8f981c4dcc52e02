import { expect, it, vi } from "vitest";
import { AppError } from "./errors";

it("knows the errors of another copy of itself, as each bundle of Next has one", async () => {
  vi.resetModules();
  const other = await import("./errors");
  expect(other.AppError).not.toBe(AppError);
  expect(new other.AppError("invalid", "x") instanceof AppError).toBe(true);
  expect(new Error("x") instanceof AppError).toBe(false);
  expect((null as unknown) instanceof AppError).toBe(false);
});

it("tells its kinds apart", () => {
  class Special extends AppError {}
  expect(new Special("invalid", "x") instanceof AppError).toBe(true);
  expect(new Special("invalid", "x") instanceof Special).toBe(true);
  expect(new AppError("invalid", "x") instanceof Special).toBe(false);
});
