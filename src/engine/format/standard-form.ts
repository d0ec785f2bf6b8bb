import type { Diagnostic } from '../model/diagnostic.ts';
import { type Parsed, parse } from '../parse.ts';
import { applyEdits } from './edits.ts';
import { sameMeaning } from './same-meaning.ts';
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
