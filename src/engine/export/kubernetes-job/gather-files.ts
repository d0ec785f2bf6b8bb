import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { filesBelow, filesBeside } from '../../files-beside.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Span } from '../../model/source.ts';
import type { ExportRequest } from '../exporter.ts';

/** A file that goes along; `path` is relative to the folder that all of them are below, with slashes. */
export type ShippedFile = {
  readonly path: string;
  readonly content: Buffer;
  readonly executable: boolean;
};

type Shipment = {
  readonly files: readonly ShippedFile[];
  /** Paths of the runbooks that were asked for. */
  readonly asked: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
};

/** What one ConfigMap can hold, in bytes. @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
const mostBytes = 1024 * 1024;

/** Where a file was found, and what named it. */
type Found = { readonly path: string; readonly span?: Span };

/** The runbooks, what they require, and the files that their commands name, as they are now. */
export function gatherFiles({ plans, root, options }: ExportRequest): Shipment {
  const runbooks = plans.flatMap((plan) => plan.runbooks.map(({ runbook }) => runbook));
  const pages = runbooks.map(({ source }): Found => ({ path: source.path }));
  const included = (options.include ?? []).flatMap(filesBelow).map((path): Found => ({ path }));
  const homes = [root, commonFolder(pages.map(({ path }) => path))];
  const named = runbooks.flatMap(filesBeside);
  const ours = named.filter(({ path }) => homes.some((home) => isBelow(path, home)));
  const unique = [...new Map([...pages, ...included, ...ours].map((found) => [found.path, found])).values()];
  const outside = named.filter(
    (found) => !ours.includes(found) && !included.some(({ path }) => path === found.path),
  );
  const base = commonFolder(unique.map(({ path }) => path));
  const pathOf = (path: string): string => relative(base, path).split(sep).join('/');
  const texts = new Map(runbooks.map(({ source }) => [source.path, source.text]));
  const files = unique.map(({ path }) => read(path, pathOf(path), texts.get(path)));
  const asked = plans.flatMap((plan) => plan.runbooks.filter(({ reason }) => reason === 'asked'));
  return {
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    asked: asked.map(({ runbook }) => pathOf(runbook.source.path)),
    diagnostics: [
      ...outside.map(isElsewhere),
      ...unique.flatMap((found, index) => tooLarge(found, files[index])),
    ],
  };
}

function isElsewhere({ path, span }: Found): Diagnostic {
  const message = `The file \`${path}\` lies outside of the folder of the pages.`;
  const hint = 'Export in a folder above it, or name it with `--include`.';
  return {
    code: 'export/unsupported',
    severity: 'error',
    message,
    hint,
    ...(span === undefined ? {} : { span }),
  };
}

/** Links are followed: it counts where a file really is. */
function isBelow(path: string, folder: string): boolean {
  return realpathSync(path).startsWith(`${realpathSync(folder)}${sep}`);
}

function commonFolder(paths: readonly string[]): string {
  return paths.map(dirname).reduce((common, folder) => {
    let shared = common;
    while (folder !== shared && !folder.startsWith(shared.endsWith(sep) ? shared : `${shared}${sep}`))
      shared = dirname(shared);
    return shared;
  });
}

function read(path: string, shipped: string, text: string | undefined): ShippedFile {
  const content = text === undefined ? readFileSync(path) : Buffer.from(text);
  return { path: shipped, content, executable: (statSync(path).mode & 0o111) !== 0 };
}

function tooLarge({ span }: Found, file: ShippedFile | undefined): readonly Diagnostic[] {
  if (file === undefined || file.content.length <= mostBytes) return [];
  const message = `The file \`${file.path}\` has ${file.content.length} bytes; a ConfigMap holds ${mostBytes}.`;
  const hint = 'Put it into the image, and name it there by its absolute path.';
  return [
    { code: 'export/unsupported', severity: 'error', message, hint, ...(span === undefined ? {} : { span }) },
  ];
}
