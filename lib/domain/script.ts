export type InterpreterChoice =
  | { ok: true; interpreter: string[]; from: "form" | "shebang" | "suffix" }
  | { ok: false; problem: string };

const bySuffix: Record<string, string> = {
  py: "python3",
  sh: "sh",
  bash: "bash",
  zsh: "zsh",
  r: "Rscript",
  jl: "julia",
  pl: "perl",
  rb: "ruby",
  lua: "lua",
};

export function hasWindowsLineEnds(script: string): boolean {
  return script.includes("\r\n");
}

/** What is sent: LF line ends (CRLF breaks `#!` and every shell), a byte order mark dropped, a final newline. */
export function normaliseScript(script: string): string {
  const text = script.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** The words of a `#!` line, or null when the script has none. `#!/usr/bin/env -S python3 -u` gives all its words. */
export function readShebang(script: string): string[] | null {
  const line = /^#![ \t]*([^\r\n]+)/.exec(script.replace(/^\uFEFF/, ""))?.[1]?.trim();
  if (!line) return null;
  const words = line.split(/\s+/);
  return words[0]?.endsWith("/env") && words[1] === "-S" ? [words[0], "-S", ...words.slice(2)] : words;
}

/** Decides what runs a script: the form's choice, else its `#!` line, else its suffix. */
export function chooseInterpreter(scriptName: string, script: string, asked = ""): InterpreterChoice {
  const words = asked.trim().split(/\s+/).filter(Boolean);
  if (words.length > 0) return { ok: true, interpreter: words, from: "form" };

  const shebang = readShebang(script);
  if (shebang) return { ok: true, interpreter: shebang, from: "shebang" };

  const suffix = /\.([A-Za-z0-9]+)$/.exec(scriptName)?.[1]?.toLowerCase();
  const known = suffix && Object.hasOwn(bySuffix, suffix) ? bySuffix[suffix] : undefined;
  if (known) return { ok: true, interpreter: [known], from: "suffix" };
  return {
    ok: false,
    problem: `Sqmpy cannot tell what runs “${scriptName}”. Begin it with a line such as #!/bin/bash, name it .sh or .py, or fill in the interpreter.`,
  };
}
