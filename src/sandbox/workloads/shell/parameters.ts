import type { ParameterExpansionPart, SimpleExpansionPart, Word } from 'unbash';
import { numberOf } from './arithmetic.ts';
import { patternSource, type Stretch } from './pattern.ts';
import { assign, NotSimulated, type Scope, ShellError, type Value } from './scope.ts';

type Expansion = SimpleExpansionPart | ParameterExpansionPart;

/** Whether an expansion stands for as many words as it has values, even between quotes. */
export function isMany(part: Expansion): boolean {
  if (part.type === 'SimpleExpansion') return part.text === '$@';
  if (part.prefix === '#') return false;
  return part.parameter === '@' || part.index?.text === '@';
}

/** The values that an expansion starts from; undefined when there is no such variable. */
export async function valuesOf(
  part: Expansion,
  scope: Scope,
  expand: (word: Word) => Promise<string>,
): Promise<readonly string[] | undefined> {
  if (part.type === 'SimpleExpansion')
    return required(part.text.slice(1), plain(part.text.slice(1), scope), scope);
  const { parameter, prefix, index, operation } = part;
  if (operation?.type === 'Names')
    return [...scope.shell.variables.keys()].filter((name) => name.startsWith(parameter));
  if (index) return elementsOf({ parameter, prefix, index }, scope, expand);
  const values = plain(parameter, scope);
  if (prefix === '#') {
    const all = parameter === '@' || parameter === '*';
    return [String(all ? (values?.length ?? 0) : (values?.[0] ?? '').length)];
  }
  if (prefix === '!') return values?.[0] === undefined ? undefined : plain(values[0], scope);
  return operation?.type === 'Default' ? values : required(parameter, values, scope);
}

type Element = Pick<ParameterExpansionPart, 'parameter' | 'prefix'> & { readonly index: Word };

/** One or all elements of an array, their keys with `!`, their number or an element's length with `#`. */
async function elementsOf(
  { parameter, prefix, index }: Element,
  scope: Scope,
  expand: (word: Word) => Promise<string>,
): Promise<readonly string[] | undefined> {
  const held = scope.shell.variables.get(parameter);
  const elements = typeof held === 'object' ? held : new Map(held === undefined ? [] : [['0', held]]);
  if (index.text === '@' || index.text === '*') {
    if (prefix === '#') return [String(elements.size)];
    return [...(prefix === '!' ? elements.keys() : elements.values())];
  }
  const value = elements.get(await keyOf(index, held, scope, expand));
  if (prefix === '#') return [String((value ?? '').length)];
  return value === undefined ? undefined : [value];
}

/** An element's key: a number, or the text itself where the array has texts. */
export async function keyOf(
  index: Word,
  held: Value | undefined,
  scope: Scope,
  expand: (word: Word) => Promise<string>,
): Promise<string> {
  const text = await expand(index);
  const byText = typeof held === 'object' && [...held.keys()].some((key) => !/^\d+$/.test(key));
  if (byText || !/^[\w\s+*/%-]*$/.test(text)) return text;
  const sum = /^(.+?)([+-])(.+)$/.exec(text);
  if (sum) {
    const [a, b] = [numberOf(sum[1] ?? '', scope), numberOf(sum[3] ?? '', scope)];
    return String(sum[2] === '+' ? a + b : a - b);
  }
  const number = numberOf(text, scope);
  const size = typeof held === 'object' ? BigInt(held.size) : 1n;
  return String(number < 0n ? number + size : number);
}

function plain(name: string, { shell }: Scope): readonly string[] | undefined {
  const { arguments: given, variables, status, jobs, options } = shell;
  const special: Readonly<Record<string, () => readonly string[]>> = {
    '?': () => [String(status)],
    '#': () => [String(given.length - 1)],
    '@': () => given.slice(1),
    '*': () => given.slice(1),
    $: () => [variables.get('$') === undefined ? '1' : String(variables.get('$'))],
    '!': () => [String(jobs.at(-1)?.pid ?? '')],
    '-': () => [[...options].filter((option) => option.length === 1).join('')],
  };
  const made = Object.hasOwn(special, name) ? special[name]?.() : undefined;
  if (made) return made;
  if (name === 'PWD') return [shell.cwd];
  if (name === 'RANDOM') return [String(Math.floor(Math.random() * 32768))];
  if (name === 'SECONDS') return [String(Math.floor(performance.now() / 1000))];
  if (/^\d+$/.test(name)) return given[Number(name)] === undefined ? undefined : [given[Number(name)] ?? ''];
  const held = variables.get(name);
  if (typeof held === 'object') return held.get('0') === undefined ? undefined : [held.get('0') ?? ''];
  return held === undefined ? undefined : [held];
}

function required(name: string, values: readonly string[] | undefined, { shell }: Scope) {
  if (values === undefined && shell.options.has('u'))
    throw new ShellError(
      shell.name === 'bash' ? `${name}: unbound variable` : `${name}: parameter not set`,
      shell.name === 'bash' ? 127 : 2,
    );
  return values;
}

type Expand = {
  readonly text: (word: Word) => Promise<string>;
  readonly pattern: (word: Word) => Promise<readonly Stretch[]>;
};

/** What an expansion's operation makes of its values: `${x:-y}`, `${x##*\/}`, `${x//a/b}`, `${x:1:2}`, `${x^^}`. */
export async function changedValue(
  part: ParameterExpansionPart,
  values: readonly string[] | undefined,
  scope: Scope,
  expand: Expand,
): Promise<readonly string[]> {
  const { operation, parameter } = part;
  switch (operation?.type) {
    case 'Default':
      return orDefault(parameter, operation, values, scope, expand);
    case 'Remove': {
      const { operator, operand } = operation;
      const source = patternSource(await expand.pattern(operand), { lazy: operator.length === 1 });
      return (values ?? []).map((value) => removed(value, source, operator));
    }
    case 'Replace': {
      const source = patternSource(await expand.pattern(operation.pattern));
      const text = await expand.text(operation.replacement);
      const { operator } = operation;
      const anchored = operator === '/#' ? `^(?:${source})` : operator === '/%' ? `(?:${source})$` : source;
      const regex = new RegExp(anchored, operator === '//' ? 'g' : '');
      return (values ?? []).map((value) => (source ? value.replace(regex, () => text) : value));
    }
    case 'Slice': {
      const offset = Number(numberOf(await expand.text(operation.offset), scope));
      const length = operation.length && Number(numberOf(await expand.text(operation.length), scope));
      if (isMany(part)) return slice(values ?? [], offset, length);
      return (values ?? []).map((value) => slice([...value], offset, length).join(''));
    }
    case 'CaseModification': {
      const { operator } = operation;
      const change = (text: string): string =>
        operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase();
      return (values ?? []).map((value) =>
        operator.length === 2 ? change(value) : change(value.charAt(0)) + value.slice(1),
      );
    }
    default:
      throw new NotSimulated(`expansion ${part.text}`);
  }
}

type DefaultOperation = Extract<ParameterExpansionPart['operation'], { readonly type: 'Default' }>;

/** `${x:-y}`, `${x:+y}`, `${x:=y}` and `${x:?y}`, which without the colon look only whether there is a variable. */
async function orDefault(
  parameter: string,
  { operator, operand }: DefaultOperation,
  values: readonly string[] | undefined,
  scope: Scope,
  expand: Expand,
): Promise<readonly string[]> {
  const missing = operator.startsWith(':') ? !values?.some((value) => value !== '') : values === undefined;
  if (operator.endsWith('+')) return missing ? [] : [await expand.text(operand)];
  if (!missing) return values ?? [];
  const text = await expand.text(operand);
  if (operator.endsWith('?')) throw new ShellError(`${parameter}: ${text || 'parameter null or not set'}`, 2);
  if (operator.endsWith('=')) assign(scope, parameter, text);
  return [text];
}

function removed(value: string, source: string, operator: string): string {
  if (operator.startsWith('#')) return value.replace(new RegExp(`^(?:${source})`), '');
  if (operator === '%%') return value.replace(new RegExp(`(?:${source})$`), '');
  // The shortest end that fits: looked for from the right.
  for (let at = value.length; at >= 0; at -= 1)
    if (new RegExp(`^(?:${source})$`).test(value.slice(at))) return value.slice(0, at);
  return value;
}

function slice<T>(values: readonly T[], offset: number, length: number | undefined): readonly T[] {
  const start = offset < 0 ? Math.max(0, values.length + offset) : offset;
  if (length === undefined) return values.slice(start);
  return length < 0 ? values.slice(start, length) : values.slice(start, start + length);
}
