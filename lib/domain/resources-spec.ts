import { z } from "zod";
import { parseMemory } from "./memory";
import { launchers, noResources, type Resources } from "./resources";

const most = 1_000_000;

const amountSchema = (what: string, least = 1) =>
  z
    .string()
    .trim()
    .superRefine((text, context) => {
      if (text === "") return;
      if (!/^\d+$/.test(text)) context.addIssue(`Write ${what} as a whole number.`);
      else if (Number(text) < least) context.addIssue(`At least ${least}, or leave it empty.`);
      else if (Number(text) > most) context.addIssue(`At most ${most.toLocaleString("en")}.`);
    });

const wordSchema = (what: string) =>
  z
    .string()
    .trim()
    .max(300, "At most 300 characters.")
    .refine((text) => !/[\0\r\n]/.test(text), `Write ${what} on one line.`)
    .refine((text) => !text.startsWith("-"), `${what.charAt(0).toUpperCase()}${what.slice(1)} cannot begin with a dash.`);

const linesSchema = z.string().max(20_000, "At most 20,000 characters.").refine((text) => !text.includes("\0"), "The text holds a NUL character.");

/** `Resources` as the form holds them: text as typed; empty is as the host gives. */
export const resourcesSpecSchema = z
  .object({
    nodes: amountSchema("the nodes"),
    processes: amountSchema("the processes"),
    processesPerNode: amountSchema("the processes per node"),
    coresPerProcess: amountSchema("the cores"),
    gpusPerProcess: amountSchema("the GPUs", 0),
    memoryPerNode: z
      .string()
      .trim()
      .superRefine((text, context) => {
        if (text === "") return;
        const bytes = parseMemory(text);
        if (bytes === null) context.addIssue("Write an amount such as 4G, 512M or 1.5 GB.");
        else if (bytes < 1024 ** 2) context.addIssue("At least 1M.");
      }),
    queue: wordSchema("the queue"),
    account: wordSchema("the account"),
    qos: wordSchema("the QOS"),
    reservation: wordSchema("the reservation"),
    constraint: wordSchema("the features"),
    exclusive: z.boolean(),
    /** One a line. */
    directives: linesSchema,
    /** Separated by blanks or lines. */
    modules: z
      .string()
      .max(2_000, "At most 2,000 characters.")
      .refine((text) => !/[^\w\s.,+/@:-]/.test(text), "A module's name has letters, digits and . / - + _ @ :"),
    before: linesSchema,
    after: linesSchema,
    launcher: z.enum(launchers),
  })
  .superRefine((spec, context) => {
    const [nodes, processes, perNode] = [spec.nodes, spec.processes, spec.processesPerNode].map(amountOf);
    if (nodes && processes && perNode && processes > nodes * perNode) {
      context.addIssue({ code: "custom", path: ["processes"], message: `${nodes} nodes with ${perNode} processes each hold ${nodes * perNode} processes, not ${processes}.` });
    } else if (nodes && processes && !perNode && processes < nodes) {
      context.addIssue({ code: "custom", path: ["processes"], message: `${processes} processes cannot fill ${nodes} nodes: ask for fewer nodes, or for more processes.` });
    }
  });

export type ResourcesSpec = z.infer<typeof resourcesSpecSchema>;

export const emptyResourcesSpec: ResourcesSpec = {
  nodes: "",
  processes: "",
  processesPerNode: "",
  coresPerProcess: "",
  gpusPerProcess: "",
  memoryPerNode: "",
  queue: "",
  account: "",
  qos: "",
  reservation: "",
  constraint: "",
  exclusive: false,
  directives: "",
  modules: "",
  before: "",
  after: "",
  launcher: "none",
};

/** What a checked form asks. */
export function resourcesOf(spec: ResourcesSpec): Resources {
  return {
    nodes: amountOf(spec.nodes),
    processes: amountOf(spec.processes),
    processesPerNode: amountOf(spec.processesPerNode),
    coresPerProcess: amountOf(spec.coresPerProcess),
    gpusPerProcess: amountOf(spec.gpusPerProcess),
    memoryPerNode: spec.memoryPerNode.trim() === "" ? null : parseMemory(spec.memoryPerNode),
    queue: wordOf(spec.queue),
    account: wordOf(spec.account),
    qos: wordOf(spec.qos),
    reservation: wordOf(spec.reservation),
    constraint: wordOf(spec.constraint),
    exclusive: spec.exclusive,
    directives: linesOf(spec.directives),
    modules: spec.modules.split(/[\s,]+/).filter(Boolean),
    before: spec.before.replaceAll("\r\n", "\n").trimEnd(),
    after: spec.after.replaceAll("\r\n", "\n").trimEnd(),
    launcher: spec.launcher,
  };
}

/** True when nothing at all is asked. */
export function asksNothing(resources: Resources): boolean {
  return JSON.stringify(resources) === JSON.stringify(noResources);
}

function amountOf(text: string | undefined): number | null {
  return text === undefined || text.trim() === "" ? null : Number(text);
}

function wordOf(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
}
