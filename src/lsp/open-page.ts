import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { RunRecord } from '../engine/model/record.ts';
import type { Source } from '../engine/model/source.ts';
import type { Page } from '../engine/parse/page.ts';
import { readBeside } from '../engine/parse/read-beside.ts';
import { readPage } from '../engine/parse/read-page.ts';
import { loadRecord } from '../engine/record/load-record.ts';

/** What `runbook check` says of a text; of pages with nothing to run only what looks meant to run. */
export type Check = (page: Source) => readonly Diagnostic[];

/** A page that an editor has open, as it stands there. */
export type OpenPage = {
  readonly uri: string;
  readonly source: Source;
  readonly page: Page;
  readonly diagnostics: readonly Diagnostic[];
  /** What was recorded of the page as it was then. */
  readonly record?: RunRecord;
};

/** Reads what an editor has open; `cwd` is the folder that it works in. */
export function openPage(document: { uri: string; text: string }, cwd: string, check: Check): OpenPage {
  const source = sourceOf(document, cwd);
  const { page } = readPage(source, readBeside);
  const { record } = loadRecord(source);
  return { uri: document.uri, source, page, diagnostics: check(source), ...(record ? { record } : {}) };
}

/** Texts that are in no file yet are taken for one in the editor's folder. */
function sourceOf({ uri, text }: { uri: string; text: string }, cwd: string): Source {
  const path = uri.startsWith('file:') ? fileURLToPath(uri) : resolve(cwd, 'untitled.md');
  const below = relative(cwd, path);
  const file = below.startsWith(`..${sep}`) ? path : below;
  return { file, path, text };
}
