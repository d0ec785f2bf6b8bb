import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { counted } from '../engine/report/style.ts';
import { type SiteFile, sitePages } from '../site/pages/site-pages.ts';
import { cannotWrite } from './cannot-write.ts';
import { exitCodes } from './exit-codes.ts';
import { findFiles } from './find-files.ts';
import type { Io } from './io.ts';
import { pageFaults } from './page-faults.ts';
import { readStrings } from './read-strings.ts';
import { say } from './say.ts';
import { usageError } from './usage-error.ts';

export type BuildSiteOptions = {
  readonly output: string;
  readonly title?: string;
  readonly lang: string;
  readonly strings?: string;
  readonly requireRecord?: boolean;
  readonly maxAge?: number;
};

/** Names what a build wrote, so that the next one takes away that and nothing else. */
const listName = '.runbook-site';

/** Builds a plain site of a folder. @returns The code to exit with. */
export function buildSite(folder: string, options: BuildSiteOptions, io: Io): number {
  const root = resolve(io.cwd, folder);
  const pages = { names: [root], found: findFiles([root], io.cwd) };
  const { files, exitCode } = pageFaults(pages, { ...options, plain: true }, io);
  if (exitCode > 0) return exitCode;
  const { output, title = basename(root), lang, strings } = options;
  const target = resolve(io.cwd, output);
  refuseForeign(target, output);
  const site = sitePages({
    root,
    paths: files.map(({ path }) => path),
    title,
    lang,
    ...(strings ? { strings: readStrings(strings, io.cwd) } : {}),
  });
  try {
    replace(target, site);
  } catch (error) {
    throw cannotWrite(`\`${output}\` cannot be written`, error, 'Name a folder that is not there yet.');
  }
  say(io.out, `wrote ${counted(files.length, 'page')} to ${output}/index.html`);
  return exitCodes.passed;
}

/** @throws RunbookError for a folder with files that no build of ours wrote. */
function refuseForeign(target: string, output: string): void {
  if (!existsSync(target) || existsSync(join(target, listName))) return;
  if (readdirSync(target).length === 0) return;
  throw usageError(
    `\`${output}\` is there and holds something else`,
    'Name a folder that is not there yet, or one that was built before.',
  );
}

function replace(target: string, site: readonly SiteFile[]): void {
  const list = join(target, listName);
  const before = existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : [];
  for (const name of before)
    if (!/^\/|(?:^|\/)\.\.(?:\/|$)/.test(name)) rmSync(join(target, name), { force: true });
  for (const { path, content } of site) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  }
  writeFileSync(list, `${site.map(({ path }) => path).join('\n')}\n`);
}
