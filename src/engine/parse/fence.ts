import type { Code } from 'mdast';
import { nearest } from '../diagnostics/nearest.ts';
import type { Span } from '../model/source.ts';
import { type BlockText, blockText } from './block-text.ts';
import { type InfoString, type InfoWord, parseInfoString } from './info-string.ts';
import { type Lines, lineText, pointAt } from './lines.ts';
import type { FenceKind } from './option-table.ts';
import type { Report } from './report.ts';

/**
 * A fence that means something to us, before its body is read. `span` is the whole of it, `opening` its first line.
 */
export type Fence = {
  readonly kind: FenceKind;
  readonly info: InfoString;
  readonly block: BlockText;
  readonly span: Span;
  readonly opening: Span;
  readonly spanOfWord: (word: InfoWord) => Span;
};

const shells: ReadonlySet<string> = new Set(['bash', 'sh', 'shell']);

/** Reads the opening and closing lines of a code node. Inert fences and indented code give undefined. */
export function readFence(lines: Lines, code: Code, report: Report): Fence | undefined {
  const { position } = code;
  if (!position) return undefined;
  const start = pointAt(lines, position.start.line, position.start.column);
  const first = lineText(lines, start.line);
  const [marks = '', mark = ''] = /^(`{3,}|~{3,})[ \t]*/.exec(first.slice(start.column - 1)) ?? [];
  if (marks === '') return undefined;
  const at = start.column - 1 + marks.length;
  const info = parseInfoString(first.slice(at).trimEnd(), at);
  const lineSpan = (from: number, to: number): Span => ({
    file: lines.file,
    start: pointAt(lines, start.line, from + 1),
    end: pointAt(lines, start.line, to + 1),
  });
  const opening = lineSpan(start.column - 1, first.trimEnd().length);
  if (!isClosed(lines, code, mark)) reportUnclosed(opening, mark, report);
  const kind = kindOf(info, { span: opening, at, lineSpan, report });
  if (!kind) return undefined;
  const span = { file: lines.file, start, end: pointAt(lines, position.end.line, position.end.column) };
  const block = blockText(lines, code.value, start.line + 1);
  return { kind, info, block, span, opening, spanOfWord: ({ from, to }) => lineSpan(from, to) };
}

function isClosed(lines: Lines, { position }: Code, mark: string): boolean {
  if (!position || position.end.line === position.start.line) return false;
  const closing = /^[\s>]*(`{3,}|~{3,})[ \t]*$/.exec(lineText(lines, position.end.line))?.[1] ?? '';
  return closing.startsWith(mark);
}

function reportUnclosed(span: Span, mark: string, report: Report): void {
  const message = 'This code fence is never closed.';
  report({
    code: 'parse/unclosed-fence',
    severity: 'error',
    message,
    span,
    hint: `Put ${mark} on a line of its own below it.`,
  });
}

type Place = {
  readonly span: Span;
  readonly at: number;
  readonly lineSpan: (from: number, to: number) => Span;
  readonly report: Report;
};

function kindOf(info: InfoString, place: Place): FenceKind | undefined {
  const language = info.language.toLowerCase();
  if (shells.has(language)) return 'shell';
  const flags = info.words.filter((word) => word.form === 'plain');
  if (isOutput(language, flags)) return 'output';
  reportNearOutput(language, flags, place);
  if (language !== 'yaml' && language !== 'yml') return undefined;
  const verbs = flags.filter(({ key }) => key === 'apply' || key === 'assert');
  const [verb, other] = verbs;
  if (other && other.key !== verb?.key) return reportBothVerbs(other, place);
  if (verb) return verb.key === 'apply' ? 'manifest' : 'assert';
  reportNearApply(flags, place);
  return undefined;
}

/** `output`, and `json output`. */
function isOutput(language: string, flags: readonly InfoWord[]): boolean {
  return language === 'output' || (language === 'json' && flags.some(({ key }) => key === 'output'));
}

/** A misspelt `output` is a check that nobody makes. */
function reportNearOutput(language: string, flags: readonly InfoWord[], place: Place): void {
  const { span, lineSpan, report } = place;
  const near = (word: string) => nearest(word, ['output']) !== undefined;
  const complain = (message: string, hint: string, where: Span) =>
    report({ code: 'parse/lookalike-expectation', severity: 'error', message, span: where, hint });
  const misspelt = language === 'json' ? flags.find(({ key }) => near(key)) : undefined;
  const output = flags.find(({ key }) => key === 'output');
  if (near(language)) {
    complain(`\`${language}\` looks like \`output\`, but the block is only shown.`, 'Write `output`.', span);
  } else if (misspelt) {
    const message = `\`${misspelt.key}\` looks like \`output\`, but the block is only shown.`;
    complain(message, 'Write `json output`.', lineSpan(misspelt.from, misspelt.to));
  } else if (output) {
    const message = `\`${language} output\` looks like expected output, but the block is only shown.`;
    const hint = 'Write `output`, or `json output` to compare JSON; to only show it leave `output` out.';
    complain(message, hint, lineSpan(output.from, output.to));
  }
}

function reportBothVerbs({ from, to }: InfoWord, { lineSpan, report }: Place): undefined {
  report({
    code: 'parse/conflicting-options',
    severity: 'error',
    message: '`apply` changes the cluster and `assert` only looks at it: a block does one of them.',
    span: lineSpan(from, to),
    hint: 'Keep one of them, and write a second block for the other.',
  });
}

/** Options that only blocks for a cluster read, with the words that make a block one. */
const verbsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['absent', ['assert']],
  ['cluster', ['apply', 'assert']],
  ['delete', ['apply']],
  ['namespace', ['apply', 'assert']],
  ['within', ['apply', 'assert']],
]);

/** A YAML block that misses `apply` by a letter, or has options that only such blocks read, is meant to run. */
function reportNearApply(flags: readonly InfoWord[], { lineSpan, report }: Place): void {
  for (const { key, value, from, to } of flags) {
    const verbs = isMeant(key, value) ? verbsOf.get(key) : undefined;
    const near = verbs || value !== undefined ? undefined : nearest(key, ['apply', 'assert']);
    const problem = verbs ? withoutVerb(key, verbs) : near ? misspelt(key, near) : undefined;
    if (problem) report({ ...problem, severity: 'error', span: lineSpan(from, to) });
  }
}

/** `cluster` alone may be anybody's word. */
function isMeant(key: string, value: string | undefined): boolean {
  return value !== undefined || key === 'delete' || key === 'absent';
}

function withoutVerb(key: string, verbs: readonly string[]) {
  const words = verbs.map((verb) => `\`${verb}\``).join(' or ');
  const message = `\`${key}\` does nothing without ${words}: the block is only shown.`;
  const hint = `Write ${verbs.map((verb) => `\`yaml ${verb} …\``).join(' or ')}.`;
  return { code: 'parse/missing-option', message, hint } as const;
}

function misspelt(key: string, near: string) {
  const message = `Unknown option \`${key}\`.`;
  return { code: 'parse/unknown-option', message, hint: `Did you mean \`${near}\`?` } as const;
}
