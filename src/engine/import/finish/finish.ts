import type { Range } from '../../format/edits.ts';
import { pointAt } from '../../parse/lines.ts';
import { parse } from '../../parse.ts';
import type { Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { type Contexts, declareClusters } from './clusters.ts';
import { fix } from './fix.ts';
import { type ForeignKey, foreignKeys } from './front-matter.ts';
import { longWaits } from './timeouts.ts';

/** What every import needs behind its conversion: a front matter that the engine takes, clusters, names that are free. */
export function finish(converted: ImportSource, contexts: Contexts): Conversion {
  const { file, text } = converted.lines;
  const { runbook, diagnostics } = parse({ file, path: file, text });
  const head = headOf(converted);
  const foreign = head ? foreignKeys(converted.lines, head) : [];
  const clusters = declareClusters(runbook, converted, head, contexts);
  const fixed = fix(diagnostics, converted);
  const keys = foreignNote(foreign);
  return {
    edits: [...foreign.flatMap(({ edits }) => edits), ...clusters.edits, ...fixed.edits],
    remarks: [...keys, ...clusters.remarks, ...fixed.remarks, ...longWaits(runbook)],
  };
}

function foreignNote(foreign: readonly ForeignKey[]): readonly Remark[] {
  const first = foreign[0];
  if (!first) return [];
  const named = foreign.map(({ key }) => `\`${key}\``).join(', ');
  const message = `Kept in the front matter as comments, since runbook has no use for them: ${named}.`;
  return [{ kind: 'note', at: first.at, message }];
}

/** Where the lines of the front matter stand, without its marks. */
function headOf({ tree, lines }: ImportSource): Range | undefined {
  const position = tree.children.find(({ type }) => type === 'yaml')?.position;
  if (!position) return undefined;
  return {
    from: pointAt(lines, position.start.line + 1, 1).offset,
    to: pointAt(lines, position.end.line, 1).offset,
  };
}
