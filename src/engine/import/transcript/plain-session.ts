import type { Edit, Range } from '../../format/edits.ts';
import { type Lines, lineText } from '../../parse/lines.ts';
import type { Row } from '../fence-source.ts';
import type { Clue, Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import type { Dialect } from './dialect.ts';
import { joinedHeredoc, readExchanges } from './exchange.ts';
import { readElided } from './expected-line.ts';
import { writeExchanges } from './write-exchanges.ts';

/** A session as it was copied from a terminal into a plain text: lines with `$ `, and what was printed below them. */
export const plainSession: Dialect = { name: 'a plain text with `$ ` prompts', clue, convert };

function clue({ lines, fences }: ImportSource): Clue | undefined {
  const at = fences.length > 0 ? -1 : lines.text.search(/^\$ \S/m);
  return at < 0 ? undefined : { strength: 'likely', at, what: 'a line with `$ `' };
}

function convert({ lines, lineEnd }: ImportSource): Conversion {
  const edits: Edit[] = [];
  const remarks: Remark[] = [];
  for (const { rows, range } of sessions(lines)) {
    const parts = readExchanges(rows, {
      continuation: 'while-open',
      statuses: false,
      comments: 'prose',
      fix: joinedHeredoc,
    });
    const written = writeExchanges(parts, {
      meaning: 'shown',
      readLine: readElided,
      silence: false,
      anyStatus: false,
      language: 'bash',
      options: {},
      others: [],
    });
    edits.push({ ...range, text: written.lines.join(lineEnd) });
    remarks.push(...written.remarks);
  }
  return { edits, remarks };
}

type Session = { readonly rows: readonly Row[]; readonly range: Range };

/** From a prompt up to an empty line with no prompt below it. */
function sessions(lines: Lines): readonly Session[] {
  const found: Session[] = [];
  const texts = lines.starts.map((_, index) => lineText(lines, index + 1));
  for (let first = 0; first < texts.length; first += 1) {
    if (!isPrompt(texts[first])) continue;
    const last = lastLine(texts, first);
    const rows = texts.slice(first, last + 1).map((text, index) => {
      const from = lines.starts[first + index] ?? 0;
      return { text, from, to: from + text.length };
    });
    found.push({ rows, range: { from: rows[0]?.from ?? 0, to: rows.at(-1)?.to ?? 0 } });
    first = last;
  }
  return found;
}

function isPrompt(text: string | undefined): boolean {
  return text !== undefined && /^\$(?:\s|$)/.test(text);
}

function lastLine(texts: readonly string[], first: number): number {
  let last = first;
  for (let line = first + 1; line < texts.length; line += 1) {
    if (texts[line]?.trim() !== '') {
      last = line;
      continue;
    }
    const next = texts.findIndex((text, at) => at > line && !/^\s*(?:#.*)?$/.test(text));
    if (!isPrompt(texts[next])) return last;
    last = next;
    line = next;
  }
  return last;
}
