/**
 * A form as an object: `name` is the last value of that name, `name[]` the list of all values, under `name`.
 * Fields of React's own and empty file fields are left out. Anything but a form stays as it is.
 */
export function readForm(input: unknown): unknown {
  if (!(input instanceof FormData)) return input;

  const fields: Record<string, FormDataEntryValue | FormDataEntryValue[]> = Object.create(null);
  for (const [name, value] of input.entries()) {
    if (name.startsWith("$ACTION") || isEmptyFile(value)) continue;
    if (!name.endsWith("[]")) {
      fields[name] = value;
      continue;
    }
    const list = name.slice(0, -2);
    const before = fields[list];
    fields[list] = Array.isArray(before) ? [...before, value] : [value];
  }
  return { ...fields };
}

function isEmptyFile(value: FormDataEntryValue): boolean {
  return typeof value !== "string" && value.size === 0 && value.name === "";
}
