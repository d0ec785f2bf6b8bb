import { readFileSync } from 'node:fs';
import { assetPath, styleSheets } from '../assets.ts';

const sheets = [...styleSheets, 'plain.css'];

/** What a page by itself has, in a file of its own. */
type PageDocument = {
  readonly title: string;
  readonly description?: string;
  /** BCP 47 tag of its language. */
  readonly lang: string;
  /** HTML of its content. */
  readonly content: string;
  /** HTML above and below it, such as links to other pages. */
  readonly above?: string;
  readonly below?: string;
  /** Where style sheets and the script are, as a path from the page; by default styles are in the page. */
  readonly assets?: string;
};

/** What a file has that was made by this: only such a file is written over. */
export const htmlMark = '<meta name="generator" content="runbook">';

/** A whole HTML page. */
export function htmlDocument(page: PageDocument): string {
  const { title, description, lang, content, above = '', below = '', assets } = page;
  const about =
    description === undefined ? '' : `<meta name="description" content="${escaped(description)}">\n`;
  return `<!doctype html>
<html lang="${escaped(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${htmlMark}
<title>${escaped(title)}</title>
${about}${head(assets)}
</head>
<body>
${above}<main class="rb-page" data-pagefind-body>
${content}
${below}</main>
</body>
</html>
`;
}

function head(assets: string | undefined): string {
  if (assets === undefined) return `<style>\n${sheets.map(textOf).join('\n')}</style>`;
  const links = sheets.map((name) => `<link rel="stylesheet" href="${assets}/${name}">`);
  return [...links, `<script type="module" src="${assets}/start.js"></script>`].join('\n');
}

const textOf = (name: string): string => readFileSync(assetPath(name), 'utf8');

/** Text as it is written in HTML, in attributes too. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
}
