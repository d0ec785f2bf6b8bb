import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { counted } from '../engine/report/style.ts';
import { type PageForm, pageForms } from '../site/pages/page-forms.ts';
import { cannotWrite } from './cannot-write.ts';
import { type FoundFile, findFilesOrLabs } from './find-files.ts';
import type { Io } from './io.ts';
import { pageFaults } from './page-faults.ts';
import type { PageFormName } from './page-forms.ts';
import { say, sayDocument } from './say.ts';
import { usageError } from './usage-error.ts';

export type ExportPagesOptions = {
  readonly to: PageFormName;
  readonly output?: string;
  readonly dropHeading?: boolean;
};

/** Writes pages as their readers see them. @returns The code to exit with. */
export function exportPages(names: readonly string[], options: ExportPagesOptions, io: Io): number {
  const { to, output, dropHeading = false, ...others } = options;
  refuseOthers(to, others);
  const form: PageForm = pageForms[to];
  const { files, exitCode } = pageFaults({ names, found: findFilesOrLabs(names, io.cwd) }, {}, io);
  if (exitCode > 0) return exitCode;
  const common = commonFolder(files);
  // Pages name the command that runs them, as it is typed here.
  const root = `${common}/`.startsWith(`${io.cwd}/`) ? io.cwd : common;
  const single = files.length === 1 ? files[0] : undefined;
  if (output === undefined && !single)
    throw usageError(`${files.length} pages don't go to standard output`, 'Name a folder with `--output`.');
  const made = files.map(({ path }) => ({ path, text: form.write(path, { root, dropHeading }) }));
  if (output === undefined) {
    sayDocument(io.out, made[0]?.text ?? '');
    return 0;
  }
  const target = resolve(io.cwd, output);
  const isFolder = !single || output.endsWith('/') || (existsSync(target) && statSync(target).isDirectory());
  for (const { path, text } of made) {
    const name = relative(common, path).replace(/\.mdx?$/i, form.extension);
    put(isFolder ? join(target, name) : target, text, form, output);
  }
  say(io.err, `wrote ${counted(made.length, 'page')} to ${output}`);
  return 0;
}

/** @throws RunbookError for an option that is for another form. */
function refuseOthers(to: PageFormName, others: object): void {
  const [strange] = Object.keys(others);
  if (strange === undefined) return;
  const flag = `--${strange.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw usageError(`\`${flag}\` is not for \`--to ${to}\``, 'Leave it out.');
}

/** The folder that all files are in or below. */
function commonFolder(files: readonly FoundFile[]): string {
  const folders = files.map(({ path }) => dirname(path));
  let common = folders[0] ?? '/';
  while (!folders.every((folder) => folder === common || folder.startsWith(`${common}/`)))
    common = dirname(common);
  return common;
}

function put(path: string, text: string, { mark }: PageForm, output: string): void {
  try {
    if (existsSync(path) && !readFileSync(path, 'utf8').includes(mark))
      throw new Error(`${path} is there and was not exported`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw cannotWrite(
      `\`${output}\` cannot be written`,
      error,
      'Name a file or folder that is not there yet, or one that was exported before.',
    );
  }
}
