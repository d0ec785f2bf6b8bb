import { JqError, JqSyntaxError, type Json } from './ast.ts';
import { isList, shown } from './values.ts';

const text = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const marks: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&#39;',
  '"': '&quot;',
};

const cells =
  (separator: string, quote: (text: string) => string) =>
  (value: Json): string => {
    if (!isList(value))
      throw new JqError(
        `${shown(value)} cannot be ${separator === ',' ? 'csv' : 'tsv'}-formatted, only an array can be`,
      );
    return value
      .map((cell) => {
        if (typeof cell === 'object' && cell !== null)
          throw new JqError(`${shown(cell)} is not valid in a csv row`);
        return typeof cell === 'string' ? quote(cell) : cell === null ? '' : String(cell);
      })
      .join(separator);
  };

const tab = (cell: string): string =>
  cell.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r');

const shellWord = (value: Json): string => {
  if (typeof value === 'string') return `'${value.replace(/'/g, "'\\''")}'`;
  if (typeof value === 'object' && value !== null)
    throw new JqError(`${shown(value)} can not be escaped for shell`);
  return String(value);
};

const formats: Readonly<Record<string, (value: Json) => string>> = {
  '@text': text,
  '@json': (value) => JSON.stringify(value),
  '@html': (value) => text(value).replace(/[<>&'"]/g, (mark) => marks[mark] ?? mark),
  '@uri': (value) =>
    encodeURIComponent(text(value)).replace(
      /[!'()*]/g,
      (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  '@csv': cells(',', (cell) => `"${cell.replace(/"/g, '""')}"`),
  '@tsv': cells('\t', tab),
  '@sh': (value) => (isList(value) ? value.map(shellWord).join(' ') : shellWord(value)),
  '@base64': (value) => Buffer.from(text(value)).toString('base64'),
  '@base64d': (value) => Buffer.from(text(value), 'base64').toString(),
};

/** A value as a format writes it. */
export function formatText(name: string, value: Json): string {
  const format = formats[name];
  if (!format) throw new JqSyntaxError(`error: ${name.slice(1)} is not a valid format`);
  return format(value);
}
