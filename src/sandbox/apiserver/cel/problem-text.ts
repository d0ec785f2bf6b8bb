/** Line, column and the place itself, as the API server shows what is wrong with an expression. */
export function problemText(error: unknown, expression: string): string {
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const { range } = error as { readonly range?: Partial<Span> };
  const span = { start: range?.start ?? 0, end: range?.end ?? expression.length };
  return placedProblem(findingOf(message, expression, span), expression);
}

/** One problem at its place in an expression. */
export function placedProblem({ at, text }: Finding, expression: string): string {
  const before = expression.slice(0, at).split('\n');
  const column = (before.at(-1) ?? '').length;
  const line = expression.split('\n')[before.length - 1] ?? '';
  return `ERROR: <input>:${before.length}:${column + 1}: ${text}\n | ${line}\n | ${'.'.repeat(column)}^`;
}

type Span = { readonly start: number; readonly end: number };
export type Finding = { readonly at: number; readonly text: string };
type Reading = (parts: readonly string[], expression: string, span: Span) => Finding;

const overload = (name: string, given: string): string =>
  `found no matching overload for '${name}' applied to '${given}'`;

export const undeclared = (name: string): string => `undeclared reference to '${name}' (in container '')`;

/** What the library says, and how and where Kubernetes' own says it. */
const readings: readonly (readonly [RegExp, Reading])[] = [
  // An unknown field is pointed at by its dot.
  [
    /^No such key: (.+)$/,
    ([field = ''], _expression, { end }) => ({
      at: end - field.length - 1,
      text: `undefined field '${field}'`,
    }),
  ],
  [
    /^Unknown variable: (.+)$/,
    ([name = ''], _expression, { start }) => ({ at: start, text: undeclared(name) }),
  ],
  [
    /^no such overload: (\S+) (\S+) (\S+)$/,
    ([left, operator = '', right], expression, span) => ({
      at: operatorIn(expression, operator, span),
      text: overload(operator === 'in' ? '@in' : `_${operator}_`, `(${left}, ${right})`),
    }),
  ],
  [
    /^no such overload: ([-!])(\S+)$/,
    ([operator, type], _expression, { start }) => ({
      at: start,
      text: overload(`${operator}_`, `(${type})`),
    }),
  ],
  [
    /^found no matching overload for '(?:(.+)\.)?(\w+)\((.*)\)'$/,
    ([target = '', name = '', given], expression, { start }) => ({
      at: Math.max(start, expression.indexOf(`${name}(`, start) + name.length),
      text:
        target || functions.has(name)
          ? overload(name, target ? `${target}.(${given})` : `(${given})`)
          : undeclared(name),
    }),
  ],
];

/** Functions that take something; any other one isn't there at all. */
const functions = new Set(
  'bool bytes cidr double duration dyn int ip isCIDR isIP isQuantity isURL quantity size string timestamp type uint url'.split(
    ' ',
  ),
);

function findingOf(message: string, expression: string, span: Span): Finding {
  for (const [pattern, reading] of readings) {
    const found = pattern.exec(message);
    if (found) return reading(found.slice(1), expression, span);
  }
  return { at: span.start, text: message };
}

/** Where the operator of a part stands: the last one that is in no brackets and no text. */
function operatorIn(expression: string, operator: string, { start, end }: Span): number {
  const part = expression
    .slice(start, end)
    .replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, (text) => ' '.repeat(text.length));
  let depth = 0;
  let found = 0;
  for (let at = 0; at < part.length; at += 1) {
    if ('([{'.includes(part[at] ?? '')) depth += 1;
    if (')]}'.includes(part[at] ?? '')) depth -= 1;
    if (depth === 0 && part.startsWith(operator, at) && isWhole(part, operator, at)) found = at;
  }
  return start + found;
}

/** `>` is no part of `>=`, and `in` none of a name. */
const isWhole = (part: string, operator: string, at: number): boolean => {
  const [before = ' ', after = ' '] = [part[at - 1], part[at + operator.length]];
  return /\w/.test(operator) ? !/\w/.test(before + after) : !/[<>=!&|]/.test(before + after);
};
