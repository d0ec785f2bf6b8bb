import { judgeExpectation } from '../expectations/judge-expectation.ts';
import type { Pattern } from '../expectations/pattern.ts';
import { linesOf, readable } from '../expectations/readable.ts';
import { joinStreams } from '../judge/join-streams.ts';
import type { Json } from '../model/json.ts';
import { secretMask } from '../model/mask.ts';
import type { Expectation } from '../model/runbook.ts';
import { parseDirective } from '../parse/directive.ts';
import { holed } from './align-field.ts';
import { guarded } from './guard.ts';
import { type Manner, nearestLine } from './nearest.ts';
import { patternFields } from './pattern-fields.ts';
import { fresh, gap, type Piece, textOf } from './pieces.ts';
import { printedFields } from './printed-field.ts';
import type { Why } from './proposal.ts';
import type { Seen } from './seen.ts';

/** The new pattern, or why nothing can be proposed. */
export type Renewed = { readonly pattern: string; readonly args: Json } | Why;

/** Kinds whose text can be made anew from an output. */
const manners: ReadonlyMap<string, Manner> = new Map([
  ['text', 'within'],
  ['row', 'row'],
  ['exact', 'whole'],
]);

/** Kinds that are made anew elsewhere. */
const otherKinds: ReadonlySet<string> = new Set(['output', 'json', 'json-output']);

/** Whether an expectation of this kind can be proposed anew at all. */
export function isRenewable({ kind, negated }: Expectation): boolean {
  return (manners.has(kind) || otherKinds.has(kind)) && !negated;
}

/** What an expectation would have to look for to be met by what its command printed. */
export function renew(expectation: Expectation, seen: Seen): Renewed {
  const { streams, variables, moving } = seen;
  const manner = manners.get(expectation.kind);
  if (!manner || expectation.negated) return { why: 'only text, row, exact and output checks are updated' };
  if (streams.some(({ truncated }) => truncated)) return { why: 'the output is too long to be kept whole' };
  const lines = linesOf(readable(joinStreams(streams).text));
  const fault = lineFault(lines, manner);
  if (fault) return fault;
  const pattern = patternFields(expectation.args as Pattern, variables);
  const near = nearestLine(pattern, lines, { manner, moving });
  const nearest = 'why' in near ? (onlyLine(lines, pattern, seen) ?? near) : near;
  if ('why' in nearest) return nearest;
  if (nearest.line.includes(secretMask))
    return { why: 'the line that comes nearest holds a value that is masked' };
  const before = expectation.source.slice(0, expectation.source.indexOf(':') + 2);
  const text = pattern.quoted ? textOf(nearest.pieces) : textOf(guarded(nearest.pieces, before));
  if (pattern.quoted && nearest.pieces.some((piece) => piece.fresh && piece.text === gap)) {
    return { why: 'what is different now will be different next time, and quotes leave no room for that' };
  }
  if (breaksWord(text, expectation.text))
    return { why: 'only a part of a word that it looks for was printed, and that may stand in any message' };
  const renewed = checked(pattern.quoted ? `"${text.replace(/["\\]/g, '\\$&')}"` : text, expectation);
  if ('why' in renewed) return renewed;
  const judgement = judgeExpectation(
    { ...expectation, args: renewed.args },
    { text: lines.join('\n'), exits: [], variables },
  );
  return judgement.met ? renewed : { why: 'what it would become does not hold either' };
}

/** Whether a part of one word is all that is left: `file` of `file.txt`. */
function breaksWord(text: string, before: string): boolean {
  const word = text.trim();
  if (!/^\S*\p{L}\S*$/u.test(word)) return false;
  const parts = before.split(/\s+/);
  return !parts.includes(word) && parts.some((one) => one.startsWith(word) || one.endsWith(word));
}

/** Where all is to be taken the only line that was printed is the one, whatever is written. */
function onlyLine(
  lines: readonly string[],
  { quoted }: { readonly quoted: boolean },
  { all, moving }: Seen,
): { readonly pieces: readonly Piece[]; readonly line: string } | undefined {
  const [line, ...more] = lines.filter((each) => each !== '');
  if (!all || quoted || line === undefined || more.length > 0) return undefined;
  const fields = printedFields(line, moving);
  const pieces = fields.flatMap((field, at) => [...(at === 0 ? [] : [fresh(' ')]), ...holed(field)]);
  return { pieces, line };
}

function lineFault(lines: readonly string[], manner: Manner): Renewed | undefined {
  const printed = lines.filter((line) => line !== '');
  if (printed.length === 0) {
    return { why: 'nothing was printed', hint: 'If that is right write `# expect: no output`.' };
  }
  if (manner !== 'whole' || printed.length === 1) return undefined;
  return {
    why: `${printed.length} lines were printed`,
    hint: 'To look for one line among others leave `exact` out.',
  };
}

/** The text as a pattern must mean what the expectation meant: the same kind, and something that can fail. */
function checked(pattern: string, { source, kind }: Expectation): Renewed {
  const result = parseDirective(`${source.slice(0, source.indexOf(':'))}: ${pattern}`);
  if ('problem' in result)
    return { why: `\`${pattern}\` would be wrong: ${result.problem.message.replace(/\.$/, '')}` };
  if (result.directive.kind !== kind) return { why: `\`${pattern}\` would mean something else` };
  if (/^(?:\.\.\.|…|\s)*$/.test(pattern)) return { why: 'nothing of the line is the same each time' };
  return { pattern, args: result.directive.args };
}
