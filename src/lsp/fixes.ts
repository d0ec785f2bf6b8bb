import { conversionsIn } from '../engine/format/convert-arrows.ts';
import type { Edit } from '../engine/format/edits.ts';
import { shellGaps } from '../engine/format/shell-gaps.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { recognise } from '../engine/parse/recognise.ts';
import type { OpenPage } from './open-page.ts';

/** A way to fix something; whether it does is looked at before it is offered. */
type Fix = { readonly title: string; readonly edits: readonly Edit[] };

/** The edits that may fix what a diagnostic tells, the likeliest first. */
export function editsFor(diagnostic: Diagnostic, open: OpenPage): readonly Fix[] {
  switch (diagnostic.code) {
    case 'parse/lookalike-expectation':
      return lookalike(diagnostic, open);
    case 'parse/arrow-comment':
      return arrow(diagnostic, open);
    case 'parse/no-cluster':
      return clusters(diagnostic, open);
    default:
      return replacements(diagnostic, open);
  }
}

/** What the hint names in the place of what is written: the whole of it, or its part up to `=` or `:`. */
function replacements({ hint = '', span }: Diagnostic, { source }: OpenPage): readonly Fix[] {
  const meant = /(?:Did you mean|^Write) `([^`]+)`/.exec(hint)?.[1];
  if (meant === undefined || span === undefined || meant.includes('…')) return [];
  const { start, end } = span;
  const written = source.text.slice(start.offset, end.offset);
  if (/\n/.test(written)) return [];
  const key = /^[^=:\s]+(?=[=:\s])/.exec(written)?.[0];
  const word = /[^\s:]+$/.exec(written)?.[0];
  const ranges = [
    { from: start.offset, to: end.offset },
    ...(key === undefined ? [] : [{ from: start.offset, to: start.offset + key.length }]),
    ...(word === undefined ? [] : [{ from: end.offset - word.length, to: end.offset }]),
  ];
  return ranges.map((range) => ({ title: `Write \`${meant}\``, edits: [{ ...range, text: meant }] }));
}

function lookalike({ span }: Diagnostic, { source }: OpenPage): readonly Fix[] {
  if (span === undefined) return [];
  const [from, to] = [span.start.offset, span.end.offset];
  const recognised = recognise(source.text.slice(from, to));
  if (recognised.kind !== 'lookalike' || recognised.fix.endsWith('…')) return [];
  return [{ title: `Write \`${recognised.fix}\``, edits: [{ from, to, text: recognised.fix }] }];
}

function arrow({ span }: Diagnostic, { page }: OpenPage): readonly Fix[] {
  const conversions = shellGaps(page.lines).flatMap((gaps) => conversionsIn(gaps, page.lines, { all: true }));
  return conversions
    .filter((each) => each.span.start.line <= (span?.start.line ?? 0))
    .toReversed()
    .map(({ edits }) => ({ title: 'Make an expectation of it', edits }));
}

/** The line of the front matter that the hint names. */
function clusters({ hint = '' }: Diagnostic, { page }: OpenPage): readonly Fix[] {
  const line = /`(clusters: [^`]+)`/.exec(hint)?.[1];
  if (line === undefined) return [];
  const { lines, hasHead } = page;
  const from = (hasHead ? lines.starts[1] : lines.starts[0]) ?? 0;
  const text = hasHead ? `${line}\n` : `---\n${line}\n---\n\n`;
  return [{ title: `Add \`${line}\``, edits: [{ from, to: from, text }] }];
}
