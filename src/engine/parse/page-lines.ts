import { type Lines, lineText } from './lines.ts';

/** What the lines of a page are before Markdown is read. Lines are numbered from 1. */
export type PageLines = {
  /** Lines of fences, however far they are indented, with the lines that open and close them. */
  readonly fenced: ReadonlySet<number>;
  /** Lines that are tags of components alone, or comments of MDX: no Markdown. */
  readonly tags: ReadonlySet<number>;
};

/** Whether a page is MDX by its name. */
export function isMdx({ file }: Pick<Lines, 'file'>): boolean {
  return file.endsWith('.mdx');
}

const attributes = String.raw`(?:\s(?:[^<>"'{]|"[^"]{0,300}"|'[^']{0,300}'|\{[^<>}]{0,300}\}){0,300})?`;
const componentLine = new RegExp(String.raw`^\s*(?:</?[A-Z][\w.]*${attributes}/?>\s*)+$`);
const anyTagLine = new RegExp(String.raw`^\s*(?:</?[A-Za-z][\w.]*${attributes}/?>\s*)+$`);

/** A tag that goes on in the next line. */
const tagBegins = /^\s*<[A-Z][\w.]*(?:\s[^<>]*)?$/;

/** How many lines a tag may take. */
const longestTag = 40;

type Open =
  | { readonly kind: 'fence'; readonly marks: string }
  | { readonly kind: 'tag'; readonly from: number }
  | { readonly kind: 'comment' };

/** Looks at each line of a page once. */
export function readPageLines(lines: Lines): PageLines {
  const page = { fenced: new Set<number>(), tags: new Set<number>() };
  const mdx = isMdx(lines);
  let open: Open | undefined;
  for (let line = 1; line <= lines.starts.length; line += 1) {
    const text = lineText(lines, line);
    if (open?.kind === 'tag' && line - open.from > longestTag) open = undefined;
    if (open) {
      (open.kind === 'fence' ? page.fenced : page.tags).add(line);
      if (isEnd(open, text)) open = undefined;
      continue;
    }
    const begun = begunBy(lines, line, mdx);
    if (begun) (begun.kind === 'fence' ? page.fenced : page.tags).add(line);
    if (begun && begun.kind !== 'line') open = begun;
  }
  return page;
}

/** What a line begins; `line` ends with it. */
function begunBy(lines: Lines, line: number, mdx: boolean): Open | { readonly kind: 'line' } | undefined {
  const text = lineText(lines, line);
  const [, marks] = /^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*(`{3,}(?=[^`]*$)|~{3,})/.exec(text) ?? [];
  if (marks !== undefined) return { kind: 'fence', marks };
  if (mdx && /^\s*\{\/\*/.test(text)) return { kind: text.includes('*/}') ? 'line' : 'comment' };
  if (!text.includes('<')) return undefined;
  if ((mdx ? anyTagLine : componentLine).test(text)) return { kind: 'line' };
  return tagBegins.test(text) && closesBelow(lines, line) ? { kind: 'tag', from: line } : undefined;
}

function isEnd(open: Open, text: string): boolean {
  switch (open.kind) {
    case 'fence': {
      const marks = text.replace(/^[\s>]*/, '').trimEnd();
      return marks.startsWith(open.marks) && /^(?:`+|~+)$/.test(marks);
    }
    case 'tag':
      return />\s*$/.test(text);
    case 'comment':
      return text.includes('*/}');
    default:
      return open satisfies never;
  }
}

function closesBelow(lines: Lines, line: number): boolean {
  for (let below = line + 1; below <= Math.min(lines.starts.length, line + longestTag); below += 1) {
    const text = lineText(lines, below);
    if (/^\s*(?:`{3}|~{3}|#)/.test(text) || text.trim() === '') return false;
    if (/>\s*$/.test(text)) return true;
  }
  return false;
}

/** The text with nothing but blanks in some of its lines: all other lines keep their places. */
export function withoutLines(lines: Lines, without: ReadonlySet<number>): string {
  if (without.size === 0) return lines.text;
  const { text, starts } = lines;
  return starts
    .map((start, index) => {
      const written = text.slice(index === 0 ? 0 : start, starts[index + 1] ?? text.length);
      return without.has(index + 1) ? written.replace(/[^\r\n\uFEFF]/g, ' ') : written;
    })
    .join('');
}
