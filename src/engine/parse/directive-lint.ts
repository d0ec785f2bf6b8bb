import type { Directive } from './directive.ts';
import { pastingHazard } from './shell-lint.ts';

/** A warning about a directive that is valid; offsets are in its text. */
type DirectiveWarning = {
  readonly code: 'parse/pasting-hazard' | 'parse/words-after-colon';
  readonly message: string;
  readonly hint: string;
  readonly from: number;
  readonly to: number;
};

/** What is probably not meant the way it is written. */
export function directiveWarnings(directive: Directive): readonly DirectiveWarning[] {
  const warnings = [wordsAfterColon(directive), withinAfterColon(directive), hazard(directive)];
  return warnings.filter((warning) => warning !== undefined);
}

function wordsAfterColon({ kind, text, source }: Directive): DirectiveWarning | undefined {
  if (kind !== 'text') return undefined;
  const match =
    /^(?:(exit)\s+(?:\d{1,3}|nonzero|any)|(regex)\s+[\^(\\/].*|(json)\s+\..*|(row)\s+\S+\s+\S.*|(exact)\s+\S.*)$/.exec(
      text,
    );
  const word = match?.slice(1).find((group) => group !== undefined);
  if (!word) return undefined;
  const rest = text.slice(word.length).trim();
  const hint = `Did you mean \`# expect ${word}: ${rest}\`? Quote the text to mean the characters.`;
  return behindColon(source, text, hint, 'parse/words-after-colon');
}

function withinAfterColon({ kind, text, source }: Directive): DirectiveWarning | undefined {
  const match = kind === 'text' || kind === 'row' ? /\s(within\s+\d+(?:ms|s|m|h))$/.exec(text) : null;
  if (!match) return undefined;
  const words = source.slice(0, source.indexOf(':'));
  const hint = `Move it: \`${words} ${match[1]}: ${text.slice(0, match.index)}\`.`;
  return behindColon(source, match[1] ?? '', hint, 'parse/words-after-colon');
}

function behindColon(
  source: string,
  part: string,
  hint: string,
  code: DirectiveWarning['code'],
): DirectiveWarning {
  const from = source.lastIndexOf(part);
  const message = `\`${part}\` behind the colon is matched as text.`;
  return { code, message, hint, from, to: from + part.length };
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
