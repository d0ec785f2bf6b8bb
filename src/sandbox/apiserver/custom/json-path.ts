import { isFields } from '../fields.ts';

/** One step of a path: from a value to those it leads to. */
type Step = (value: unknown) => readonly unknown[];

const name = /^\.?((?:[\w$-]|\\.)+)/;
const quoted = /^\['((?:[^'\\]|\\.)*)'\]|^\["((?:[^"\\]|\\.)*)"\]/;
const position = /^\[(-?\d+)\]/;
const every = /^\[\*\]|^\.\*/;
const filter =
  /^\[\?\(\s*@((?:\.[\w$-]+|\['[^']*'\])+)\s*(==|!=)\s*(?:'([^']*)'|"([^"]*)"|([\w.+-]+))\s*\)\]/;

/**
 * Reads what is at a JSONPath of the simple sort that printer columns use: fields, positions, `[*]` and filters that
 * compare a field with a value. Undefined where the path isn't of that sort.
 * @see https://kubernetes.io/docs/reference/kubectl/jsonpath/
 */
export function parsePath(path: string): Step | undefined {
  const steps: Step[] = [];
  let rest = path.trim();
  while (rest && rest !== '.') {
    const parsed = stepAt(rest);
    if (!parsed) return undefined;
    steps.push(parsed.step);
    rest = rest.slice(parsed.length);
  }
  return (value) => steps.reduce<readonly unknown[]>((found, step) => found.flatMap(step), [value]);
}

/** As `parsePath`; a path that can't be read leads nowhere. */
export const readPath = (path: string): Step => parsePath(path) ?? (() => []);

function stepAt(text: string): { readonly step: Step; readonly length: number } | undefined {
  const all = every.exec(text);
  if (all) return { step: children, length: all[0].length };
  const plain = name.exec(text) ?? quoted.exec(text);
  if (plain) return { step: field(unescaped(plain[1] ?? plain[2] ?? '')), length: plain[0].length };
  const numbered = position.exec(text);
  if (numbered) return { step: item(Number(numbered[1])), length: numbered[0].length };
  const filtered = filter.exec(text);
  return filtered ? { step: matching(filtered), length: filtered[0].length } : undefined;
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1');

const children: Step = (value) =>
  Array.isArray(value) ? value : isFields(value) ? Object.values(value) : [];

const field =
  (key: string): Step =>
  (value) =>
    isFields(value) && Object.hasOwn(value, key) ? [value[key]] : [];

const item =
  (index: number): Step =>
  (value) => {
    const found: unknown = Array.isArray(value) ? value.at(index) : undefined;
    return found === undefined ? [] : [found];
  };

function matching([, path = '', operator, single, double, bare]: readonly (string | undefined)[]): Step {
  const read = readPath(path);
  const wanted = single ?? double ?? bare ?? '';
  return (value) =>
    children(value).filter((one) => {
      const [found] = read(one);
      return found !== undefined && (String(found) === wanted) === (operator === '==');
    });
}
