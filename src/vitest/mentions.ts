import { dirname, relative, sep } from 'node:path';

/**
 * Whether the text of a page names a file, or a folder that it is in, by the way from the page's folder: a manifest
 * that it applies, a script that it runs. A folder beside the page has to end in a slash, or any word would do.
 */
export function mentions(page: { readonly path: string; readonly text: string }, file: string): boolean {
  const way = relative(dirname(page.path), file).split(sep);
  const ways = way.map((_, index) => way.slice(0, index + 1).join('/'));
  const isNamed = (name: string, slash: '/' | '/?' | '') =>
    new RegExp(`(?<![\\w-])${escaped(name)}${slash}(?![\\w./-])`).test(page.text);
  return ways.some((name, index) => {
    if (index === way.length - 1) return isNamed(name, '');
    return isNamed(name, index === 0 ? '/' : '/?');
  });
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
