import type { Pattern, PatternPart } from './pattern.ts';
import { beforeReason } from './status-line.ts';
import { endsInside, startsInside } from './word-ends.ts';

/** What must hold beside a stretch of the line: nothing, a word's end, or a blank or the line's end. */
type Edge = 'free' | 'word' | 'blank';

/** Parts without a gap between them: at a given place there is one way to match them. */
type Chunk = { readonly parts: readonly PatternPart[]; readonly left: Edge; readonly right: Edge };

/** A pattern ready to be looked for in lines. */
type Matcher = { readonly chunks: readonly Chunk[] };

/** A stretch of a line, 0-based, `to` exclusive. */
type Match = { readonly from: number; readonly to: number };

/** Prepares a filled pattern for lines. Its outer ends are ends of words unless it is quoted. */
export function matcherOf(pattern: Pattern): Matcher {
  return { chunks: chunksOf(pattern.parts, pattern.quoted ? 'free' : 'word') };
}

/**
 * Finds the pattern in one line, leftmost first; undefined when it isn't there. Takes time in proportion to line
 * times pattern: chunks between gaps have one way to match each, so the first fit of each is the best.
 */
export function findInLine(matcher: Matcher, line: string): Match | undefined {
  let from: number | undefined;
  let at = 0;
  for (const chunk of matcher.chunks) {
    const match = findChunk(chunk, line, at);
    if (!match) return undefined;
    from ??= match.from;
    at = match.to;
  }
  return { from: from ?? 0, to: at };
}

/** Whether the parts match the whole of a field, from its first character to its last. */
export function matchesField(parts: readonly PatternPart[], field: string): boolean {
  return matchesWhole(wholeMatcherOf(parts), field);
}

/** Prepares filled parts for texts that they must match from end to end. */
export function wholeMatcherOf(parts: readonly PatternPart[]): Matcher {
  return { chunks: chunksOf(parts, 'free') };
}

/** Whether a matcher that was made for whole texts matches this one. */
export function matchesWhole({ chunks }: Matcher, field: string): boolean {
  const first = chunks[0];
  const last = chunks.at(-1);
  if (!first || !last) return true;
  if (chunks.length === 1) return matchAt(first, field, 0) === field.length;
  let at = matchAt(first, field, 0);
  for (const chunk of chunks.slice(1, -1)) {
    if (at === undefined) return false;
    at = findChunk(chunk, field, at)?.to;
  }
  return at !== undefined && endsWith(last, field, at);
}

function endsWith(chunk: Chunk, field: string, from: number): boolean {
  if (chunk.parts.length === 0) return true;
  const first = chunk.parts[0];
  const only = chunk.parts.length === 1 && first?.kind === 'literal' ? first.text.length : undefined;
  for (
    let at = only === undefined ? from : Math.max(from, field.length - only);
    at <= field.length;
    at += 1
  ) {
    if (first?.kind === 'literal') at = field.indexOf(first.text, at);
    if (at < 0) return false;
    if (matchAt(chunk, field, at) === field.length) return true;
  }
  return false;
}

function chunksOf(parts: readonly PatternPart[], outer: Edge): readonly Chunk[] {
  const groups: PatternPart[][] = [[]];
  for (const part of parts) {
    if (part.kind === 'gap') groups.push([]);
    else groups.at(-1)?.push(part);
  }
  return groups.map((group, index) => {
    const left = index === 0 ? outer : edgeOf(group[0]);
    const right = index === groups.length - 1 ? outer : edgeOf(group.at(-1));
    const start = left === 'blank' ? 1 : 0;
    const end = right === 'blank' && group.length > start ? group.length - 1 : group.length;
    return { parts: group.slice(start, end), left, right };
  });
}

function edgeOf(part: PatternPart | undefined): Edge {
  return part?.kind === 'blanks' ? 'blank' : 'free';
}

function findChunk(chunk: Chunk, line: string, from: number): Match | undefined {
  const first = chunk.parts[0];
  for (let at = from; at <= line.length; at += 1) {
    if (first?.kind === 'literal') {
      at = line.indexOf(first.text, at);
      if (at < 0) return undefined;
    }
    const to = matchAt(chunk, line, at);
    if (to !== undefined) return { from: at, to };
  }
  return undefined;
}

/** Where the chunk ends if it begins at `at`. */
function matchAt(chunk: Chunk, line: string, at: number): number | undefined {
  if (!edgeHolds(chunk.left, line, at, startsInside)) return undefined;
  let end = at;
  for (const part of chunk.parts) {
    const length = lengthAt(part, line, end);
    if (length === 0) return undefined;
    end += length;
  }
  return edgeHolds(chunk.right, line, end, endsInside) ? end : undefined;
}

function edgeHolds(edge: Edge, line: string, at: number, isInside: typeof startsInside): boolean {
  if (edge === 'free' || at === 0 || at === line.length) return true;
  if (edge === 'blank') return isBlank(line.charAt(at - 1)) || isBlank(line.charAt(at));
  return !isInside(line, at);
}

/** With a version only where a status line may be, or at the end of a field: not `GET / HTTP/1.1 200 bytes`. */
const protocol = new RegExp(`HTTP(?:/\\d(?:\\.\\d)?(?=$|\\s+\\d{3}${beforeReason}))?`, 'uy');

/** How many characters the part takes at a place; 0 when it doesn't match there. */
function lengthAt(part: PatternPart, line: string, at: number): number {
  switch (part.kind) {
    case 'literal':
      return line.startsWith(part.text, at) ? part.text.length : 0;
    case 'blanks':
      return stickyLength(/\s+/y, line, at);
    case 'octet':
      return stickyLength(/(?<!\d)(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?!\d)/y, line, at);
    case 'protocol':
      return stickyLength(protocol, line, at);
    case 'status':
      return hasStatus(part.status, line, at) ? part.status.length : 0;
    case 'gap':
    case 'variable':
      return 0;
    default:
      return part satisfies never;
  }
}

function hasStatus(status: string, line: string, at: number): boolean {
  const found = line.slice(at, at + status.length);
  return (
    found.length === status.length &&
    /^\d+$/.test(found) &&
    [...status].every((digit, index) => digit === 'x' || digit === found[index])
  );
}

function stickyLength(regex: RegExp, line: string, at: number): number {
  regex.lastIndex = at;
  return regex.exec(line)?.[0].length ?? 0;
}

function isBlank(character: string): boolean {
  return /\s/.test(character);
}
