import { nearest } from '../diagnostics/nearest.ts';
import type { DiagnosticCode } from '../model/codes.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Span } from '../model/source.ts';
import { isForeignKey } from './foreign-keys.ts';
import { frontMatterKeys } from './front-matter-keys.ts';

/**
 * What is wrong with front matter, which may be another tool's: `unless-plain` is an error where anything runs,
 * `if-ours` where the page has something that only a runbook has. Elsewhere it is a note.
 */
export type HeadProblem = {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
  readonly span: Span;
  readonly counts: 'unless-plain' | 'if-ours';
};

/** What the page around the front matter is. */
type PageFacts = { readonly hasBlocks: boolean; readonly isOurs: boolean };

/** The problem as what it means on such a page. */
export function headDiagnostic(problem: HeadProblem, { hasBlocks, isOurs }: PageFacts): Diagnostic {
  const { counts, ...rest } = problem;
  const isError = counts === 'if-ours' ? isOurs : hasBlocks || isOurs;
  return { ...rest, severity: isError ? 'error' : 'note' };
}

/** A key that isn't ours, if it is near one of ours: any other is another tool's. */
export function nearKey(name: string, span: Span): HeadProblem | undefined {
  const near = isForeignKey(name) ? undefined : nearest(name, [...Object.keys(frontMatterKeys), 'runbook']);
  if (near === undefined) return undefined;
  const message = `Unknown key \`${name}\` in the front matter.`;
  return {
    code: 'parse/unknown-key',
    message,
    hint: `Did you mean \`${near}\`?`,
    span,
    counts: 'unless-plain',
  };
}

/** A key below `runbook:` that isn't ours. All that stands there is. */
export function strangeKey(name: string, span: Span): HeadProblem {
  const names = Object.keys(frontMatterKeys);
  const near = nearest(name, names);
  const hint = near
    ? `Did you mean \`${near}\`?`
    : `Use one of ${names.map((key) => `\`${key}\``).join(', ')}.`;
  const message = `Unknown key \`${name}\` below \`runbook:\` in the front matter.`;
  return { code: 'parse/unknown-key', message, hint, span, counts: 'if-ours' };
}
