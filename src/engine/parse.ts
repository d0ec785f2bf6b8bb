import { lint } from './lint/lint.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { Runbook } from './model/runbook.ts';
import type { Source } from './model/source.ts';
import { readBeside } from './parse/read-beside.ts';
import { readPage } from './parse/read-page.ts';

/** A runbook and what is wrong with its document, in the order of the file. With an error it must not be run. */
export type Parsed = { readonly runbook: Runbook; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a Markdown file as a runbook and asks every rule about it. Pure but for the files that the page takes text from:
 * no clock, no environment. Never throws on what a person wrote; whatever is wrong becomes a diagnostic with its place.
 */
export function parse(source: Source): Parsed {
  const { page, diagnostics } = readPage(source, readBeside);
  const all = lint(page, diagnostics).toSorted(
    (one, other) => (one.span?.start.offset ?? 0) - (other.span?.start.offset ?? 0),
  );
  return { runbook: page.runbook, diagnostics: all };
}
