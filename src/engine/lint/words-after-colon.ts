import type { Directive } from '../parse/directive.ts';
import { type DirectiveFault, eachDirective } from './directive-fault.ts';
import type { Rule } from './rule.ts';

/** Finds words that stand before the colon everywhere else: behind it they are text. */
export const wordsAfterColon: Rule = {
  code: 'parse/words-after-colon',
  severity: 'warning',
  check: eachDirective(wordsBehindColon),
};

/** The words of the grammar that stand behind the colon; undefined when there are none. */
export function wordsBehindColon(directive: Directive): DirectiveFault | undefined {
  return kindBehindColon(directive) ?? withinBehindColon(directive);
}

function kindBehindColon({ kind, text, source }: Directive): DirectiveFault | undefined {
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

function withinBehindColon({ kind, text, source }: Directive): DirectiveFault | undefined {
  const match = kind === 'text' || kind === 'row' ? /\s(within\s+\d+(?:ms|s|m|h))$/.exec(text) : null;
  if (!match) return undefined;
  const words = source.slice(0, source.indexOf(':'));
  const hint = `Move it: \`${words} ${match[1]}: ${text.slice(0, match.index)}\`.`;
  return behindColon(source, match[1] ?? '', hint);
}

function behindColon(source: string, part: string, hint: string): DirectiveFault {
  const from = source.lastIndexOf(part);
  const message = `\`${part}\` behind the colon is matched as text.`;
  return { message, hint, from, to: from + part.length };
}
