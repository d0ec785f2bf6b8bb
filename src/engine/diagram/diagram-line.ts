import type { ArrowKind } from './diagram.ts';

/** A name of a line, what stands behind its colon, and the column of the name, from 0. */
export type NamedPart = { readonly name: string; readonly note: string; readonly at: number };

/** The names as written; not looked up yet. */
export type ArrowLine = {
  readonly kind: ArrowKind;
  readonly from: NamedPart;
  readonly to: NamedPart;
  readonly label: string;
};

type DiagramLine =
  | { readonly is: 'arrow'; readonly arrow: ArrowLine }
  | { readonly is: 'group'; readonly part: NamedPart }
  | { readonly is: 'row'; readonly parts: readonly NamedPart[] }
  | { readonly is: 'wrong'; readonly message: string; readonly hint: string };

const kinds: Readonly<Record<string, ArrowKind>> = { '-->': 'solid', '..>': 'dotted', '--x': 'refused' };

/** Anything that somebody may write for an arrow between two names. */
const arrowLike = /(?<=^|\s)(?:[-=.~]+[>x→]|[→⇒⟶]|<[-=.]+>?)(?=\s|$)/u;

/** Reads one line below the title: an arrow, a row of names (indented), or a group. */
export function lineOf(text: string): DiagramLine {
  const arrow = arrowLike.exec(text);
  if (arrow) return arrowLine(text, arrow[0], arrow.index);
  const parts = split(text);
  if (parts.some(({ name }) => name === ''))
    return { is: 'wrong', message: 'A name is missing.', hint: 'Write `name`, or `name: what it is`.' };
  if (/^\s/.test(text)) return { is: 'row', parts };
  const [part, other] = parts;
  if (!part || other)
    return {
      is: 'wrong',
      message: 'A row stands at the beginning of the line, where groups stand.',
      hint: 'Indent the row, or write one group on a line.',
    };
  return { is: 'group', part };
}

function arrowLine(text: string, written: string, at: number): DiagramLine {
  const kind = kinds[written];
  if (kind === undefined)
    return {
      is: 'wrong',
      message: `\`${written}\` is no arrow.`,
      hint: 'Write `a --> b`, `a ..> b` for a way that is not taken, `a --x b` for one that is refused.',
    };
  const from = part(text.slice(0, at), 0);
  const to = part(text.slice(at + written.length), at + written.length);
  if (from.name === '' || to.name === '')
    return { is: 'wrong', message: 'An arrow needs a name on each side.', hint: 'Write `a --> b: how`.' };
  return {
    is: 'arrow',
    arrow: { kind, from: { ...from, name: text.slice(from.at, at).trim() }, to, label: to.note },
  };
}

/** The names of a row, between bars. */
function split(text: string): readonly NamedPart[] {
  const pieces = text.split('|');
  return pieces.map((piece, index) =>
    part(piece, pieces.slice(0, index).join('|').length + (index > 0 ? 1 : 0)),
  );
}

function part(text: string, offset: number): NamedPart {
  const colon = text.indexOf(':');
  const written = colon < 0 ? text : text.slice(0, colon);
  const note = colon < 0 ? '' : text.slice(colon + 1).trim();
  return { name: written.trim(), note, at: offset + written.length - written.trimStart().length };
}
