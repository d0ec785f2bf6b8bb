import { kindByName } from '../expectations/registry.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Expectation, Runbook } from '../model/runbook.ts';
import { type Parsed, parse } from '../parse.ts';
import { applyEdits } from './edits.ts';
import { tidyEdits } from './tidy.ts';

/**
 * A document with its directives and opening fences in the standard form; one with errors stays as it is. What it means
 * doesn't change: that is looked at. @throws Error when it would, which is a bug of ours.
 */
export function standardForm(parsed: Parsed): Parsed {
  const { runbook, diagnostics } = parsed;
  const edits = diagnostics.some(isError) ? [] : tidyEdits(runbook);
  if (edits.length === 0) return parsed;
  const { file, path, text } = runbook.source;
  const tidied = parse({ file, path, text: applyEdits(text, edits) });
  if (sameMeaning(runbook, tidied.runbook) && !tidied.diagnostics.some(isError)) return tidied;
  throw new Error(`the standard form of ${file} would mean something else`);
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** Where something stands, and how it is spelled, says nothing about what is done. */
const spelling: ReadonlySet<string> = new Set(['span', 'spans', 'source']);

/** Whether two runbooks run and check the same, wherever it stands and however it is spelled. */
function sameMeaning(one: Runbook, other: Runbook): boolean {
  return meaningOf(one) === meaningOf(other);
}

function meaningOf(runbook: Runbook): string {
  return JSON.stringify(runbook, (key, value: unknown) => {
    if (spelling.has(key)) return undefined;
    if (key === 'examples') return (value as readonly unknown[]).length;
    return key === 'expectations' ? (value as readonly Expectation[]).map(withoutNote) : value;
  });
}

/** What a kind looks for is told by its own words, which leave notes out; texts have them in their arguments. */
function withoutNote({ text: _, args, ...expectation }: Expectation) {
  const what = kindByName(expectation.kind)?.describe(args);
  return { ...expectation, what, ...(typeof args === 'string' ? {} : { args }) };
}
