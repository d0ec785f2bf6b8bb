import type { Edit } from '../../format/edits.ts';
import { lineText, pointAt } from '../../parse/lines.ts';
import type { FenceSource } from '../fence-source.ts';
import type { Conversion } from '../format.ts';
import type { ImportSource } from '../import-source.ts';

/** What cram, prysk and scrut set for every test, so that programs say the same everywhere. */
const environment: Readonly<Record<string, string>> = { LANG: 'C', LC_ALL: 'C', TZ: 'GMT', COLUMNS: '"80"' };

/**
 * The world of a test file: an empty folder with a variable that says where the file is, and a fixed environment. cram,
 * prysk and scrut run every file so. `blocks` are those that run; `variable` is what the tool calls the empty folder.
 */
export function testFolder(
  source: ImportSource,
  blocks: readonly Pick<FenceSource, 'range'>[],
  variable: string,
): Conversion {
  const [first] = blocks;
  if (!first) return { edits: [], remarks: [] };
  const { lines, lineEnd } = source;
  const set = ['```bash', `export TESTDIR=$PWD ${variable}="$(mktemp -d)"`, `cd "$${variable}"`, '```'];
  const end = ['```bash cleanup', `rm -rf "\${${variable}:?}"`, '```'];
  const above = lines.starts.findLast((start) => start <= first.range.from) ?? 0;
  const last = lines.text.length;
  const gap = /(?:\r\n|\r|\n)$/.test(lines.text) ? '' : lineEnd;
  return {
    edits: [
      ...headEdit(source),
      { from: above, to: above, text: `${set.join(lineEnd)}${lineEnd}${lineEnd}` },
      { from: last, to: last, text: `${gap}${lineEnd}${end.join(lineEnd)}${lineEnd}` },
    ],
    remarks: [
      {
        kind: 'note',
        at: { from: above, to: above },
        message: `The tool runs each file in an empty folder and a fixed environment: so do \`env:\`, and the blocks with \`$${variable}\`.`,
      },
    ],
  };
}

function headEdit({ tree, lines, lineEnd }: ImportSource): readonly Edit[] {
  const head = tree.children.find((node) => node.type === 'yaml');
  if (head?.type === 'yaml' && /^env\s*:/m.test(head.value)) return [];
  const rows = Object.entries(environment).map(([name, value]) => `  ${name}: ${value}`);
  const text = ['env:', ...rows, ''].join(lineEnd);
  const position = head?.position;
  const at = position ? pointAt(lines, position.end.line, 1).offset : (lines.starts[0] ?? 0);
  const blank = lineText(lines, 1).trim() === '' ? '' : lineEnd;
  return [{ from: at, to: at, text: position ? text : `---${lineEnd}${text}---${lineEnd}${blank}` }];
}
