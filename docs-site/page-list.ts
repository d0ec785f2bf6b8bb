import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { listPages } from './list-pages.ts';
import { referencePages } from './reference.ts';

type ListedPage = { readonly slug: string; readonly title: string; readonly description?: string };

const folders = [new URL('src/content/docs/', import.meta.url), new URL('../runbooks/', import.meta.url)];

/** Every page with its title and description, as its front matter has them. */
function pages(): readonly ListedPage[] {
  const files = folders
    .map((folder) => fileURLToPath(folder))
    .flatMap((cwd) =>
      globSync('**/*.md', {
        cwd,
        exclude: ['reference/**', '404.md', ...listPages.map(({ slug }) => `${slug}.md`)],
      })
        .toSorted()
        .map((name) => ({ slug: name.slice(0, -3), markdown: readFileSync(cwd + name, 'utf8') })),
    );
  return [...files, ...listPages, ...referencePages].map(({ slug, markdown }) => {
    const head = parse(/^---\n([\s\S]*?)\n---/.exec(markdown)?.[1] ?? '') ?? {};
    return {
      slug,
      title: head.title ?? slug,
      ...(head.description ? { description: head.description } : {}),
    };
  });
}

/** A list of the pages as Markdown files, for `llms.txt`. @param root Address of the site, with a slash at its end. */
export function pageLinks(root: string): string {
  const line = ({ slug, title, description }: ListedPage) =>
    `- [${title}](${root}${slug}.md)${description ? `: ${description}` : ''}`;
  return ['Pages, as Markdown:', '', ...pages().map(line)].join('\n');
}
