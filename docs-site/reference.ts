import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { commandsPage } from '../src/site/reference/commands-page.ts';
import { diagnosticsPage } from '../src/site/reference/diagnostics-page.ts';
import { environmentPage } from '../src/site/reference/environment-page.ts';
import { expectationsPage } from '../src/site/reference/expectations-page.ts';
import { fencesPage } from '../src/site/reference/fences-page.ts';
import { formatsPage } from '../src/site/reference/formats-page.ts';
import { frontMatterPage } from '../src/site/reference/front-matter-page.ts';
import { glossaryPage } from '../src/site/reference/glossary-page.ts';
import type { ReferencePage } from '../src/site/reference/markdown.ts';
import { reportersPage } from '../src/site/reference/reporters-page.ts';
import { listPages } from './list-pages.ts';
import { sandboxPage } from './sandbox-page.ts';

const content = fileURLToPath(new URL('src/content/docs/', import.meta.url));
const folder = `${content}reference/`;

/** Pages made from the tables of the engine, as `reference/<name>`; in the order of the sidebar. */
export const referencePages: readonly ReferencePage[] = [
  expectationsPage(),
  fencesPage(),
  frontMatterPage(),
  commandsPage(),
  reportersPage(),
  formatsPage(),
  environmentPage(),
  sandboxPage(),
  diagnosticsPage(),
  glossaryPage(),
];

/**
 * Writes the reference pages, and the lists of the runbooks, where the others are, before the content is read: so search, links and the pages for
 * machines know them like any other. They aren't checked in.
 */
export function writeReference(): AstroIntegration {
  return { name: 'reference-pages', hooks: { 'astro:config:setup': writePages } };
}

function writePages(): void {
  mkdirSync(folder, { recursive: true });
  const names = new Map(
    referencePages.map(({ slug, markdown }) => [`${slug.replace(/^.*\//, '')}.md`, markdown]),
  );
  const there = readdirSync(folder);
  for (const name of there) if (!names.has(name)) rmSync(folder + name);
  for (const [name, markdown] of names) put(folder + name, markdown);
  for (const { slug, markdown } of listPages) put(`${content}${slug}.md`, markdown);
}

/** What hasn't changed stays as it is, so that nothing is built anew for it. */
function put(path: string, markdown: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === markdown) return;
  writeFileSync(path, markdown);
}
