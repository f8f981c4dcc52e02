import { expect, it } from "vitest";
import { taskCommand, unusedNames } from "./task-words";

const command = { scriptName: "fit.py", interpreter: ["python3"], arguments: ["--rate={rate}", "{title}", "{other}"] };

it("shows a task's command with its own values, quoted where it must be", () => {
  const task = { parameters: [{ name: "rate", value: "0.1" }, { name: "title", value: "a b" }] };
  expect(taskCommand(command, task)).toBe("python3 ./fit.py --rate=0.1 'a b' '{other}'");
});

it("names the columns that no argument uses", () => {
  expect(unusedNames(["rate", "title", "steps"], command.arguments)).toEqual(["steps"]);
});
