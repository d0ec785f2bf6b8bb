import { secretMask } from '../model/mask.ts';
import { cutLength, gap, tells } from './gaps.ts';
import { secretForms } from './secret-forms.ts';
import { openShape, type Range, shapedRanges, shortestShape } from './shapes.ts';
import { type Visible, visible } from './visible.ts';

/**
 * Replaces secrets in text that comes whole (`text`) or in pieces. `push` gives what is certain of a stream, the rest
 * comes with the next piece or with `flush`; another masker that knows more may go on with the same stream.
 */
export type Masker = {
  text(text: string): string;
  push(stream: MaskStream, piece: string): string;
  flush(stream: MaskStream): string;
};

/** What is kept of a stream from one piece to the next. */
export class MaskStream {
  /** The end of what has been given, as it came: what follows is read together with it. */
  context = '';
  /** What may become a secret. */
  held = '';
  /** How long `held` was when it was last looked at. */
  seen = 0;
  /** Something was left out right before. */
  behindGap = false;
  /** So many visible characters of `held` belong to a secret for which a mask has been given. */
  covered = 0;
}

/** Enough for the beginning of whatever is recognised by its form, and for a row of wrapped base64. */
const contextLength = 160;

/** Makes a masker for secrets in every form that `secretForms` knows, and for all that is secret by its shape. */
export function createMasker(secrets: readonly string[]): Masker {
  const forms = [...new Set(secrets.flatMap(secretForms))];
  const known = index(forms);
  const flush = (stream: MaskStream): string => {
    const rest = advance(stream, '', { known, whole: true });
    Object.assign(stream, new MaskStream());
    return rest;
  };
  /** A secret that a gap cuts in two shows neither of its ends. */
  const pushPart = (stream: MaskStream, part: string): string => {
    if (gap.test(part)) {
      const { held, covered } = stream;
      const rest = tells(held) ? '' : flush(stream);
      Object.assign(stream, new MaskStream(), { behindGap: true });
      return rest + (tells(held) && covered === 0 ? secretMask : '') + part;
    }
    const cut = stream.behindGap && part !== '' ? cutLength(part, forms) : 0;
    if (part !== '') stream.behindGap = false;
    const masked = cut === 0 ? '' : secretMask;
    if (!goesOnHeld(stream, part)) return masked + advance(stream, part.slice(cut), { known, whole: false });
    stream.held += part;
    return masked;
  };
  const push = (stream: MaskStream, piece: string): string =>
    gap.test(piece)
      ? piece
          .split(gap)
          .map((part) => pushPart(stream, part))
          .join('')
      : pushPart(stream, piece);
  return {
    text: (text) => {
      if (holdsNothing(text, known)) return text;
      const stream = new MaskStream();
      if (gap.test(text)) return push(stream, text) + flush(stream);
      return text === '' ? '' : advance(stream, text, { known, whole: true });
    },
    push,
    flush,
  };
}

/**
 * Whether one line of printable ASCII holds no secret: the usual case, told at a fraction of the cost. Whatever isn't as
 * it looks (colours, wrapped rows, other encodings) has other characters.
 */
function holdsNothing(text: string, { begins }: Known): boolean {
  if (begins === undefined && text.length < shortestShape) return true;
  if (!/^[\x20-\x7e]*\n?$/.test(text)) return false;
  return (begins === undefined || text.search(begins) < 0) && shapedRanges(text).length === 0;
}

/** Much that is held is looked at again when it has grown by a part of itself: a long word may come letter by letter. */
function goesOnHeld({ held, seen }: MaskStream, piece: string): boolean {
  return held.length > 512 && held.length + piece.length < 1.25 * seen && /^[\w.~+/=:\r\n-]*$/.test(piece);
}

/** `begins` finds where a form may stand; `byFirst` has them by their first character, the longest first. */
type Known = {
  readonly begins: RegExp | undefined;
  readonly byFirst: ReadonlyMap<string, readonly string[]>;
  readonly longest: number;
};

/** So much of a form is looked for by a regular expression, which would get too large with all of long ones. */
const beginLength = 8;

function index(forms: readonly string[]): Known {
  const sorted = forms.toSorted((one, other) => other.length - one.length);
  const begins = [...new Set(sorted.map((form) => form.slice(0, beginLength)))];
  return {
    begins: begins.length === 0 ? undefined : new RegExp(begins.map(escapeRegExp).join('|'), 'g'),
    byFirst: Map.groupBy(sorted, (form) => form.slice(0, 1)),
    longest: sorted[0]?.length ?? 0,
  };
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

type Reading = { readonly known: Known; readonly whole: boolean };

/**
 * Gives what is certain of a stream, masked. Unless it is `whole`, it stops at the first place from which the text to
 * its end may be the beginning of a secret. Secrets that overlap share one mask.
 */
function advance(stream: MaskStream, piece: string, { known, whole }: Reading): string {
  const text = stream.context + stream.held + piece;
  const seen = visible(text, !whole);
  const start = indexOf(seen, stream.context.length);
  const open = whole ? seen.text.length : Math.max(start, openFrom(seen.text, known, start));
  const given = { from: start, to: start + stream.covered };
  const groups = merge([given, ...formRanges(seen.text, known, start), ...shapedRanges(seen.text)], start);
  const until = placeOf(seen, open);
  let masked = '';
  let at = stream.context.length;
  let covered = given.to;
  for (const group of groups.filter(({ from }) => from < open)) {
    const isGiven = group.from === start && stream.covered > 0;
    const from = isGiven ? at : placeOf(seen, group.from);
    const to = group.to > open ? until : placeOf(seen, group.to - 1) + 1;
    masked += text.slice(at, from) + (isGiven ? '' : secretMask) + sequencesOf(text.slice(from, to));
    at = to;
    covered = Math.max(covered, group.to);
  }
  masked += text.slice(at, until);
  stream.context = text.slice(Math.max(0, until - contextLength), until);
  stream.held = text.slice(until);
  stream.seen = stream.held.length;
  stream.covered = Math.max(0, covered - open);
  return masked;
}

/** Every place where a form stands, also where they overlap; of those that begin at one place the longest. */
function formRanges(text: string, { begins, byFirst }: Known, start: number): readonly Range[] {
  const ranges: Range[] = [];
  if (begins === undefined) return ranges;
  begins.lastIndex = start;
  for (let found = begins.exec(text); found !== null; found = begins.exec(text)) {
    const from = found.index;
    const form = byFirst.get(text.slice(from, from + 1))?.find((each) => text.startsWith(each, from));
    if (form !== undefined) ranges.push({ from, to: from + form.length });
    begins.lastIndex = from + 1;
  }
  return ranges;
}

function openFrom(text: string, known: Known, start: number): number {
  return Math.min(openForm(text, known, start), openShape(text));
}

/** The first place, not before `start`, where the rest of the text is the beginning of a form; its length if none. */
function openForm(text: string, { byFirst, longest }: Known, start: number): number {
  for (let at = Math.max(start, text.length - longest + 1); at < text.length; at++) {
    const forms = byFirst.get(text.slice(at, at + 1));
    if (forms === undefined) continue;
    const rest = text.slice(at);
    if (forms.some((form) => form.length > rest.length && form.startsWith(rest))) return at;
  }
  return text.length;
}

/** Ranges from `start` on in order, those that overlap as one. */
function merge(ranges: readonly Range[], start: number): readonly Range[] {
  const merged: Range[] = [];
  const sorted = ranges.filter(({ to }) => to > start).toSorted((one, other) => one.from - other.from);
  for (const { from, to } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from < last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else merged.push({ from: Math.max(from, start), to });
  }
  return merged;
}

/** The first visible character that stands at a place or behind it. */
function indexOf({ text, at }: Visible, place: number): number {
  if (at === undefined) return Math.min(place, text.length);
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a visible character stands. */
function placeOf({ text, at, end }: Visible, position: number): number {
  if (position >= text.length) return end;
  return at === undefined ? position : (at[position] ?? end);
}

/** Colours that begin or end within a secret go on without it. */
function sequencesOf(hidden: string): string {
  return hidden.includes('\u001b') ? (hidden.match(/\u001b\[[\d;:]*m/g)?.join('') ?? '') : '';
}
