import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';

/**
 * One glob over the runbooks, in place, and the guide. `deferRender` keeps a failed runbook from becoming an empty
 * page and a page from being cached under its text alone.
 */
const loader = glob({
  base: '..',
  deferRender: true,
  pattern: ['runbooks/**/*.md', 'docs-site/src/content/docs/**/*.md'],
  generateId: ({ entry }) =>
    entry.replace(/^(runbooks|docs-site\/src\/content\/docs)\//, '').replace(/\.md$/, ''),
});

export const collections = { docs: defineCollection({ loader, schema: docsSchema() }) };
