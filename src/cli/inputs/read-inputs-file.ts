import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { isMap, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { RunbookError } from '../../engine/diagnostics/error.ts';
import { usageError } from '../usage-error.ts';

/** The values of a file of inputs, YAML or JSON: a map of names to texts, numbers or truth values, as they are written. */
export function readInputsFile(name: string, cwd: string): Readonly<Record<string, string>> {
  const path = resolve(cwd, name);
  const file = relative(cwd, path) || name;
  const lines = new LineCounter();
  const document = parseDocument(textOf(path, file), { lineCounter: lines });
  const complain = (message: string, node: { readonly range?: readonly number[] | null } | null): never => {
    const place = (offset: number) => {
      const { line, col } = lines.linePos(offset);
      return { line, column: col, offset };
    };
    const [from = 0, to = from] = node?.range ?? [];
    const span = { file, start: place(from), end: place(Math.max(from, to)) };
    throw new RunbookError([
      { code: 'cli/usage', severity: 'error', message, span, hint: 'Write `NAME: value`, one a line.' },
    ]);
  };
  const [error] = document.errors;
  if (error)
    complain(`The file of inputs is not valid YAML: ${error.message.split('\n')[0]}`, { range: error.pos });
  const root = document.contents as ParsedNode | null;
  if (root === null) return {};
  if (!isMap(root)) return complain('The file of inputs is no map of names to values', root);
  const entries = root.items.map(({ key, value }): [string, string] => {
    if (!isScalar(value) || value.value === null)
      return complain('The value of an input is a text', (value ?? key) as ParsedNode);
    return [
      String(isScalar(key) ? key.value : key),
      typeof value.value === 'string' ? value.value : (value.source ?? String(value.value)),
    ];
  });
  return Object.fromEntries(entries);
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(
      `The file of inputs \`${file}\` cannot be read (${code ?? String(error)})`,
      'Name a file of `NAME: value` lines.',
    );
  }
}
