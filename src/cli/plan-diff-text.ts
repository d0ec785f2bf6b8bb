import { printable } from '../engine/diagnostics/printable.ts';
import { unifiedDiff } from '../engine/format/unified-diff.ts';
import type { ObjectDiff } from '../engine/model/manifest-diff.ts';
import { counted, type Paint, painter } from '../engine/report/style.ts';
import { wrap } from '../engine/report/wrap.ts';
import type { Printer } from './io.ts';
import { showDiff } from './show-diff.ts';

/** What the manifests of a plan would change: a line for each object, below it what to know of it, and the diff. */
export function planDiffText(
  diffs: readonly ObjectDiff[],
  printer: Pick<Printer, 'color' | 'columns'>,
): string {
  const paint = painter(printer.color);
  const parts = diffs.map((diff) => objectText(diff, paint, printer));
  return [
    '',
    paint('bold', 'Manifests, beside the clusters as they are now'),
    '',
    ...parts,
    totalText(diffs),
    '',
  ].join('\n');
}

const colors = {
  created: 'green',
  configured: 'yellow',
  unchanged: 'dim',
  conflict: 'red',
  refused: 'red',
  unknown: 'yellow',
} as const satisfies Record<ObjectDiff['result'], Parameters<Paint>[0]>;

function objectText(diff: ObjectDiff, paint: Paint, printer: Pick<Printer, 'color' | 'columns'>): string {
  const { file, line, name, where, result, notes, before, after } = diff;
  const place = paint('dim', printable(`${file}:${line}`));
  const head = `${paint(colors[result], result)}  ${printable([name, where].join(' ').trim())}  ${place}`;
  const told = notes.flatMap((note) => wrap(printable(note), printer.columns - 4));
  const unified =
    after === undefined
      ? ''
      : unifiedDiff({ file: `${name}.yaml`, before: before === '' ? undefined : before, after });
  const shown = unified === '' ? [] : showDiff(unified.trimEnd(), printer).split('\n');
  return [head, ...told.map((text) => `    ${text}`), ...shown.map((text) => `  ${text}`), ''].join('\n');
}

function totalText(diffs: readonly ObjectDiff[]): string {
  const results = Object.keys(colors) as ObjectDiff['result'][];
  const counts = results.flatMap((result) => {
    const count = diffs.filter((diff) => diff.result === result).length;
    return count === 0 ? [] : [`${count} ${result}`];
  });
  return `${counted(diffs.length, 'object')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}. Nothing has been changed.`;
}
