/** What an expression may look at: the run's own event, and the event that has just come in. */
export interface Scope {
  event: object;
  async?: object;
}

export type Expression = (scope: Scope) => unknown;

const TOKEN = /\s*(?:(?<sign>&&|==)|(?<text>"[^"\\]*"|'[^'\\]*')|(?<number>-?\d+(?:\.\d+)?)|(?<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*))\s*/y;

/**
 * The part of Inngest's expression language (CEL) that is spoken here: paths below `event` and `async`, literals,
 * `==` and `&&`. Anything else is refused when it is registered, not when it is met.
 */
export function compile(source: string, roots: readonly (keyof Scope)[]): Expression {
  let rest = read(source, 0);

  const value = (): Expression => {
    const operand = rest && readOperand(rest, roots);
    if (!rest || !operand) throw new Error(`The expression "${source}" cannot be read; known are ${roots.join(", ")}, == and &&.`);
    rest = read(source, rest.end);
    return operand;
  };

  const comparison = (): Expression => {
    const left = value();
    if (rest?.text !== "==") return left;
    rest = read(source, rest.end);
    const right = value();
    return (scope) => isEqual(left(scope), right(scope));
  };

  const parts = [comparison()];
  while (rest?.text === "&&") {
    rest = read(source, rest.end);
    parts.push(comparison());
  }
  if (rest) throw new Error(`The expression "${source}" cannot be read from "${rest.text}".`);

  const [only] = parts;
  return parts.length === 1 && only ? only : (scope) => parts.every((part) => part(scope) === true);
}

interface Token {
  kind: string;
  text: string;
  end: number;
}

function read(source: string, from: number): Token | undefined {
  if (from >= source.length) return undefined;
  TOKEN.lastIndex = from;
  const groups = TOKEN.exec(source)?.groups ?? {};
  const [kind, text] = Object.entries(groups).find(([, found]) => found !== undefined) ?? ["unknown", source.slice(from)];
  return { kind, text, end: TOKEN.lastIndex };
}

function readOperand({ kind, text }: Token, roots: readonly string[]): Expression | undefined {
  if (kind === "text") return () => text.slice(1, -1);
  if (kind === "number" || ["true", "false", "null"].includes(text)) {
    const literal: unknown = JSON.parse(text);
    return () => literal;
  }

  const [root = "", ...names] = text.split(".");
  if (kind !== "path" || !roots.includes(root)) return undefined;
  return (scope) => [root, ...names].reduce<unknown>(member, scope);
}

function member(holder: unknown, name: string): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, name)) return undefined;
  return (holder as Record<string, unknown>)[name];
}

/** What is absent is null, as on a real server: `event.data.x == async.data.x` holds for two events that both lack x. */
function isEqual(a: unknown, b: unknown): boolean {
  return (a ?? null) === (b ?? null);
}
