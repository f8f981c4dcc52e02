"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { userAction } from "@/lib/action";
import { addThisComputer as add } from "@/lib/runner/hosts/add-this-computer";
import { testHost } from "@/lib/runner/hosts/test-host";
import { sqmpy } from "@/lib/wiring";

/** Adds the computer that Sqmpy runs on, tests it, and renews the form that asked. */
export const takeThisComputer = userAction(z.object({}), async (userId) => {
  const { hostServices } = sqmpy();
  const host = add(hostServices, userId);
  await testHost(hostServices, userId, host.id, () => undefined);
  refresh();
});
