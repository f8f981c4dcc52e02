import { type Letter, momentSigns } from "./letter";

/** The letter as plain text, lines ended by `\n`. */
export function letterAsText(letter: Letter): string {
  const nameWidth = Math.max(...letter.facts.map(({ name }) => name.length)) + 2;
  const blocks = [
    `${momentSigns[letter.moment]} ${letter.label}: ${letter.jobName}`,
    ...letter.paragraphs,
    letter.facts.map(({ name, value }) => `${`${name}:`.padEnd(nameWidth)} ${value}`).join("\n"),
    `Open the job:\n${letter.jobLink}`,
    ...letter.outputs.map(({ title, lines }) => `${title}\n${"-".repeat(title.length)}\n${lines.join("\n")}`),
    ...(letter.outputNote === null ? [] : [letter.outputNote]),
    // "-- " with its blank marks a signature: mail programs fold it away and leave it out of replies.
    `-- \n${letter.reason}\nChange which emails you get: ${letter.settingsLink}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}
