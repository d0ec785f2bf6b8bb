import { type FenceOptions, fenceLines, infoText } from '../fence-text.ts';
import type { Remark } from '../format.ts';
import { checksOf, type OutputRules } from './checks.ts';
import type { Exchange, Lead } from './exchange.ts';

/** What the fences of a transcript become; `others` are words of its info string that stay. */
export type Writing = OutputRules & {
  readonly language: string;
  readonly options: FenceOptions;
  readonly others: readonly string[];
  /** Commands above the first one. */
  readonly head?: readonly string[];
  /** Comments below the last command and its checks. */
  readonly tail?: readonly string[];
};

/** Lines that take the place of a transcript, and what is to be said about them. */
export type Written = { readonly lines: readonly string[]; readonly remarks: readonly Remark[] };

/** Writes commands into shell fences with their checks below them; a longer output ends the fence and follows in its own. */
export function writeExchanges(parts: readonly (Exchange | Lead)[], writing: Writing): Written {
  const fences: (readonly string[])[] = [];
  const remarks: Remark[] = [];
  let body: string[] = [...(writing.head ?? [])];
  let options = writing.options;
  const flush = () => {
    const lines = trimmed(body);
    if (lines.length > 0) {
      fences.push(fenceLines(infoText(writing.language, options, writing.others), lines));
      const { name: _, ...others } = options;
      options = others;
    }
    body = [];
  };
  const last = parts.findLast(({ kind }) => kind === 'exchange');
  for (const part of parts) {
    if (part.kind === 'lead') {
      body.push(part.text);
      continue;
    }
    const checks = checksOf(part, writing);
    // All that the commands above print would have to be JSON too.
    if (checks.fence?.info === 'json output') flush();
    body.push(...part.command, ...checks.lines, ...(part === last ? (writing.tail ?? []) : []));
    remarks.push(...checks.remarks);
    if (checks.fence) {
      flush();
      fences.push(fenceLines(checks.fence.info, checks.fence.lines));
    } else body.push(...Array.from({ length: part.blanks }, () => ''));
  }
  flush();
  return { lines: fences.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])), remarks };
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, last + 1);
}
