import { curlExits } from '../model/curl-exits.ts';
import { closestLine } from './closest.ts';
import type { Asked, Ended, Exit, Finding, ParseProblem, Place, Watch } from './kind.ts';
import { linesIn, linesWith } from './lines.ts';
import { fillPattern, literalsOf, longest, type Pattern, parsePattern, variablesIn } from './pattern.ts';
import { linesOf } from './readable.ts';

/** Prepares a pattern, then looks for it in one line after the other. */
type Look = (filled: Pattern) => (line: string) => Place | undefined;

/** Reads the text of a kind that takes a pattern; a pattern of nothing but a note checks nothing. */
export function parsePatternArgs(
  text: string,
): { readonly args: Pattern } | { readonly problem: ParseProblem } {
  const args = parsePattern(text);
  if (args.parts.length > 0) return { args };
  return {
    problem: {
      code: 'parse/empty-expectation',
      message: `Nothing to look for in \`${text}\`.`,
      hint: 'Put what the output must show before the note, or quote the text to take it literally.',
      from: 0,
      to: text.length,
    },
  };
}

/**
 * Looks for a pattern line by line. Not found, it says what came closest; with a variable that is not set in the
 * session it can't say anything.
 */
export function watchPattern(pattern: Pattern, { variables }: Asked, look: Look): Watch {
  const unset = unsetIn(pattern, variables);
  if (unset) return { take: () => true, finding: () => unset };
  const filled = fillPattern(pattern, variables);
  const lookIn = look(filled);
  const literals = literalsOf(filled);
  const literal = longest(literals);
  let where: Place | undefined;
  return {
    take: (piece) => {
      if (!literals.every((each) => piece.includes(each))) return false;
      for (const line of literal === '' ? linesIn(piece) : linesWith(piece, literal)) {
        where ??= lookIn(line);
        if (where) return true;
      }
      return false;
    },
    finding: (ended) => (where ? { result: 'found', where } : missing(filled, ended)),
  };
}

/** What can be said with a variable of the pattern unset: nothing. Undefined when all of them have a value. */
export function unsetIn(
  pattern: Pattern,
  variables: Readonly<Record<string, string>>,
): Extract<Finding, { result: 'unknown' }> | undefined {
  const name = variablesIn(pattern).find((each) => !sessionValue(variables, each));
  return name === undefined ? undefined : unsetVariable(name, variables);
}

function sessionValue(variables: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function unsetVariable(name: string, variables: Readonly<Record<string, string>>) {
  const state =
    sessionValue(variables, name) === undefined ? 'not set in the session' : 'set to nothing in the session';
  return {
    result: 'unknown' as const,
    errored: true,
    actual: `\`${name}\` is ${state}`,
    hint: `Set \`${name}\` in a command above, or quote the pattern to mean the characters.`,
  };
}

function missing(pattern: Pattern, { kept, exits }: Ended): Finding {
  const lines = linesOf(kept);
  const closest = closestLine(pattern, lines);
  const hint = curlHint(pattern, exits) ?? apartHint(closest);
  return {
    result: 'missing',
    actual: closest?.line ?? summaryOf(lines),
    ...(closest?.difference ? { closest: closest.difference } : {}),
    ...(hint ? { hint } : {}),
  };
}

/** What a text is, for who looked for something in it and didn't find it. */
export function summaryOf(lines: readonly string[]): string {
  if (lines.length === 0) return 'no output';
  if (lines.length === 1) return lines[0] ?? '';
  return `${lines.length} lines of output, and none has it`;
}

function apartHint(closest: ReturnType<typeof closestLine>): string | undefined {
  if (!closest || closest.difference) return undefined;
  return 'All of it is on that line, but not side by side as whole words. `# expect row:` allows other fields between.';
}

function curlHint(pattern: Pattern, exits: readonly Exit[]): string | undefined {
  if (!pattern.parts.some((part) => part.kind === 'status')) return undefined;
  const codes = exits.flatMap((exit) => [exit.exitCode, ...exit.pipeStatus]);
  const code = codes.find((exit) => exit !== null && exit in curlExits);
  return code ? `Exit ${code} of curl means that ${curlExits[code]}.` : undefined;
}
