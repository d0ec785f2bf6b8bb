import type { Root } from 'mdast';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** The languages that front matter may be in: between lines of `---`, and of `+++`. */
const heads: ('yaml' | 'toml')[] = ['yaml', 'toml'];

/** What remark-frontmatter and remark-gfm set up, without what they bring for writing Markdown. */
const processor = unified()
  .data({
    micromarkExtensions: [frontmatter(heads), gfm()],
    fromMarkdownExtensions: [frontmatterFromMarkdown(heads), gfmFromMarkdown()],
  })
  .use(remarkParse)
  .freeze();

/** Constructs inside a line, by the names that micromark and its extension for GFM give them. */
const inline = [
  'attention',
  'autolink',
  'characterEscape',
  'characterReference',
  'codeText',
  'emailAutolink',
  'gfmFootnoteCall',
  'gfmPotentialFootnoteCall',
  'hardBreakEscape',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
  'protocolAutolink',
  'strikethrough',
  'tasklistCheck',
  'wwwAutolink',
];

const blockProcessor = processorWithout(inline);
const mdxProcessor = processorWithout([...inline, 'codeIndented', 'htmlFlow']);

function processorWithout(constructs: readonly string[]) {
  return unified()
    .data({
      micromarkExtensions: [frontmatter(heads), gfm(), { disable: { null: [...constructs] } }],
      // What looks for addresses in finished text is left out with the rest.
      fromMarkdownExtensions: [
        frontmatterFromMarkdown(heads),
        gfmFromMarkdown().map(({ transforms: _, ...extension }) => extension),
      ],
    })
    .use(remarkParse)
    .freeze();
}

/**
 * GitHub's Markdown with front matter as a tree: the one reading of a document, for those who show or rewrite prose.
 * @throws RangeError when quotes are nested by the thousand, or lists by the hundred.
 */
export function readTree(text: string): Root {
  refuseDepth(text);
  return processor.parse(text);
}

/**
 * The same blocks at the same places, with the text in them as it is written: no emphasis, links or code in lines.
 * That is all that running a document takes; it is twice as fast, and some lines of text take the whole reading
 * quadratic time.
 * @throws RangeError as `readTree` does.
 */
export function readBlocks(text: string): Root {
  refuseDepth(text);
  return blockProcessor.parse(text);
}

/** The same of MDX, in which no code is indented and no line is HTML. @see https://mdxjs.com/docs/what-is-mdx/#markdown */
export function readMdxBlocks(text: string): Root {
  refuseDepth(text);
  return mdxProcessor.parse(text);
}

/** A line that opens a thousand quotes or lists. */
const tooDeep = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){1000}/m;

/** How many containers exhaust the parser's stack depends on the machine; this many are refused on every one. */
function refuseDepth(text: string): void {
  if (tooDeep.test(text)) throw new RangeError('quotes or lists are nested by the thousand');
  if (listDepth(text) > deepestList) throw new RangeError('lists are nested too deeply');
}

/** What a list in lists takes grows with the square of its depth: 600 levels are 25 seconds. */
const deepestList = 100;

/** How many items stand in one another at most, by the indentation of their marks. */
function listDepth(text: string): number {
  let deepest = 0;
  let open: readonly number[] = [];
  for (const [, blanks = ''] of text.matchAll(/^([ \t]*)(?:[-+*]|\d{1,9}[.)])[ \t]/gm)) {
    open = [...open.filter((indent) => indent < blanks.length), blanks.length];
    deepest = Math.max(deepest, open.length);
  }
  return deepest;
}
