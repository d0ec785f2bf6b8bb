import type { Json } from '../model/json.ts';
import { compares, type Sign } from './json-compare.ts';
import { isMap } from './json-map.ts';
import { parseJson } from './json-number.ts';

/**
 * One step of a path: a key of an object, an index of a list (from the end when negative), every item of it, or those
 * items of which a value below is as asked; without `sign` of which it is there.
 */
export type PathStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'every' }
  | ({ readonly kind: 'where'; readonly text: string; readonly steps: readonly PathStep[] } & Condition);

/** `value` is JSON as it is written. */
type Condition = { readonly sign?: Sign; readonly value?: string };

/** What stands at a path: each value with where it is. `missing` says up to where the path leads nowhere. */
type Found = { readonly path: string; readonly value: Json } | { readonly missing: string };

/** A key after a dot, `["a key"]`, `[0]` or `[*]`. @see https://jqlang.org/manual/#object-identifier-index */
const step =
  /\.([A-Za-z_][\w-]*)|\.?\["((?:[^"\\]|\\.)*)"\]|\.?\['((?:[^'\\]|\\.)*)'\]|\.?\[(-?\d{1,9})\]|\.?\[(\*?)\]/y;

/** A filter as kubectl has it: `[?(@.type=="Ready")]`. @see https://kubernetes.io/docs/reference/kubectl/jsonpath/ */
const filter =
  /\.?\[\?\(\s*@([^\s=!<>()]*)\s*(?:(==|!=|>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|'[^'"\\]*'|-?\d[\d.eE+-]*|true|false|null)\s*)?\)\]/y;

/**
 * Reads a path from the start of a text: `.items[*].status.phase`; `.` alone is the whole document.
 * @returns The steps and where the path ends; undefined when no path begins there.
 */
export function parsePath(
  text: string,
): { readonly steps: readonly PathStep[]; readonly end: number } | undefined {
  if (!text.startsWith('.')) return undefined;
  const { steps, end } = readSteps(text);
  return { steps, end: end || 1 };
}

function readSteps(text: string): { readonly steps: readonly PathStep[]; readonly end: number } {
  const steps: PathStep[] = [];
  for (let end = 0; ; ) {
    const plain = matchAt(step, text, end);
    const condition = plain ? null : matchAt(filter, text, end);
    const read = plain ? stepOf(plain) : condition ? filterOf(condition) : undefined;
    if (read === undefined) return { steps, end };
    steps.push(read);
    end += (plain ?? condition)?.[0].length ?? 0;
  }
}

function matchAt(form: RegExp, text: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(text);
}

function stepOf([, key, double, single, index]: RegExpExecArray): PathStep {
  const quoted = double ?? single;
  if (key !== undefined) return { kind: 'key', key };
  if (quoted !== undefined) return { kind: 'key', key: quoted.replace(/\\(.)/g, '$1') };
  return index === undefined ? { kind: 'every' } : { kind: 'index', index: Number(index) };
}

function filterOf([text, path = '', sign, literal]: RegExpExecArray): PathStep | undefined {
  const { steps, end } = readSteps(path);
  if (end < path.length || steps.some(({ kind }) => kind === 'every')) return undefined;
  const where = { kind: 'where', text: text.replace(/^\./, ''), steps } as const;
  if (sign === undefined || literal === undefined) return where;
  const value = literal.replace(/^'(.*)'$/, '"$1"');
  try {
    parseJson(value);
  } catch {
    return undefined;
  }
  return { ...where, sign: sign === '==' ? '=' : (sign as Sign), value };
}

/** Whether a path leads to several values. */
export function hasEvery(steps: readonly PathStep[]): boolean {
  return steps.some(({ kind }) => kind === 'every' || kind === 'where');
}

/** The values at a path. An empty list has none at `[*]`; a step that leads nowhere gives one `missing`. */
export function valuesAt(document: Json, steps: readonly PathStep[]): readonly Found[] {
  let found: readonly Found[] = [{ path: '', value: document }];
  for (const each of steps)
    found = found.flatMap((place) => ('missing' in place ? [place] : go(place, each)));
  return found.map((place) => ('missing' in place ? place : { ...place, path: place.path || '.' }));
}

function go({ path, value }: Extract<Found, { value: Json }>, each: PathStep): readonly Found[] {
  switch (each.kind) {
    case 'key': {
      const at = keyPath(path, each.key);
      const has = isMap(value) && Object.hasOwn(value, each.key);
      return [has ? { path: at, value: value[each.key] ?? null } : { missing: at }];
    }
    case 'index': {
      const at = `${path}[${each.index}]`;
      const item = Array.isArray(value) ? value.at(each.index) : undefined;
      return [item === undefined ? { missing: at } : { path: at, value: item as Json }];
    }
    case 'every':
      if (!Array.isArray(value)) return [{ missing: `${path}[*]` }];
      return value.map((item: Json, index) => ({ path: `${path}[${index}]`, value: item }));
    case 'where':
      if (!Array.isArray(value)) return [{ missing: `${path}${each.text}` }];
      return value.flatMap((item: Json, index) =>
        isMetBy(each, item) ? [{ path: `${path}[${index}]`, value: item }] : [],
      );
    default:
      return each satisfies never;
  }
}

/** An item that has no such value is left out, whatever is asked of it. */
function isMetBy({ steps, sign, value }: Extract<PathStep, { kind: 'where' }>, item: Json): boolean {
  return valuesAt(item, steps).some((place) => {
    if ('missing' in place) return false;
    return sign === undefined || value === undefined || compares(place.value, sign, parseJson(value));
  });
}

/** The path of a key below another path, which is empty for the document itself. */
export function keyPath(path: string, key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
