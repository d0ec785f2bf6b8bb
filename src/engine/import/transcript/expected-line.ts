import { literalLine, literalPattern } from '../as-pattern.ts';
import { unescaped } from './escapes.ts';
import { globLine } from './glob.ts';

/**
 * A line of expected output in our words: its characters, a pattern for one line, any number of lines, or a regular expression for one
 * line. `loss` says what of its meaning is lost.
 */
export type ExpectedLine = (
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'pattern'; readonly text: string }
  | { readonly kind: 'gap' }
  | { readonly kind: 'regex'; readonly source: string }
) & {
  readonly loss?: string;
  /** More lines like it may follow. */
  readonly repeats?: true;
};

/** Reads a line of output as one kind of transcript means it; `command` is what printed it. */
export type ReadLine = (text: string, command?: string) => ExpectedLine;

/** The line means its characters. */
export const readLiteral: ReadLine = (text) => ({ kind: 'literal', text });

/** As people write pages: `...` alone leaves lines out, elsewhere part of a line. */
export const readElided: ReadLine = (text) => {
  if (/^\s*(?:\.{3}|…|\[\.{3}\]|\[…\])\s*$/.test(text)) return { kind: 'gap' };
  if (!/\.{3}|…/.test(text)) return readLiteral(text);
  return text.includes('${')
    ? { kind: 'gap', loss: 'it would be read as a variable' }
    : { kind: 'pattern', text };
};

/**
 * Lines of cram and prysk: `(re)`, `(glob)`, `(esc)`, `(no-eol)` behind a blank at the end. Both compare the characters
 * first, so that a command which has them itself prints just these.
 */
export const readCramLine: ReadLine = (text, command = '') => {
  const [, body = '', word] = /^(.*) \((re|glob|esc|no-eol)\)$/.exec(text) ?? [];
  return word === undefined || command.includes(text.trim()) ? readLiteral(text) : readKind(body, word);
};

const scrutKinds: Readonly<Record<string, string>> = {
  eq: 'equal',
  escaped: 'esc',
  gl: 'glob',
  regex: 're',
};

/** Lines of scrut: a kind and a quantifier in parentheses at the end, `(glob+)`; `(escaped)` may stand before a glob. */
export const readScrutLine: ReadLine = (text) => {
  const [, body = '', kind = '', quantifier = ''] =
    /^(.*) \((equal|eq|no-eol|escaped|esc|glob|gl|regex|re|)([?*+]?)\)$/.exec(text) ?? [];
  if (kind === '' && quantifier === '') return readLiteral(text);
  const line = readKind(body, scrutKinds[kind] ?? (kind || 'equal'));
  return quantifier === '' ? line : repeated(line, quantifier);
};

function readKind(body: string, kind: string): ExpectedLine {
  switch (kind) {
    case 're':
      if (/^\.[*+]$/.test(body)) return anyLine;
      return { kind: 'regex', source: wholeLine(asJavaScript(body)) };
    case 'glob': {
      const [, escaped] = /^(.*) \((?:escaped|esc)\)$/.exec(body) ?? [];
      if (escaped === undefined) return globLine(body);
      const plain = unescaped(escaped.replace(/\\(?=[*?\\])/g, '\\\\'));
      return plain === undefined ? unsayable : globLine(plain);
    }
    case 'esc': {
      const plain = unescaped(body);
      return plain === undefined ? unsayable : readLiteral(plain);
    }
    case 'no-eol':
      return { ...readLiteral(body), loss: 'that the output ends without a line end is not checked' };
    default:
      return readLiteral(body);
  }
}

/** A pattern of nothing but a gap means any number of lines. */
export const anyLine: ExpectedLine = {
  kind: 'gap',
  loss: 'that exactly one line stands here is not checked',
};

const unsayable: ExpectedLine = { kind: 'gap', loss: 'the line has characters that no check can name' };

/** Both tools match whole lines. */
function wholeLine(source: string): string {
  return `^(?:${source})$`;
}

/** What Python and Rust write otherwise than JavaScript: anchors of the whole text, names of groups. */
function asJavaScript(source: string): string {
  return source.replace(/\\[\s\S]|\(\?P(<\w+>)|\(\?P=(\w+)\)/g, (found, group, reference) => {
    if (group !== undefined) return `(?${group}`;
    if (reference !== undefined) return `\\k<${reference}>`;
    return found === '\\Z' || found === '\\z' ? '$' : found === '\\A' ? '^' : found;
  });
}

/** How many lines may be like this can't be said: more lines are left open. */
function repeated(line: ExpectedLine, quantifier: string): ExpectedLine {
  const any = line.kind === 'gap';
  if (any && quantifier === '*') return { kind: 'gap' };
  const loss = `how many lines may be like it (\`${quantifier}\`) is not checked`;
  return quantifier === '+' && !any ? { ...line, loss, repeats: true } : { kind: 'gap', loss };
}

/** A regular expression for the characters of a text. */
export function escapedRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The lines for an `output` fence; a regular expression has no place there. */
export function linesForFence(line: ExpectedLine): readonly string[] {
  const text = line.kind === 'literal' ? literalLine(line.text) : line.kind === 'pattern' ? line.text : '...';
  return line.repeats && text !== '...' ? [text, '...'] : [text];
}

/** The text for a directive, when the line is one that a directive can have. */
export function directiveText(line: ExpectedLine): string | undefined {
  if (line.repeats) return undefined;
  if (line.kind === 'literal') return literalPattern(line.text).trim();
  return line.kind === 'pattern' ? line.text.trim() : undefined;
}
