import { type Lines, lineText } from '../../parse/lines.ts';
import { type Part, readPlainText } from './plain-text.ts';

/** A part of a plain text and what it is: `fold` is the line above paragraphs that begin with `What:` and `Why:`. */
export type OutlinePart =
  | (Omit<Part, 'kind'> & { readonly kind: 'commands' | 'paragraph' })
  | (Omit<Part, 'kind'> & { readonly kind: 'heading'; readonly depth: number })
  | (Omit<Part, 'kind'> & { readonly kind: 'fold'; readonly lastLine: number });

/** Tells headings from paragraphs: a short line on its own, without an end mark, that begins like a title. */
export function readOutline(lines: Lines): readonly OutlinePart[] {
  const parts = readPlainText(lines);
  const textOf = ({ first }: Part) => lineText(lines, first).trim();
  const marked = parts.some((part) => part.kind === 'paragraph' && /^#{1,6}\s/.test(textOf(part)));
  const labelled = parts.some((part) => isAlone(part) && label.test(textOf(part)));
  let titled = false;
  let inLabel = false;
  return parts.map((part, index): OutlinePart => {
    const text = textOf(part);
    if (!isAlone(part) || !isTitle(text)) return part;
    const fold = foldEnd(parts, index, textOf);
    if (fold !== undefined) return { kind: 'fold', first: part.first, last: part.last, lastLine: fold };
    if (marked) return part;
    const isLabel = label.test(text);
    inLabel ||= isLabel;
    const depth = !titled && !isLabel ? 1 : isLabel || !labelled || !inLabel ? 2 : 3;
    titled = true;
    return { kind: 'heading', first: part.first, last: part.last, depth };
  });
}

/** `LAB 1`, `Part 2`: what follows, up to the next one, belongs to it. */
const label = /^(?:[A-Z]{2,}|Chapter|Exercise|Lab|Module|Part|Section)\s+\d+$/;

function isAlone({ kind, first, last }: Part): boolean {
  return kind === 'paragraph' && first === last;
}

function isTitle(text: string): boolean {
  return (
    /^[\p{Lu}\d]/u.test(text) &&
    text.length <= 100 &&
    text.split(/\s+/).length <= 14 &&
    !/[.,:;!?…\\|]$/u.test(text) &&
    !/^\d+[.)]\s|^\S+:\s|:\/\//.test(text)
  );
}

/** The last line of the paragraphs that a fold holds; undefined when the next part isn't one of them. */
function foldEnd(parts: readonly Part[], index: number, textOf: (part: Part) => string): number | undefined {
  let end: number | undefined;
  for (const part of parts.slice(index + 1)) {
    const form = end === undefined ? /^What:\s/ : /^(?:What|Why|How|When|Note):\s/;
    if (part.kind !== 'paragraph' || !form.test(textOf(part))) break;
    end = part.last;
  }
  return end;
}
