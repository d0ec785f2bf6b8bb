import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unified } from '@astrojs/markdown-remark';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import linksValidator from 'starlight-links-validator';
import llmsTxt from 'starlight-llms-txt';
import { schema } from '../src/site/sanitize.ts';
import runbook from '../src/starlight.ts';
import { contentSecurityPolicy } from './csp.ts';
import { focusableCode, focusableTables } from './focusable.ts';
import { guideLinks } from './guide-links.ts';
import { keepMeta } from './keep-meta.ts';
import { listPages } from './list-pages.ts';
import { pageLinks } from './page-list.ts';
import { referencePages, writeReference } from './reference.ts';

const site = process.env.DOCS_SITE ?? 'https://runbook.example';
/** Begins with a slash; empty or `/` at the root of the host. */
const base = process.env.DOCS_BASE ?? '/runbook';
const root = base.replace(/\/$/, '');
/** Where the sources are, for links to edit them: `https://github.com/owner/name`. */
const repository = process.env.DOCS_REPOSITORY;
const page = (slug: string) => `${root}/${slug}/`;
const runbooks = fileURLToPath(new URL('../runbooks/', import.meta.url));
const searchOnUse = fileURLToPath(new URL('src/search-on-use.ts', import.meta.url));

/** Starlight can't list files outside its own folder, so the runbooks are read from disk: first and last as named. */
const pagesOf = (folder: string, first: string, last: string) =>
  globSync(`${folder}/*.md`, { cwd: runbooks })
    .map((name) => name.slice(0, -3))
    .sort((a, b) => placeOf(a, first, last) - placeOf(b, first, last) || a.localeCompare(b));
const placeOf = (slug: string, first: string, last: string) =>
  Number(slug.endsWith(last)) - Number(slug.endsWith(first));
const groups = listPages.map(({ slug, label, first, last }) => ({
  label,
  items: [slug, ...pagesOf(slug, first, last)],
}));

export default defineConfig({
  site,
  base: base || '/',
  trailingSlash: 'always',
  markdown: {
    processor: unified({
      smartypants: false,
      remarkPlugins: [[guideLinks, { page, base: root }]],
      // Diagrams are drawn behind the sanitiser, by what comes later: it lets no drawing of an author through.
      rehypePlugins: [keepMeta, rehypeRaw, [rehypeSanitize, schema], focusableTables],
    }),
  },
  vite: {
    resolve: { alias: [{ find: /^@pagefind\/default-ui$/, replacement: searchOnUse }] },
    // Bundled, so that it is Starlight's own version and not the one at the top of node_modules.
    environments: { prerender: { resolve: { noExternal: ['js-yaml'] } } },
  },
  integrations: [
    writeReference(),
    contentSecurityPolicy(),
    starlight({
      title: 'runbook',
      description: 'One Markdown file that is a page, a program and a test.',
      credits: false,
      ...(repository
        ? {
            editLink: { baseUrl: `${repository}/edit/main/docs-site/` },
            social: [{ icon: 'github', label: 'GitHub', href: repository }],
          }
        : {}),
      lastUpdated: false,
      markdown: { processedDirs: ['../runbooks'] },
      sidebar: [
        { label: 'Start', items: ['index', 'guide/start', 'tutorial/first-page'] },
        {
          label: 'How to',
          items: [
            'guide/write',
            'guide/pages-you-have',
            'guide/import',
            'guide/editors',
            'guide/terminal',
            'guide/clusters',
            'guide/sandbox',
            'guide/in-ci',
            'guide/keep-up',
            'guide/publish',
            'guide/export',
            'guide/programs',
            'guide/troubleshooting',
          ],
        },
        { label: 'Explanation', items: ['guide/how-it-works', 'guide/compare'] },
        ...groups,
        { label: 'Reference', items: referencePages.map(({ slug }) => slug) },
      ],
      routeMiddleware: './src/route-data.ts',
      customCss: ['./src/styles/runbook.css'],
      expressiveCode: {
        plugins: [focusableCode],
        themes: ['github-dark', 'github-light'],
        // Commands are read without scrolling; what hangs over is indented.
        defaultProps: { overridesByLang: { 'bash,yaml': { wrap: true, hangingIndent: 2 } } },
        frames: { removeCommentsWhenCopyingTerminalFrames: false },
        styleOverrides: {
          borderRadius: '0.4rem',
          borderColor: 'var(--rb-line)',
          frames: { shadowColor: 'transparent', editorActiveTabIndicatorTopColor: 'transparent' },
        },
      },
      plugins: [
        runbook({ root: runbooks, page }),
        linksValidator({ errorOnRelativeLinks: true, errorOnLocalLinks: false }),
        llmsTxt({
          projectName: 'runbook',
          rawContent: true,
          details: pageLinks(new URL(`${root}/`, site).href),
        }),
      ],
    }),
  ],
});
