import { isMap, type YAMLMap } from 'yaml';
import { directiveOf } from '../../format/arrows/check-line.ts';
import { literalLine } from '../as-pattern.ts';

const shells: ReadonlySet<string> = new Set(['bash', 'sh', 'shell', 'zsh', 'calysto_bash']);

export function isPython(language: string): boolean {
  return /^(?:i?python\d?)$/.test(language);
}

/**
 * The lines of a cell of code for bash: all of them where the kernel is bash; in a notebook of Python those of cells that
 * begin with `%%bash`, and of cells with nothing but `!command` lines.
 */
export function shellLines(source: readonly string[], language: string): readonly string[] | undefined {
  const written = source.some((line) => line.trim() !== '');
  if (shells.has(language)) return written ? source : undefined;
  const [first = '', ...rest] = source;
  if (/^%%(?:bash|sh)\b/.test(first)) return rest.some((line) => line.trim() !== '') ? rest : undefined;
  const all =
    source.every((line) => /^\s*(?:!(?!=)|#|$)/.test(line)) && source.some((line) => line.startsWith('!'));
  return all ? source.map((line) => line.replace(/^!/, '')) : undefined;
}

/** Whether a cell was run: what it shows is what it printed then. */
export function runs(cell: YAMLMap): boolean {
  return cell.get('execution_count') !== null;
}

type Outputs = {
  readonly lines: readonly string[];
  readonly checks: readonly string[];
  readonly notes: readonly string[];
};

type ReadText = (value: unknown) => readonly string[];

/** What cells printed, first to standard output and then as errors, as our outputs stand. */
export function outputLines(outputs: readonly unknown[], linesOf: ReadText): Outputs {
  const all = outputs.filter((output) => isMap(output));
  const stream = (name: string) =>
    all.filter((output) => output.get('output_type') === 'stream' && output.get('name') === name);
  const text = [...stream('stdout'), ...stream('stderr')].flatMap((output) => linesOf(output.get('text')));
  const plain = all
    .filter((output) => /^(?:execute_result|display_data)$/.test(String(output.get('output_type'))))
    .map((output) => output.getIn(['data', 'text/plain']));
  const failed = all.find((output) => output.get('output_type') === 'error');
  const code = /\d+/.exec(String(failed?.get('evalue') ?? ''))?.[0];
  return {
    lines: text.join('\n').trimEnd() === '' ? [] : text.join('\n').trimEnd().split('\n').map(literalLine),
    checks: failed ? [directiveOf({ words: 'exit', text: code ?? 'nonzero' })] : [],
    notes: plain.length > 0 ? ['A picture or a table that the cell shows is left out.'] : [],
  };
}
