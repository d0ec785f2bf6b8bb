import { readFileSync } from 'node:fs';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

// The process that `check` is compared with: it reads a file with remark-parse and GFM, and does nothing else.
const processor = unified()
  .data({ micromarkExtensions: [gfm()], fromMarkdownExtensions: [gfmFromMarkdown()] })
  .use(remarkParse);
process.exitCode = processor.parse(readFileSync(process.argv[2] ?? '', 'utf8')).children.length > 0 ? 0 : 1;
