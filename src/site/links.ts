import { dirname, relative, resolve, sep } from 'node:path';

/** `labs/lab2` for `<root>/labs/lab2.md`: where a runbook stands on the site. */
export const slugOf = (root: string, path: string): string =>
  relative(root, path)
    .replace(/\.(?:md|markdown)$/i, '')
    .split(sep)
    .join('/');

/**
 * The site's address of a link to another Markdown file, so that `lab1.md#x` works on GitHub and on the site.
 * Links that lead elsewhere come back as they are.
 * @param from Absolute path of the file that has the link.
 */
export function pageLink(
  url: string,
  from: string,
  { root, page }: { root: string; page(slug: string): string },
): string {
  const match = /^(?![a-z][a-z0-9+.-]*:|\/|#)([^?#]+\.md)(#.*)?$/i.exec(url);
  if (!match?.[1]) return url;
  return page(slugOf(root, resolve(dirname(from), decodeURI(match[1])))) + (match[2] ?? '');
}
