import type { Edit, Range } from '../../format/edits.ts';
import { type Lines, lineText } from '../../parse/lines.ts';
import type { Row } from '../fence-source.ts';
import type { Clue, Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import type { Dialect } from './dialect.ts';
import { type Exchange, type Lead, readExchanges } from './exchange.ts';
import { readCramLine } from './expected-line.ts';
import { testFolder } from './test-folder.ts';
import { writeExchanges } from './write-exchanges.ts';

/**
 * cram and prysk: a text in which lines indented by two blanks are a session and all others are prose.
 * @see https://github.com/aiiie/cram/blob/master/README.rst
 */
export const cram: Dialect = { name: 'cram', clue, convert };

function clue({ lines, fences }: ImportSource): Clue | undefined {
  if (fences.some(({ marks }) => marks !== '')) return undefined;
  const at = /^ {2}\$ /m.exec(lines.text)?.index;
  if (at === undefined) return undefined;
  const marked = /^ {2}(?:\[\d{1,3}\]|.* \((?:re|glob|esc|no-eol)\))\s*$/m.test(lines.text);
  const sure = marked || /\.t$/.test(lines.file);
  return { strength: sure ? 'sure' : 'likely', at, what: 'a line with two blanks and `$ `' };
}

function convert(source: ImportSource): Conversion {
  const { lines, lineEnd } = source;
  const found = sessions(lines);
  const folder = testFolder(source, found, 'CRAMTMP');
  const edits: Edit[] = [...folder.edits];
  const remarks: Remark[] = [...folder.remarks];
  for (const { rows, range } of found) {
    const parts = readExchanges(rows, { continuation: 'always', statuses: true });
    const written = writeExchanges(parts.map(withoutBlanks), {
      meaning: 'exact',
      readLine: readCramLine,
      silence: true,
      anyStatus: false,
      language: 'bash',
      options: {},
      others: [],
    });
    edits.push({ ...range, text: written.lines.join(lineEnd) });
    remarks.push(...written.remarks);
  }
  return { edits, remarks: [...suiteNote(lines), ...remarks] };
}

/** Variables of cram and prysk that have no counterpart. */
function suiteNote({ text }: Lines): readonly Remark[] {
  const found = /\$\{?(?:TESTFILE|TESTSHELL|PRYSK_TEMP)\b/.exec(text);
  if (!found) return [];
  const at = { from: found.index, to: found.index + found[0].length };
  const message = `Nothing sets \`${found[0]}\` here, as the tool does: set it under \`env:\` in the front matter.`;
  return [{ kind: 'note', at, message }];
}

function withoutBlanks(part: Exchange | Lead): Exchange | Lead {
  return part.kind === 'lead' ? part : { ...part, blanks: 0 };
}

type Session = { readonly rows: readonly Row[]; readonly range: Range };

/** Runs of indented lines that begin with a prompt. */
function sessions(lines: Lines): readonly Session[] {
  const found: Session[] = [];
  let rows: Row[] = [];
  const finish = () => {
    const first = rows[0];
    const last = rows.at(-1);
    if (first && last) found.push({ rows, range: { from: first.from - 2, to: last.to } });
    rows = [];
  };
  for (let line = 1; line <= lines.starts.length; line += 1) {
    const text = lineText(lines, line);
    const from = (lines.starts[line - 1] ?? 0) + 2;
    const row = { text: text.slice(2), from, to: from - 2 + text.length };
    if (text.startsWith('  ') && (rows.length > 0 || row.text.startsWith('$ '))) rows.push(row);
    else finish();
  }
  finish();
  return found;
}
