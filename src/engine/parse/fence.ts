import type { Code } from 'mdast';
import type { Span } from '../model/source.ts';
import { type BlockText, blockText } from './block-text.ts';
import { isOurShell } from './command-languages.ts';
import { isContained } from './container-fences.ts';
import { type InfoString, type InfoWord, parseInfoString } from './info-string.ts';
import { type Lines, lineText, pointAt } from './lines.ts';
import type { FenceKind } from './option-table.ts';
import type { Report } from './report.ts';

/**
 * A code block of the page, whatever it is for. `span` is the whole of it, `opening` its first line; indented code isn't
 * `fenced` and has no info string. `language` is in small letters.
 */
export type CodeBlock = {
  readonly fenced: boolean;
  readonly language: string;
  readonly info: InfoString;
  readonly block: BlockText;
  readonly span: Span;
  readonly opening: Span;
  /** It stands where Markdown reads no fence, in a container of another tool. */
  readonly contained: boolean;
  readonly spanOfWord: (word: Pick<InfoWord, 'from' | 'to'>) => Span;
};

/** A fence that means something to us, before its body is read. */
export type Fence = CodeBlock & { readonly kind: FenceKind };

/** Reads a fence that means something to us. Inert fences and indented code give undefined. */
export function readFence(lines: Lines, code: Code, report: Report): Fence | undefined {
  const read = readCode(lines, code, report);
  return read && asFence(read);
}

/** The code block as a fence that means something to us; undefined when it is inert. */
export function asFence(code: CodeBlock): Fence | undefined {
  const kind = code.fenced ? kindOf(code) : undefined;
  return kind && { ...code, kind };
}

/** Reads the opening and closing lines of a code node. */
export function readCode(lines: Lines, code: Code, report: Report): CodeBlock | undefined {
  const { position } = code;
  if (!position) return undefined;
  const start = pointAt(lines, position.start.line, position.start.column);
  const first = lineText(lines, start.line);
  const [marks = '', mark = ''] = /^(`{3,}|~{3,})[ \t]*/.exec(first.slice(start.column - 1)) ?? [];
  const fenced = marks !== '';
  const at = start.column - 1 + marks.length;
  const info = parseInfoString(fenced ? first.slice(at).trimEnd() : '', at);
  const lineSpan = (from: number, to: number): Span => ({
    file: lines.file,
    start: pointAt(lines, start.line, from + 1),
    end: pointAt(lines, start.line, to + 1),
  });
  const opening = lineSpan(start.column - 1, first.trimEnd().length);
  if (fenced && !isClosed(lines, code, mark)) reportUnclosed(opening, mark, report);
  return {
    fenced,
    language: info.language.toLowerCase(),
    info,
    block: blockText(lines, code.value, start.line + (fenced ? 1 : 0)),
    span: { file: lines.file, start, end: pointAt(lines, position.end.line, position.end.column) },
    opening,
    contained: isContained(code),
    spanOfWord: ({ from, to }) => lineSpan(from, to),
  };
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

function kindOf({ language, info, block }: CodeBlock): FenceKind | undefined {
  const flags = plainWords(info);
  if (isOutput(language, flags)) return 'output';
  const verb = verbOf(language, flags);
  if (verb !== undefined) return verb;
  const names = flags.some(({ key, value }) => key === 'file' && value !== undefined);
  if (names && block.text.trim() !== '') return 'file';
  if (flags.some(({ key, value }) => key === 'exec' && value !== undefined)) return 'program';
  return isOurShell(language) ? 'shell' : undefined;
}

/** What becomes of a YAML block on a cluster. */
function verbOf(language: string, flags: readonly InfoWord[]): 'manifest' | 'assert' | undefined {
  if (!isYaml(language)) return undefined;
  const verbs = new Set(flags.map(({ key }) => key).filter((key) => key === 'apply' || key === 'assert'));
  if (verbs.size !== 1) return undefined;
  return verbs.has('apply') ? 'manifest' : 'assert';
}

/** `output`, and `json output`. */
function isOutput(language: string, flags: readonly InfoWord[]): boolean {
  return language === 'output' || (language === 'json' && flags.some(({ key }) => key === 'output'));
}

/** Whether a language, in small letters, is YAML. */
export function isYaml(language: string): boolean {
  return language === 'yaml' || language === 'yml';
}

/** The options of an info string that aren't for the renderer of the page alone. */
export function plainWords({ words }: InfoString): readonly InfoWord[] {
  return words.filter(({ form }) => form === 'plain');
}
