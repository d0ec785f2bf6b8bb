import { directiveOf, refusal } from '../../format/arrows/check-line.ts';
import type { Remark } from '../format.ts';
import { suggestionLine } from '../suggestion-line.ts';
import type { Checks, OutputRules } from './checks.ts';
import type { Exchange } from './exchange.ts';
import { directiveText } from './expected-line.ts';
import { lossNotes, outputFence, type ReadRow, readRows } from './output-lines.ts';

/**
 * The whole output, compared line by line: one line becomes `# expect exact`, several an `output exact` fence. A
 * regular expression has no place in a fence: `...` stands there and the expression is a check of its own.
 */
export function exactChecks({ output, command }: Exchange, { readLine, stream }: OutputRules): Checks {
  const reads = readRows(output, readLine, command.join('\n'));
  const words = (kind: string) => (stream ? `${stream} ${kind}` : kind);
  const regexes = reads.flatMap((read) => regexCheck(read, words('regex')));
  const remarks = [...lossNotes(reads), ...regexes.flatMap((regex) => regex.remarks)];
  const only = reads.length === 1 && reads[0] ? directiveText(reads[0].line) : undefined;
  if (only === '') return { lines: [silence(stream)], remarks };
  if (only) return { lines: [directiveOf({ words: words('exact'), text: only })], remarks };
  const fence = outputFence(reads, stream ? `output exact ${stream}` : 'output exact');
  return { lines: regexes.flatMap(({ text = [] }) => text), ...(fence ? { fence } : {}), remarks };
}

/** That a command prints nothing; blanks at the ends of lines are never looked at. */
export function silence(stream: OutputRules['stream']): string {
  return directiveOf({ ...(stream ? { words: stream } : {}), text: 'no output' });
}

/** In characters; JavaScript gives up on some that are much longer. */
const longest = 1000;

type RegexCheck = { readonly text?: string; readonly remarks: readonly Remark[] };

function regexCheck({ row, line }: ReadRow, words: string): readonly RegexCheck[] {
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
