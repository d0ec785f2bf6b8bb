import { globSync, readFileSync, statSync } from 'node:fs';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

// The process that `check` is compared with: it reads a file, or all pages of a folder, with remark-parse
// and GFM, and does nothing else.
const processor = unified()
  .data({ micromarkExtensions: [gfm()], fromMarkdownExtensions: [gfmFromMarkdown()] })
  .use(remarkParse);
const [, , path = ''] = process.argv;
const files = statSync(path).isDirectory() ? globSync(`${path}/**/*.md`) : [path];
const read = files.map((file) => processor.parse(readFileSync(file, 'utf8')).children.length);
process.exitCode = read.some((blocks) => blocks > 0) ? 0 : 1;
