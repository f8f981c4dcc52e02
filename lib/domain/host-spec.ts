import { z } from "zod";
import { signInMethods } from "./host";

export const hostSpecSchema = z
  .object({
    name: z.string().trim().min(1, "Give the host a name that you will recognise.").max(80, "At most 80 characters."),
    address: z
      .string()
      .trim()
      .min(1, "Give the host's name or IP address.")
      .max(253, "At most 253 characters.")
      .regex(/^[A-Za-z0-9._:-]+$/, "Only the name or IP address, such as login.uni.example (no user@, no ssh://).")
      .refine((address) => !address.startsWith("-"), "An address does not begin with a dash."),
    port: z.coerce.number("A port is a number, mostly 22.").int("A port is a whole number.").min(1, "1 to 65535.").max(65_535, "1 to 65535."),
    username: z
      .string()
      .trim()
      .min(1, "Give your username on that host.")
      .max(128, "At most 128 characters.")
      .refine((name) => !/[\0-\x20:]/.test(name), "A username has no blanks and no colon."),
    signIn: z.enum(signInMethods),
    /** Empty on edit: keep the one that is stored. */
    password: z.string().max(1_000),
    privateKey: z.string().max(50_000, "This is too long for a private key."),
    passphrase: z.string().max(1_000),
    /** For a key that Sqmpy makes: the sealed pair shown in the form, by its id. */
    madeKeyId: z.string().max(100),
  })
  .superRefine((spec, context) => {
    if (spec.signIn === "given_key" && spec.privateKey !== "" && !/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(spec.privateKey)) {
      context.addIssue({
        code: "custom",
        path: ["privateKey"],
        message: "This is not a private key: paste the file without .pub, from -----BEGIN to -----END.",
      });
    }
  });

export type HostSpec = z.infer<typeof hostSpecSchema>;
