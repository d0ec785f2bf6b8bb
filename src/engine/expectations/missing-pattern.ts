import { curlExits } from '../model/curl-exits.ts';
import { alikeHint, codePoints, lineLike } from './alike.ts';
import { closestLine } from './closest.ts';
import type { Difference, Ended, Exit, Finding } from './kind.ts';
import { findInLine, matcherOf } from './match.ts';
import { type Pattern, variablesIn } from './pattern.ts';
import { linesOf } from './readable.ts';

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

/** What stands in an output instead of a filled pattern, and why that may be. */
export function missingIn(pattern: Pattern, { kept, exits }: Ended): Finding {
  const lines = linesOf(kept);
  const alike = lineLike(pattern.text, lines);
  if (alike !== undefined) {
    const [expected, actual] = [codePoints(pattern.text), codePoints(alike)];
    return { result: 'missing', expected, actual, hint: alikeHint };
  }
  const closest = closestLine(pattern, lines);
  const hint = curlHint(pattern, exits) ?? apartHint(closest);
  return {
    result: 'missing',
    actual: closest?.line ?? summaryOf(lines),
    ...(closest?.difference ? { closest: closest.difference } : {}),
    ...(hint ? { hint } : {}),
  };
}

/** The same of a pattern that is looked for by whole words: where it stands as a part of a longer one, it says so. */
export function missingWords(pattern: Pattern, ended: Ended): Finding {
  const part = partOfLonger(pattern, linesOf(ended.kept));
  if (part) return { result: 'missing', actual: part.line, closest: part, hint: partHint };
  return missingIn(pattern, ended);
}

/** What a text is, for who looked for something in it and didn't find it. */
export function summaryOf(lines: readonly string[]): string {
  if (lines.length === 0) return 'no output';
  if (lines.length === 1) return lines[0] ?? '';
  return `${lines.length} lines of output, and none has it`;
}

const partHint =
  'It is there only as a part of a longer word or number, which signs, points and hyphens belong to. `...` at its ' +
  'start or end allows that.';

/** Where a pattern stands that begins or ends inside of a word or number. */
function partOfLonger(pattern: Pattern, lines: readonly string[]): Difference | undefined {
  if (pattern.quoted || pattern.parts.some(({ kind }) => kind === 'gap')) return undefined;
  const matcher = matcherOf({ ...pattern, quoted: true });
  for (const [index, line] of lines.entries()) {
    const match = findInLine(matcher, line);
    if (!match) continue;
    const { from, to } = match;
    return { line, from: from + 1, to: to + 1, expected: pattern.text, number: index + 1, of: lines.length };
  }
  return undefined;
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
