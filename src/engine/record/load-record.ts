import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunRecord } from '../model/record.ts';
import type { Source } from '../model/source.ts';
import { readRecord } from './read-record.ts';
import { recordName } from './record-name.ts';

/** `text` is the file's, for excerpts; absent when there is none. */
export type LoadedRecord = {
  readonly record?: RunRecord;
  readonly text?: string;
  readonly diagnostics: readonly Diagnostic[];
};

/** Reads what was recorded of a runbook, under a name or without one, from the file beside it; nothing when there is none. */
export function loadRecord({ file, path }: Pick<Source, 'file' | 'path'>, label?: string): LoadedRecord {
  const name = recordName(file, label);
  let text: string;
  try {
    text = readFileSync(recordName(path, label), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { diagnostics: [] };
    const why = error instanceof Error ? error.message.replace(/, \w+ '.*'$/, '') : String(error);
    const message = `The record \`${name}\` cannot be read: ${why}.`;
    const hint = 'Make it a file that you may read, or remove it.';
    return { diagnostics: [{ code: 'record/malformed', severity: 'error', message, hint }] };
  }
  const read = readRecord({ file: name, text, page: file, ...(label === undefined ? {} : { label }) });
  return 'diagnostic' in read ? { text, diagnostics: [read.diagnostic] } : { ...read, text, diagnostics: [] };
}
