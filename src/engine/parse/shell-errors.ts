import type { DiagnosticCode } from '../model/codes.ts';
import type { Span } from '../model/source.ts';
import { type ShellError, splitStatements } from '../shell/split-statements.ts';
import { spanIn } from './block-text.ts';
import { redirectionFault } from './problem.ts';
import type { Report } from './report.ts';
import type { ShellFence } from './shell-fence.ts';

const codes: Readonly<Record<ShellError['kind'], DiagnosticCode>> = {
  heredoc: 'parse/unclosed-heredoc',
  quote: 'parse/unclosed-quote',
  syntax: 'parse/shell-syntax',
};

/** Reports what bash can't read. In a block that bash is not going to read it is only a warning. */
export function reportShellErrors(errors: readonly ShellError[], fence: ShellFence): void {
  const severity = fence.inert ? 'warning' : 'error';
  for (const error of errors) {
    const placeholder = placeholderAt(fence.block.text, error);
    if (placeholder) {
      if (fence.inert) continue;
      const written = fence.block.text.slice(placeholder.from, placeholder.to);
      const span = spanIn(fence.block, placeholder.from, placeholder.to);
      fence.report({ code: 'parse/placeholder', severity: 'error', span, ...redirectionFault(written) });
      continue;
    }
    const span = spanIn(fence.block, error.from, error.to);
    const message = error.message.replace(/[^.]$/, '$&.');
    fence.report({ code: codes[error.kind], severity, message, span, hint: hintOf(error) });
  }
}

/**
 * A placeholder that is why bash can't read a line: it misses the target of the redirection behind it, or takes an
 * apostrophe in it for a quote.
 */
function placeholderAt(
  text: string,
  { kind, message, from }: ShellError,
): Pick<ShellError, 'from' | 'to'> | undefined {
  if (kind === 'heredoc') return undefined;
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const line = /^.*/.exec(text.slice(start))?.[0] ?? '';
  let last: Pick<ShellError, 'from' | 'to'> | undefined;
  for (const found of line.matchAll(/(?<![<>$&\d])<[A-Za-z][^<>\n]{0,80}>/g)) {
    const range = { from: start + found.index, to: start + found.index + found[0].length };
    const misses = kind === 'syntax' && /redirect target|^Unexpected/.test(message) && from >= range.to - 1;
    const holds = kind === 'quote' && range.from <= from && from < range.to;
    if (misses || holds) last = range;
  }
  return last;
}

function hintOf(error: ShellError): string {
  if (error.kind === 'quote') return "Close it, or write `\\'` where an apostrophe is meant.";
  if (error.kind === 'heredoc') return 'Put its closing word alone on a line, without indentation.';
  if (/^Unexpected/.test(error.message)) return 'Remove it, or quote it to mean the characters.';
  return /^Expected/.test(error.message) ? 'Add it, or fix the command before it.' : 'Fix the command.';
}

/** Reports what bash can't read in the `ready` command of the front matter, which stands at `span`. */
export function reportBadReady(script: string, span: Span | undefined, report: Report): void {
  const error = splitStatements(script).errors[0];
  if (!error || !span) return;
  const why = error.message.replace(/^./, (first) => first.toLowerCase()).replace(/\.$/, '');
  const message = `\`ready\` is not valid bash: ${why}.`;
  report({ code: codes[error.kind], severity: 'error', message, span, hint: hintOf(error) });
}
