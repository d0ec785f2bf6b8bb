import { createContext, Script } from 'node:vm';

/** How long a regular expression may look at one piece of an output, and what it gains with each further piece. */
const limitMs = 2_000;
const gainMs = 20;

/** A line that matches and where in it, `to` exclusive, 0-based. */
type Hit = { readonly line: string; readonly from: number; readonly to: number };

/**
 * Finds the first line of a piece that a regular expression matches. A backtracking expression can take longer than
 * any run: the search runs under a time limit, which ends it inside the match.
 * @throws RegexTimeout when the limit of time is reached, or that of the engine's stack.
 */
type RegexSearch = (piece: string) => Hit | undefined;

/** The expression took too long for the output. */
export class RegexTimeout extends Error {}

/** Prepares a search; what a piece takes is missing to those after it, but for the gain. */
export function regexSearch(source: string): RegexSearch {
  script ??= new Script(search);
  const compiled = script;
  const world = createContext({ source, piece: '' });
  let left = limitMs;
  return (piece) => {
    world.piece = piece;
    const startedAt = performance.now();
    try {
      const hit = compiled.runInContext(world, { timeout: Math.max(1, Math.ceil(left)) });
      return hit && { line: String(hit.line), from: Number(hit.from), to: Number(hit.to) };
    } catch (cause) {
      throw new RegexTimeout('', { cause });
    } finally {
      left = Math.min(limitMs, left + gainMs - (performance.now() - startedAt));
    }
  };
}

let script: Script | undefined;

const search = `(() => {
  const regex = new RegExp(source);
  for (let at = 0; at < piece.length; ) {
    const newline = piece.indexOf('\\n', at);
    const end = newline < 0 ? piece.length : newline;
    const line = piece.slice(at, end);
    const match = regex.exec(line);
    if (match) return { line, from: match.index, to: match.index + match[0].length };
    at = end + 1;
  }
  return undefined;
})()`;
