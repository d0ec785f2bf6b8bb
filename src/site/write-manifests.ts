import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestFiles } from './manifest-files.ts';
import type { Page } from './page.ts';

/** The manifests of pages by their paths on a site, as `asset` is given them: `labs/lab2/route.yaml`. */
export function manifestsOf(pages: readonly Pick<Page, 'slug' | 'runbook'>[]): ReadonlyMap<string, string> {
  return new Map(
    pages.flatMap(({ slug, runbook }) =>
      manifestFiles(runbook).map(({ name, text }) => [`${slug}/${name}`, text] as const),
    ),
  );
}

/** Puts the manifests of pages where readers download them. */
export function writeManifests(pages: readonly Page[], folder: string): void {
  for (const [path, text] of manifestsOf(pages)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
