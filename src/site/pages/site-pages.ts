import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import type { Root } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { assetPath } from '../assets.ts';
import { slugOf } from '../links.ts';
import { pageFiles } from '../page-files.ts';
import { walk } from '../walk.ts';
import type { Translations } from '../wording.ts';
import { escaped, htmlDocument } from './document.ts';
import { type RenderedPage, renderPage } from './render-page.ts';
import { toPageHtml } from './to-html.ts';

/** What a site is made of. */
type SiteOptions = {
  /** Absolute folder of the pages. */
  readonly root: string;
  /** Absolute paths of the pages, in the order of the site. */
  readonly paths: readonly string[];
  readonly title: string;
  readonly lang: string;
  /** What readers see in other words than English ones. */
  readonly strings?: Translations;
};

/** A file of a site: its path in it, and what it holds. */
export type SiteFile = { readonly path: string; readonly content: string | Buffer };

type SitePage = RenderedPage & { readonly slug: string; readonly title: string };

/**
 * All files of a plain site: a page for each Markdown file, a list of them, style sheets, the script, manifests, badges, and the
 * local files that pages show or link to. Everything is linked by relative paths, so it works below any address.
 * @throws VFileMessage at the first page that can't be shown.
 */
export function sitePages(options: SiteOptions): readonly SiteFile[] {
  const slugs = new Set(options.paths.map((path) => slugOf(options.root, path)));
  const pages = options.paths.map((path) => sitePage(path, slugs, options));
  const shown = pages.map((page, at) => pageFile(page, pages[at - 1], pages[at + 1], options));
  const files = new Map(shown.map((file) => [file.path, file]));
  if (!files.has('index.html')) files.set('index.html', indexFile(pages, options));
  const runbooks = pages.flatMap(({ runbook }) => runbook ?? []);
  const beside = [...pageFiles(runbooks)].map(([path, content]) => ({ path, content }));
  return [...files.values(), ...beside, ...linkedFiles(pages, options.root), ...assets()];
}

function sitePage(path: string, slugs: ReadonlySet<string>, { root, lang, strings }: SiteOptions): SitePage {
  const slug = slugOf(root, path);
  const page = renderPage(path, {
    root,
    page: (to) => between(slug, slugs.has(to) ? fileOf(to) : `${to}.md`),
    asset: (to) => between(slug, to),
    alerts: 'directives',
    // Whoever builds it has been told.
    drift: 'warn',
    // Days and counts in the language of the words around them.
    ...(strings ? { strings, lang } : {}),
  });
  return { ...page, slug, title: page.runbook?.runbook.title ?? headingOf(page.tree) ?? slug };
}

function headingOf({ children }: Root): string | undefined {
  const heading = children.find(({ type }) => type === 'heading');
  return heading && plainText(heading);
}

/** `labs/lab2` is `labs/lab2.html`; a README is what its folder shows. */
function fileOf(slug: string): string {
  return `${slug.replace(/(^|\/)(?:readme|index)$/i, '$1index')}.html`;
}

/** A path from a page to something else of the site. */
function between(slug: string, to: string): string {
  return posix.relative(posix.dirname(slug), to);
}

function pageFile(
  page: SitePage,
  before: SitePage | undefined,
  after: SitePage | undefined,
  { title, lang }: SiteOptions,
): SiteFile {
  const path = fileOf(page.slug);
  const home = between(page.slug, 'index.html');
  const toPage = (to: SitePage, words: string) =>
    `<a href="${escaped(between(page.slug, fileOf(to.slug)))}">${words}</a>`;
  const links = [
    before ? toPage(before, `← ${escaped(before.title)}`) : '<span></span>',
    after ? toPage(after, `${escaped(after.title)} →`) : '',
  ];
  const description = page.runbook?.runbook.meta.description;
  const content = htmlDocument({
    title: page.title === title ? title : `${page.title} · ${title}`,
    ...(description === undefined ? {} : { description }),
    lang,
    content: toPageHtml(page),
    above: `<header class="rb-bar"><a href="${home}">${escaped(title)}</a></header>\n`,
    below: `<nav class="rb-pages">${links.join('')}</nav>\n`,
    assets: between(page.slug, 'assets'),
  });
  return { path, content };
}

/** Where no page is the first: all of them, each with what it is for and how its last run went. */
function indexFile(pages: readonly SitePage[], { title, lang }: SiteOptions): SiteFile {
  const items = pages.map((page) => {
    const about = page.runbook?.runbook.meta.description;
    const words = lastRun(page.tree);
    const lines = [about, words].filter((line) => line !== undefined && line !== '');
    const said = lines.map((line) => `<p>${escaped(line ?? '')}</p>`).join('');
    return `<li><a href="${escaped(fileOf(page.slug))}">${escaped(page.title)}</a>${said}</li>`;
  });
  const content = `<h1>${escaped(title)}</h1>\n<ul class="rb-list">\n${items.join('\n')}\n</ul>`;
  return { path: 'index.html', content: htmlDocument({ title, lang, content, assets: 'assets' }) };
}

/** What the page itself says of its last run. */
function lastRun(tree: Root): string {
  let words = '';
  walk(tree, (node) => {
    const { className = '' } = node.data?.hProperties ?? {};
    if (String(className).split(' ').includes('rb-verified')) words = plainText(node);
    return undefined;
  });
  return words;
}

/** Pictures and files of the folder that pages link to, at the same place. */
function linkedFiles(pages: readonly SitePage[], root: string): readonly SiteFile[] {
  const found = new Map<string, SiteFile>();
  for (const { tree, path } of pages)
    walk(tree, (node) => {
      const url = node.type === 'image' || node.type === 'link' || node.type === 'definition' ? node.url : '';
      const [local = ''] = url.split(/[?#]/);
      if (local === '' || /^[a-z][a-z0-9+.-]*:|^\/|\.html$/i.test(local)) return undefined;
      const file = resolve(dirname(path), decodeURI(local));
      const inside = relative(root, file);
      if (inside.startsWith('..') || /\.mdx?$/i.test(file) || !isFile(file)) return undefined;
      found.set(inside, { path: inside, content: readFileSync(file) });
      return undefined;
    });
  return [...found.values()];
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

function assets(): readonly SiteFile[] {
  const folder = dirname(assetPath('start.js'));
  return readdirSync(folder)
    .filter((name) => !name.startsWith('docusaurus.'))
    .map((name) => ({ path: `assets/${basename(name)}`, content: readFileSync(join(folder, name)) }));
}
