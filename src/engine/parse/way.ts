import type { ParseProblem } from '../expectations/kind.ts';
import { type Directive, parseDirective } from './directive.ts';

/** A comment `# done when[ words]: pattern` or `# go to STEP when[ words]: pattern`. */
const form = /^# (?:done|go to (?<to>\S+)) when(?= [^:]*:|:)/;

type WayResult =
  | { readonly way: { readonly to?: string; readonly directive: Directive } }
  | { readonly problem: ParseProblem };

/** Whether a comment says where a run goes on. */
export function isWay(comment: string): boolean {
  return form.test(comment);
}

/** The line that was probably meant by one that nearly says it. */
export function meantWay(comment: string): string | undefined {
  const [, words, to, text] =
    /^#+!?\s*(done|end|stop|(?:go\s*to|jump\s+to|continue\s+at)\s+(\S+))\s+(?:when|if)\b[^:]*:\s*(.*)$/i.exec(
      comment,
    ) ?? [];
  if (words === undefined || isWay(comment)) return undefined;
  return `# ${to === undefined ? 'done' : `go to ${to}`} when: ${text || '…'}`;
}

/** Reads such a comment: what stands behind `when` is written as in an expectation. Offsets of a problem are in it. */
export function parseWay(comment: string): WayResult {
  const match = form.exec(comment);
  const head = match?.[0] ?? '';
  const to = match?.groups?.to;
  const asked = '# expect';
  const read = parseDirective(`${asked}${comment.slice(head.length)}`);
  const shift = head.length - asked.length;
  if ('problem' in read) {
    const { from, to: end, ...problem } = read.problem;
    return { problem: { ...problem, from: Math.max(0, from + shift), to: end + shift } };
  }
  const { directive } = read;
  if (directive.withinMs !== undefined || directive.forMs !== undefined) {
    const message = 'What decides where a run goes on is looked at once.';
    const hint =
      'Wait with `# expect within 30s: …` in a command above, and leave `within` and `for` out here.';
    return { problem: { code: 'parse/conflicting-words', message, hint, from: 0, to: comment.length } };
  }
  return { way: { ...(to === undefined ? {} : { to }), directive: { ...directive, source: comment } } };
}
