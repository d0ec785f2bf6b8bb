import { mkdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Plan } from '../../engine/model/plan.ts';
import { cannotWrite } from '../cannot-write.ts';
import type { ExecOptions } from '../exec/exec-options.ts';
import type { Io } from '../io.ts';

/** Where the journal of a run is written, if it has one. `resumes`: behind the run that it goes on from. */
export type JournalFile = { readonly file: string; readonly resumes: boolean };

/**
 * The file that `--journal` names, that of the run to go on from, or one of its own in the folder of the configuration:
 * `journals/failover-2026-01-31T02-45-07Z.ndjson`. A file of many runs is kept by none of them.
 */
export function journalFile(options: ExecOptions, plan: Plan, io: Io): JournalFile | undefined {
  const { journal, resume, journalFolder: folder, asPart } = options;
  if (journal !== undefined) return { file: journal, resumes: false };
  if (resume !== undefined) return { file: resume, resumes: true };
  if (folder === undefined || asPart) return undefined;
  try {
    mkdirSync(resolve(io.cwd, folder), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw cannotWrite(
      `The folder of journals \`${folder}\` cannot be made`,
      error,
      'Name another: `journal: FOLDER`.',
    );
  }
  const asked = plan.runbooks.filter(({ reason }) => reason === 'asked');
  const name = basename(asked[0]?.runbook.source.file ?? 'run')
    .replace(/\.mdx?$/, '')
    .replace(/[^\w.-]/g, '-');
  const time = new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  return { file: join(relative(io.cwd, folder), `${name}-${time}-${process.pid}.ndjson`), resumes: false };
}
