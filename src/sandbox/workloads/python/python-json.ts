type Form = {
  /** How far each level is indented; on one line without it. */
  readonly indent?: number;
  readonly sortKeys?: boolean;
};

/**
 * A value as Python's `json.dumps` writes it: a blank after each comma, at the end of a line too, and nothing beyond
 * ASCII. @see https://docs.python.org/3/library/json.html#json.dumps
 */
export const pythonJson = (value: unknown, form: Form = {}): string => write(value, form, 0);

function write(value: unknown, form: Form, depth: number): string {
  if (Array.isArray(value))
    return enclosed(
      ['[', ']'],
      value.map((item) => write(item, form, depth + 1)),
      form,
      depth,
    );
  if (value === null || typeof value !== 'object') return ascii(JSON.stringify(value) ?? 'null');
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  const sorted = form.sortKeys ? entries.toSorted(([a], [b]) => (a < b ? -1 : 1)) : entries;
  const items = sorted.map(([key, held]) => `${ascii(JSON.stringify(key))}: ${write(held, form, depth + 1)}`);
  return enclosed(['{', '}'], items, form, depth);
}

function enclosed(
  [open, close]: readonly [string, string],
  items: readonly string[],
  { indent }: Form,
  depth: number,
): string {
  if (indent === undefined || !items.length) return `${open}${items.join(', ')}${close}`;
  const pad = ' '.repeat(indent * (depth + 1));
  return `${open}\n${items.map((item) => pad + item).join(', \n')}\n${' '.repeat(indent * depth)}${close}`;
}

const ascii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
