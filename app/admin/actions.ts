"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { adminAction } from "@/lib/action";
import { setRegistration } from "@/lib/auth/registration";
import { sqmpy } from "@/lib/wiring";

export const saveRegistration = adminAction(z.object({ registration: z.enum(["open", "closed"], "Choose one of the two.") }), (_admin, { registration }) => {
  setRegistration(sqmpy().desk.settings, registration);
  refresh();
  return { status: "done", message: registration === "open" ? "Registration is open." : "Registration is closed." };
});
