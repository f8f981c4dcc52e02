/** What an expression may look at: the run's own event, and the event that has just come in. */
export interface Scope {
  event: object;
  async?: object;
}

export type Expression = (scope: Scope) => unknown;
type Root = keyof Scope;

const TOKEN =
  /\s*(?:(?<sign>\|\||&&|==|!=|[()+])|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>-?\d+(?:\.\d+)?)|(?<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*))/y;

interface Token {
  kind: "sign" | "text" | "number" | "path";
  text: string;
}

/**
 * The part of Inngest's expression language (CEL) that is spoken here: paths below `event` and `async`, literals,
 * `+`, `==`, `!=`, `&&`, `||` and parentheses. Anything else is refused when it is registered, not when it is met.
 */
export function compile(source: string, roots: readonly Root[]): Expression {
  const tokens = tokenize(source);
  let position = 0;

  const refuse = (): never => {
    const found = tokens[position]?.text ?? "the end";
    throw new Error(`The expression "${source}" cannot be read at ${found}; known are ${roots.join(", ")}, + == != && || and parentheses.`);
  };

  const take = (...signs: string[]): string | undefined => {
    const token = tokens[position];
    if (token?.kind !== "sign" || !signs.includes(token.text)) return undefined;
    position += 1;
    return token.text;
  };

  const chain = (next: () => Expression, signs: string[], join: (sign: string, a: Expression, b: Expression) => Expression) => {
    let left = next();
    for (let sign = take(...signs); sign; sign = take(...signs)) left = join(sign, left, next());
    return left;
  };

  const value = (): Expression => {
    if (take("(")) {
      const inner = either();
      if (!take(")")) refuse();
      return inner;
    }

    const token = tokens[position];
    if (!token || token.kind === "sign") return refuse();
    const read = token.kind === "path" ? readPath(token.text, roots) : readLiteral(token);
    if (!read) return refuse();
    position += 1;
    return read;
  };

  const sum = () => chain(value, ["+"], (_, a, b) => (scope) => add(a(scope), b(scope)));
  const comparison = () =>
    chain(sum, ["==", "!="], (sign, a, b) => (scope) => isEqual(a(scope), b(scope)) === (sign === "=="));
  const both = () => chain(comparison, ["&&"], (_, a, b) => (scope) => a(scope) === true && b(scope) === true);
  const either = (): Expression =>
    chain(both, ["||"], (_, a, b) => (scope) => a(scope) === true || b(scope) === true);

  const whole = either();
  if (position < tokens.length) refuse();
  return whole;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  TOKEN.lastIndex = 0;

  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    const groups = TOKEN.exec(source)?.groups;
    const [kind, text] = Object.entries(groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    if (!kind || !text) throw new Error(`The expression "${source}" cannot be read at "${source.slice(at).trim()}".`);
    tokens.push({ kind: kind as Token["kind"], text });
  }
  return tokens;
}

function readLiteral(token: Token): Expression {
  const literal = token.kind === "number" ? Number(token.text) : token.text.slice(1, -1).replace(/\\(.)/g, "$1");
  return () => literal;
}

function readPath(text: string, roots: readonly Root[]): Expression | undefined {
  if (text === "true" || text === "false" || text === "null") {
    const literal: unknown = JSON.parse(text);
    return () => literal;
  }

  const names = text.split(".");
  if (!roots.some((root) => root === names[0])) return undefined;
  return (scope) => names.reduce<unknown>(member, scope);
}

function member(holder: unknown, name: string): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, name)) return undefined;
  return (holder as Record<string, unknown>)[name];
}

/** Two absent values are not equal: `event.data.x == async.data.x` must not match every event that lacks x. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === undefined && b === undefined) return false;
  return (a ?? null) === (b ?? null);
}

function add(a: unknown, b: unknown): unknown {
  return typeof a === "number" && typeof b === "number" ? a + b : `${a ?? ""}${b ?? ""}`;
}
