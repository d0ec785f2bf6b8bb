import type {
  ArithmeticExpression,
  DoubleQuotedChild,
  ParameterExpansionPart,
  ParsedScript,
  Word,
  WordPart,
} from 'unbash';
import { evaluate } from './arithmetic.ts';
import { braceWords } from './braces.ts';
import { border, type Field, fieldsOf, type Part } from './fields.ts';
import { globFiles } from './glob-files.ts';
import { changedValue, isMany, valuesOf } from './parameters.ts';
import { isPattern, type Stretch } from './pattern.ts';
import { inWords, NotSimulated, type Scope, subshell, textOf } from './scope.ts';

/** Runs a script and gives its exit code; handed in, since expansions and scripts hold each other. */
export type Runner = (script: ParsedScript, scope: Scope) => Promise<number>;

/** Words after expansion; an unquoted one may fall into several, or vanish. */
export async function expandWords(words: readonly Word[], scope: Scope, run: Runner): Promise<string[]> {
  const expanded: string[] = [];
  for (const word of words) {
    for (const variant of braceWords(word, scope)) {
      const parts = await partsOf(variant, scope, run);
      for (const field of fieldsOf(parts, separators(scope))) expanded.push(...pathsOf(field, scope));
    }
  }
  return expanded;
}

const separators = ({ shell }: Scope): string => textOf(shell.variables.get('IFS')) ?? ' \t\n';

/** One word as it is in an assignment or as a redirection's target: never split. */
export async function expandWord(word: Word, scope: Scope, run: Runner): Promise<string> {
  return (await stretchesOf(word, scope, run)).map(({ text }) => text).join('');
}

/** A word as a pattern: what was quoted stands for itself. */
export async function stretchesOf(word: Word, scope: Scope, run: Runner): Promise<readonly Stretch[]> {
  const parts = await partsOf(word, scope, run);
  return parts.map((part) => (part === border ? { text: ' ', literal: true } : part));
}

/** Names of files that a word with patterns stands for; the word itself where there are none. */
function pathsOf(field: Field, { host, shell }: Scope): readonly string[] {
  const text = field.map((stretch) => stretch.text).join('');
  const tree = host.container?.tree;
  if (shell.options.has('f') || !isPattern(field) || text.includes('://') || !tree) return [text];
  const found = globFiles(field, tree, shell.cwd);
  return found.length ? found : [text];
}

async function partsOf(word: Word, scope: Scope, run: Runner): Promise<readonly Part[]> {
  if (!word.parts)
    return [{ text: tilde(word.value, word.text, scope), literal: true, quoted: /['"]/.test(word.text) }];
  const parts: Part[] = [];
  for (const [index, part] of word.parts.entries()) {
    const found = await partOf(part, scope, run);
    const [first] = found;
    if (index === 0 && part.type === 'Literal' && first && first !== border)
      parts.push({ ...first, text: tilde(first.text, part.text, scope) });
    else parts.push(...found);
  }
  return parts;
}

function tilde(value: string, text: string, { shell }: Scope): string {
  if (!/^~(\/|$)/.test(text)) return value;
  return `${textOf(shell.variables.get('HOME')) ?? '~'}${value.slice(1)}`;
}

async function partOf(part: WordPart, scope: Scope, run: Runner): Promise<readonly Part[]> {
  switch (part.type) {
    case 'Literal':
      return [{ text: part.value, literal: true }];
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [{ text: part.value, literal: true, quoted: true }];
    case 'DoubleQuoted':
    case 'LocaleString':
      return quotedParts(part.parts, scope, run);
    case 'Glob':
      return [{ text: part.text, literal: false }];
    case 'BraceExpansion':
      return [{ text: part.text, literal: true }];
    case 'SimpleExpansion':
    case 'ParameterExpansion': {
      const values = await valuesIn(part, scope, run);
      return joined(values.map((text) => ({ text, literal: false, split: true })));
    }
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
      return [{ text: await childText(part, scope, run), literal: false, split: true }];
    default:
      throw new NotSimulated(`${inWords(part.type)} (${part.text})`);
  }
}

function joined(pieces: readonly Exclude<Part, typeof border>[]): readonly Part[] {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [border, piece]));
}

/** `"$@"` and `"${list[@]}"` are as many words as there are values, and none where there are none. */
async function quotedParts(
  children: readonly DoubleQuotedChild[],
  scope: Scope,
  run: Runner,
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const child of children) {
    if ((child.type === 'SimpleExpansion' || child.type === 'ParameterExpansion') && isMany(child)) {
      const values = await valuesIn(child, scope, run);
      parts.push(...joined(values.map((text) => ({ text, literal: true, quoted: true }))));
      if (values.length === 0 && children.length === 1) return [];
    } else parts.push({ text: await childText(child, scope, run), literal: true, quoted: true });
  }
  return parts.length ? parts : [{ text: '', literal: true, quoted: true }];
}

async function childText(part: DoubleQuotedChild, scope: Scope, run: Runner): Promise<string> {
  switch (part.type) {
    case 'Literal':
      return part.value;
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      return (await valuesIn(part, scope, run)).join(separators(scope).charAt(0));
    case 'CommandExpansion':
      return part.script ? output(part.script, scope, run) : '';
    case 'ArithmeticExpansion':
      return part.expression ? String(await arithmetic(part.expression, scope, run)) : '0';
    default:
      return part satisfies never;
  }
}

type Expansion = DoubleQuotedChild & { readonly type: 'SimpleExpansion' | 'ParameterExpansion' };

async function valuesIn(part: Expansion, scope: Scope, run: Runner): Promise<readonly string[]> {
  const values = await valuesOf(part, scope, (word) => expandWord(word, scope, run));
  if (part.type === 'SimpleExpansion' || !part.operation) return values ?? [];
  return changedValue(part as ParameterExpansionPart, values, scope, {
    text: (word) => expandWord(word, scope, run),
    pattern: (word) => stretchesOf(word, scope, run),
  });
}

/** An arithmetic expression's value. */
export function arithmetic(node: ArithmeticExpression, scope: Scope, run: Runner): Promise<bigint> {
  return evaluate(node, scope, async (operand) => {
    if (operand.type === 'ArithmeticCommandExpansion')
      return operand.script ? output(operand.script, scope, run) : '';
    if (operand.type !== 'ArithmeticWord') return '';
    if (!operand.parts) return operand.value;
    let text = '';
    for (const part of operand.parts)
      for (const one of await partOf(part, scope, run)) text += one === border ? ' ' : one.text;
    return text;
  });
}

/** A here-document's text, with what it expands. */
export async function expandParts(parts: readonly WordPart[], scope: Scope, run: Runner): Promise<string> {
  let text = '';
  for (const part of parts) {
    const found = await partOf(part, scope, run);
    text += found.map((one) => (one === border ? ' ' : one.text)).join('');
  }
  return text;
}

/** A command substitution: its output without the line ends at its end. */
async function output(script: ParsedScript, scope: Scope, run: Runner): Promise<string> {
  const chunks: Buffer[] = [];
  const stdout = (chunk: Buffer | string): boolean => {
    chunks.push(Buffer.from(chunk));
    return true;
  };
  const inner = subshell(scope);
  scope.shell.status = await run(script, { ...inner, io: { ...scope.io, stdout } });
  return Buffer.concat(chunks).toString().replaceAll('\0', '').replace(/\n+$/, '');
}
