import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { filesBelow, filesBeside } from '../files-beside.ts';
import { resolveBeside } from '../load.ts';
import type { RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { blocksOf } from '../model/statements.ts';
import { workloadsFile } from '../model/target.ts';
import { blockLines } from './block-lines.ts';
import { digestOf, digestOfFile } from './digest.ts';
import { headLines } from './head-lines.ts';

/** What a record holds of the page's text, of files that its commands name, and of the pages that it requires. */
export type Evidence = Pick<RunRecord, 'prose' | 'files' | 'required'>;

/**
 * `since`: what is newer was written by the run itself. `isSecret`: whether a text has what no digest may be of.
 * `simulated`: images were what files beside the pages say.
 */
type Taking = {
  readonly since: Date;
  readonly isSecret?: (text: string) => boolean;
  readonly simulated?: boolean;
};

/** The digests of a page and of what lies beside it. */
export function evidenceOf(runbook: Runbook, taking: Taking): Evidence {
  const required = requiredBy(runbook);
  const own = [...new Map(required), [runbook.source.path, runbook] as const].map(([, page]) => page);
  const files = filesOf(runbook, own, taking);
  const pages = runbook.meta.requires.flatMap((name) => {
    const digest = requiredDigest(name, runbook);
    return digest === undefined ? [] : [[name, digest] as const];
  });
  return {
    prose: proseDigest(runbook),
    ...(files.length === 0 ? {} : { files: Object.fromEntries(files) }),
    ...(pages.length === 0 ? {} : { required: Object.fromEntries(pages) }),
  };
}

/** The digest of a page's front matter, prose, headings and blocks that don't run; how directives are spelled is no matter. */
export function proseDigest(runbook: Runbook): string {
  const { source } = runbook;
  const spans = blocksOf(runbook).flatMap(({ span, segments }) => [
    span,
    ...segments.flatMap(({ expectations }) => expectations.map((expectation) => expectation.span)),
  ]);
  const own = spans.filter(({ file }) => file === source.file);
  const runs = new Set(own.flatMap(({ start, end }) => range(start.line, end.line)));
  const lines = source.text.split(/\r\n|\r|\n/).filter((_, at) => !runs.has(at + 1));
  return digestOf(lines.map((line) => line.trimEnd()).join('\n'));
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** The digest of what a required page runs and checks; undefined when it isn't there. */
export function requiredDigest(name: string, from: Runbook): string | undefined {
  const page = resolveBeside(name, from).runbook;
  if (page === undefined) return undefined;
  const lines = blocksOf(page).map((block) => blockLines(block).map(({ text }) => text));
  const required = page.meta.requires.map((each) => requiredDigest(each, page) ?? '');
  return digestOf(JSON.stringify([headLines(page.meta), lines, required]));
}

/** Pages that a page requires, and those that these do, by their paths. */
function requiredBy(runbook: Runbook): readonly (readonly [path: string, page: Runbook])[] {
  return runbook.meta.requires.flatMap((name) => {
    const page = resolveBeside(name, runbook).runbook;
    return page === undefined ? [] : [...requiredBy(page), [page.source.path, page] as const];
  });
}

const workloadsBeside = ({ source }: Runbook): readonly string[] =>
  filesBelow(join(dirname(source.path), workloadsFile));

type File = readonly [name: string, digest: string];

function filesOf({ source }: Runbook, pages: readonly Runbook[], taking: Taking): readonly File[] {
  const { since, isSecret = () => false, simulated = false } = taking;
  const ours = new Set(pages.map((page) => page.source.path));
  const found = pages.flatMap(filesBeside).filter(({ name }) => /[./]/.test(name));
  const described = simulated ? pages.flatMap(workloadsBeside) : [];
  const paths = [...new Set([...found.map(({ path }) => path), ...described])].filter(
    (path) => !ours.has(path) && !path.endsWith('.record.json') && statSync(path).mtime < since,
  );
  const nameOf = (path: string): string => relative(dirname(source.path), path).split(sep).join('/');
  // A file more in a folder that a command names is applied with the others.
  const folders = [...new Set(found.flatMap(({ folder }) => folder ?? []))];
  const listings = folders.map((folder): File => [`${nameOf(folder)}/`, digestOfFolder(folder)]);
  const contents = paths.flatMap((path): readonly File[] => {
    const content = readFileSync(path);
    // Of a short secret a digest tells enough to be found by trying.
    return isSecret(content.toString()) ? [] : [[nameOf(path), digestOfFile(content)]];
  });
  return [...listings, ...contents].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** The digest of the names of all files in and below a folder; records are none of them. */
export function digestOfFolder(folder: string): string {
  const names = filesBelow(folder).map((path) => relative(folder, path).split(sep).join('/'));
  return digestOf(JSON.stringify(names.filter((name) => !name.endsWith('.record.json')).toSorted()));
}
