import { z } from "zod";
import { passwordLength, problemWithPassword } from "./password-rule";

const name = z.string().trim().min(1, "Give your name.").max(100, "At most 100 characters.");

const email = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, "Give your mail address.")
  .max(254, "At most 254 characters.")
  // Mail on this computer alone, as single-user mode begins with, is an address too.
  .refine((text) => z.email().safeParse(text).success || /^[^\s@]+@localhost$/.test(text), "This is not a mail address. Example: ada@uni.example");

// Checked by whether it is right, not by the rule for new ones.
const givenPassword = z.string().min(1, "Give your password.").max(passwordLength.most, `At most ${passwordLength.most} characters.`);

export const signInSchema = z.object({
  email: z.string().trim().toLowerCase().min(1, "Give your mail address.").max(254, "At most 254 characters."),
  password: givenPassword,
  next: z.string().max(2_000).optional(),
});

export const newAccountSchema = z
  .object({ name, email, password: z.string() })
  .superRefine((account, context) => {
    const message = problemWithPassword(account.password, account);
    if (message) context.addIssue({ code: "custom", path: ["password"], message });
  });

export const firstAccountSchema = newAccountSchema.safeExtend({ token: z.string().max(200) });

export const profileSchema = z.object({ name, email });

export const passwordChangeSchema = z.object({ password: givenPassword, newPassword: z.string() });
