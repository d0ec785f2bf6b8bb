import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { RunbookError } from './diagnostics/error.ts';
import { deviceFault } from './diagnostics/machine-fault.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { Runbook } from './model/runbook.ts';
import type { Source } from './model/source.ts';
import { parse } from './parse.ts';
import type { Resolve } from './plan/prerequisites.ts';

/** A file as people name it, and where it is; `text` is what it holds where that isn't there to be read. */
type RunbookFile = { readonly file: string; readonly path: string; readonly text?: string };

export type Loaded = { readonly runbook: Runbook; readonly diagnostics: readonly Diagnostic[] };

/** Reads and parses a runbook. @throws RunbookError when the file can't be read. */
export function loadRunbook(file: RunbookFile): Loaded {
  return parse(loadSource(file));
}

/** Reads a file without parsing it. @throws RunbookError when it can't be read. */
export function loadSource({ file, path, text }: RunbookFile): Source {
  return { file, path, text: text ?? readText({ file, path }) };
}

/** Finds what a runbook requires: `lab0` is `lab0.md` in the same folder, `../setup` a file in the one above. */
export const resolveBeside: Resolve = (name, from) => {
  const folder = dirname(from.source.path);
  const stem = join(folder, name);
  const path = existsSync(`${stem}.md`) || !existsSync(`${stem}.mdx`) ? `${stem}.md` : `${stem}.mdx`;
  const file = isAbsolute(from.source.file) ? path : join(dirname(from.source.file), relative(folder, path));
  try {
    return loadRunbook({ file, path });
  } catch (error) {
    if (error instanceof RunbookError) return { diagnostics: isMissing(error) ? [] : error.diagnostics };
    throw error;
  }
};

function isMissing({ cause }: RunbookError): boolean {
  return (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}

function readText({ file, path }: RunbookFile): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/, \w+ '.*'$/, '') : String(cause);
    const message = `The file \`${file}\` cannot be read: ${why}`;
    const hint = 'Name a Markdown file that you may read.';
    const fault = deviceFault(cause, `The file \`${file}\` cannot be read`);
    if (fault !== undefined) throw new RunbookError([fault], { cause });
    throw new RunbookError([{ code: 'cli/unreadable-file', severity: 'error', message, hint }], { cause });
  }
}
