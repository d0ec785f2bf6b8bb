import type { DoubleQuotedChild, ParameterExpansionPart, ParsedScript, Word, WordPart } from 'unbash';
import { inWords, NotSimulated, type Scope, subshell } from './scope.ts';

/** Runs a script and gives its exit code; handed in, since expansions and scripts hold each other. */
export type Runner = (script: ParsedScript, scope: Scope) => Promise<number>;

type Piece = { readonly text: string; readonly quoted: boolean };

/** Words after expansion; an unquoted one may fall into several, or vanish. */
export async function expandWords(words: readonly Word[], scope: Scope, run: Runner): Promise<string[]> {
  const expanded: string[] = [];
  for (const word of words) expanded.push(...split(await piecesOf(word, scope, run)));
  return expanded;
}

/** One word as it is in an assignment or as a redirection's target: never split. */
export async function expandWord(word: Word, scope: Scope, run: Runner): Promise<string> {
  return (await piecesOf(word, scope, run)).map(({ text }) => text).join('');
}

async function piecesOf(word: Word, scope: Scope, run: Runner): Promise<readonly Piece[]> {
  if (!word.parts) return [{ text: word.value, quoted: true }];
  const pieces: Piece[] = [];
  for (const part of word.parts) pieces.push(await pieceOf(part, word, scope, run));
  return pieces;
}

async function pieceOf(part: WordPart, word: Word, scope: Scope, run: Runner): Promise<Piece> {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return { text: part.value, quoted: true };
    case 'DoubleQuoted': {
      let text = '';
      for (const child of part.parts) text += await childText(child, scope, run);
      return { text, quoted: true };
    }
    case 'Glob':
      /** No file of a container has a name like a URL: the pattern stays as it is. */
      if (word.text.includes('://')) return { text: part.text, quoted: true };
      throw new NotSimulated('pathname expansion');
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
      return { text: await childText(part, scope, run), quoted: false };
    default:
      throw new NotSimulated(`${inWords(part.type)} (${part.text})`);
  }
}

async function childText(part: DoubleQuotedChild, scope: Scope, run: Runner): Promise<string> {
  switch (part.type) {
    case 'Literal':
      return part.value;
    case 'SimpleExpansion':
      return variable(part.text.slice(1), scope) ?? '';
    case 'ParameterExpansion':
      return parameter(part, scope, run);
    case 'CommandExpansion':
      return part.script ? output(part.script, scope, run) : '';
    default:
      throw new NotSimulated(`${inWords(part.type)} (${part.text})`);
  }
}

function variable(name: string, { variables, arguments: given, status }: Scope): string | undefined {
  if (name === '?') return String(status);
  if (name === '#') return String(given.length - 1);
  if (name === '@' || name === '*') return given.slice(1).join(' ');
  if (name === '$') return '1';
  return /^\d+$/.test(name) ? given[Number(name)] : variables.get(name);
}

async function parameter(part: ParameterExpansionPart, scope: Scope, run: Runner): Promise<string> {
  const { operation, prefix, index } = part;
  const value = variable(part.parameter, scope);
  if (prefix === '#' && !operation) return String((value ?? '').length);
  if (prefix || index) throw new NotSimulated(`expansion ${part.text}`);
  if (!operation) return value ?? '';
  if (operation.type !== 'Default') throw new NotSimulated(`expansion ${part.text}`);
  const missing = operation.operator.startsWith(':') ? !value : value === undefined;
  switch (operation.operator) {
    case '-':
    case ':-':
      return missing ? expandWord(operation.operand, scope, run) : (value ?? '');
    case '+':
    case ':+':
      return missing ? '' : expandWord(operation.operand, scope, run);
    default:
      throw new NotSimulated(`expansion ${part.text}`);
  }
}

/** A command substitution: its output without the line ends at its end. */
async function output(script: ParsedScript, scope: Scope, run: Runner): Promise<string> {
  const chunks: Buffer[] = [];
  const stdout = (chunk: Buffer | string): boolean => {
    chunks.push(Buffer.from(chunk));
    return true;
  };
  scope.status = await run(script, { ...subshell(scope), io: { ...scope.io, stdout } });
  return Buffer.concat(chunks).toString().replace(/\n+$/, '');
}

/** Unquoted text falls apart at blanks; quoted text holds together, even when it is empty. */
function split(pieces: readonly Piece[]): string[] {
  const words: string[] = [];
  let current: string | undefined;
  for (const { text, quoted } of pieces) {
    if (quoted) {
      current = (current ?? '') + text;
      continue;
    }
    const [head = '', ...rest] = text.split(/[ \t\n]+/);
    if (head) current = (current ?? '') + head;
    for (const next of rest) {
      if (current !== undefined) words.push(current);
      current = next || undefined;
    }
  }
  return current === undefined ? words : [...words, current];
}
