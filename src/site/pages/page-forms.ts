import { dirname, posix } from 'node:path';
import { slugOf } from '../links.ts';
import type { RemarkRunbookOptions } from '../page.ts';
import { htmlDocument, htmlMark } from './document.ts';
import { renderPage } from './render-page.ts';
import { toPageHtml } from './to-html.ts';
import { markdownMark, toPageMarkdown } from './to-markdown.ts';

/** A page as readers see it, in a form for whatever doesn't run remark. */
export type PageForm = {
  readonly extension: string;
  /** What a file has that was made by this: only such a file is written over. */
  readonly mark: string;
  write(path: string, options: PageOptions): string;
};

type PageOptions = Pick<RemarkRunbookOptions, 'root'> & {
  /** Leaves out the first heading, for sites that show the title of the front matter. */
  readonly dropHeading?: boolean;
};

/** By the name after `--to`. */
export const pageForms = {
  markdown: {
    extension: '.md',
    mark: markdownMark,
    write: (path, { root = dirname(path), dropHeading = false }) =>
      toPageMarkdown(renderPage(path, { root, drift: 'warn' }), { dropHeading }),
  },
  html: {
    extension: '.html',
    mark: htmlMark,
    write: (path, { root = dirname(path), dropHeading = false }) => {
      const folder = posix.dirname(slugOf(root, path));
      const page = renderPage(path, {
        root,
        alerts: 'directives',
        drift: 'warn',
        title: dropHeading ? 'remove' : 'keep',
        page: (slug) => posix.relative(folder, `${slug}.html`),
      });
      const title = page.runbook?.runbook.title ?? '';
      return htmlDocument({ title, lang: 'en', content: toPageHtml(page) });
    },
  },
} satisfies Readonly<Record<string, PageForm>>;
