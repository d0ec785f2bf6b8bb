import { directiveOf, refusal, suggestionLine } from '../directive-line.ts';
import type { Row } from '../fence-source.ts';
import type { Remark } from '../format.ts';
import type { Checks, OutputRules } from './checks.ts';
import type { ExpectedLine } from './expected-line.ts';

type Read = { readonly row: Row; readonly line: ExpectedLine };

/**
 * The whole output, compared line by line: one line becomes `# expect exact`, several an `output exact` fence. A
 * regular expression has no place in a fence: `...` stands there and the expression is a check of its own.
 */
export function exactChecks(output: readonly Row[], { readLine, stream }: OutputRules): Checks {
  const reads = output.map((row) => ({ row, line: readLine(row.text) }));
  const words = (kind: string) => (stream ? `${stream} ${kind}` : kind);
  const patterns = reads.flatMap((read) => regexCheck(read, words('regex')));
  const lines = patterns.flatMap(({ text = [] }) => text);
  const remarks = [...reads.flatMap(lossOf), ...patterns.flatMap((pattern) => pattern.remarks)];
  const only = reads[0]?.line;
  if (reads.length === 1 && only?.kind === 'pattern' && only.text.trim() === '')
    return blankCheck(reads, stream);
  if (reads.length === 1 && only?.kind === 'pattern') {
    return { lines: [directiveOf({ words: words('exact'), text: only.text.trim() })], remarks };
  }
  const fence = reads.map(({ line }) => (line.kind === 'pattern' ? line.text : '...'));
  const says = fence.some((text) => text.trim() !== '...' && text.trim() !== '');
  return { lines, ...(says ? { fence: { info: 'output exact', lines: fence } } : {}), remarks };
}

/** Blanks at the ends of lines are never looked at. */
function blankCheck(reads: readonly Read[], stream: OutputRules['stream']): Checks {
  const directive = directiveOf({ ...(stream ? { words: stream } : {}), text: 'no output' });
  return { lines: [directive], remarks: reads.flatMap(lossOf) };
}

function lossOf({ row, line: { loss } }: Read): readonly Remark[] {
  return loss === undefined ? [] : [{ kind: 'note', at: row, message: `\`${row.text.trim()}\`: ${loss}.` }];
}

/** In characters; JavaScript gives up on some that are much longer. */
const longest = 1000;

type RegexCheck = { readonly text?: string; readonly remarks: readonly Remark[] };

function regexCheck({ row, line }: Read, words: string): readonly RegexCheck[] {
  if (line.kind !== 'regex') return [];
  if (line.source.length > longest) {
    const message = 'The regular expression is too long to be taken over.';
    return [{ remarks: [{ kind: 'note', at: row, message }] }];
  }
  const check = { words, text: line.source };
  const directive = directiveOf(check);
  const refused = refusal(check);
  if (refused === undefined) {
    const message = `\`${row.text.trim()}\`: any line may match the regular expression, not just this one.`;
    return [{ text: directive, remarks: [{ kind: 'note', at: row, message }] }];
  }
  const message = `The regular expression could not be taken over: ${refused}`;
  const remark: Remark = { kind: 'suggestion', at: row, message, suggested: directive };
  return [{ text: suggestionLine(directive), remarks: [remark] }];
}
