import type { DiagnosticCode } from '../model/codes.ts';
import { unseenIn } from './characters.ts';
import type { Directive } from './directive.ts';
import { pastingHazard } from './shell-lint.ts';
import { takenLiterally } from './taken-literally.ts';
import { isMetByAnyOutput } from './weak-check.ts';

/** A warning about a directive that is valid; offsets are in its text. */
type DirectiveWarning = {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
  readonly from: number;
  readonly to: number;
};

/** What is probably not meant the way it is written, and what checks nothing. */
export function directiveWarnings(directive: Directive): readonly DirectiveWarning[] {
  const weak = weakCheck(directive);
  if (weak) return [weak];
  const words = wordsAfterColon(directive) ?? withinAfterColon(directive);
  const warnings = [words, words ? undefined : literal(directive), unseen(directive), hazard(directive)];
  return warnings.filter((warning) => warning !== undefined);
}

/** `# expect: ...` is met by any output. */
function weakCheck(directive: Directive): DirectiveWarning | undefined {
  if (!isMetByAnyOutput(directive)) return undefined;
  const { source, negated } = directive;
  const plain = negated ? '# expect: no output' : '# expect not: no output';
  const message = `\`${source}\` says no more than \`${plain}\`: any output at all has it.`;
  const hint = negated ? `Write \`${plain}\`.` : `Say what must be printed, or write \`${plain}\`.`;
  return { code: 'parse/weak-expectation', message, hint, from: 0, to: source.length };
}

/** Kinds whose text is a pattern. */
const patternKinds: ReadonlySet<string> = new Set(['text', 'row', 'exact']);

function literal({ kind, text, source }: Directive): DirectiveWarning | undefined {
  const found = patternKinds.has(kind) ? takenLiterally(text) : undefined;
  if (!found) return undefined;
  const at = source.indexOf(text, source.indexOf(':') + 1);
  const part = text.slice(found.from, found.to);
  const message = `\`${part}\` is matched as these very characters.`;
  const { hint } = found;
  return { code: 'parse/taken-literally', message, hint, from: at + found.from, to: at + found.to };
}

/** Blanks match blanks of any sort; what nobody sees only matches itself. */
function unseen({ source }: Directive): DirectiveWarning | undefined {
  const found = unseenIn(source).find(({ character }) => !/\s/u.test(character) || character === '\ufeff');
  if (!found) return undefined;
  const message = `There is ${found.name} in this expectation, which the output must have too.`;
  const hint = 'Delete it, or type the line anew.';
  return { code: 'parse/invisible-character', message, hint, from: found.at, to: found.at + 1 };
}

function wordsAfterColon({ kind, text, source }: Directive): DirectiveWarning | undefined {
  if (kind !== 'text') return undefined;
  const match =
    /^(?:(exit|regex|json|row|exact|not|stdout|stderr)\s*:\s*\S.*)$/.exec(text) ??
    /^(?:(exit)\s+(?:\d{1,3}|nonzero|any)|(regex)\s+[\^(\\/].*|(json)\s+\..*|(row)\s+\S+\s+\S.*|(exact)\s+\S.*)$/.exec(
      text,
    );
  const word = match?.slice(1).find((group) => group !== undefined);
  if (!word) return undefined;
  const rest = text.slice(word.length).replace(/^\s*:/, '').trim();
  const hint = `Did you mean \`# expect ${word}: ${rest}\`? Quote the text to mean the characters.`;
  return behindColon(source, text, hint);
}

function withinAfterColon({ kind, text, source }: Directive): DirectiveWarning | undefined {
  const match = kind === 'text' || kind === 'row' ? /\s(within\s+\d+(?:ms|s|m|h))$/.exec(text) : null;
  if (!match) return undefined;
  const words = source.slice(0, source.indexOf(':'));
  const hint = `Move it: \`${words} ${match[1]}: ${text.slice(0, match.index)}\`.`;
  return behindColon(source, match[1] ?? '', hint);
}

function behindColon(source: string, part: string, hint: string): DirectiveWarning {
  const from = source.lastIndexOf(part);
  const message = `\`${part}\` behind the colon is matched as text.`;
  return { code: 'parse/words-after-colon', message, hint, from, to: from + part.length };
}

function hazard({ source }: Directive): DirectiveWarning | undefined {
  const range = pastingHazard(source);
  if (!range) return undefined;
  const character = source.slice(range.from, range.to);
  const shown = character === '`' ? 'A backtick' : `\`${character}\``;
  return {
    code: 'parse/pasting-hazard',
    message: `${shown} in this comment means something to zsh, which reads pasted comments as commands.`,
    hint: 'Put the text in double quotes, or replace the character by `...`.',
    ...range,
  };
}
