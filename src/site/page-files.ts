import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { badgesOf } from './badges.ts';
import { manifestFiles } from './manifest-files.ts';
import type { Page, RunbookData } from './page.ts';

/**
 * What pages offer beside themselves, by paths on a site as `asset` is given them: manifests, `labs/lab2/route.yaml`, and
 * badges, `labs/lab2/badge.svg`.
 */
export function pageFiles(
  pages: readonly Pick<RunbookData, 'slug' | 'runbook' | 'standings'>[],
): ReadonlyMap<string, string> {
  const manifests = pages.flatMap(({ slug, runbook }) =>
    manifestFiles(runbook).map(({ name, text }) => [`${slug}/${name}`, text] as const),
  );
  return new Map([...manifests, ...badgesOf(pages)]);
}

/** Puts the files of pages where readers download them. */
export function writePageFiles(pages: readonly Page[], folder: string): void {
  for (const [path, text] of pageFiles(pages)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
