import { nearest } from '../diagnostics/nearest.ts';
import { isYaml } from '../parse/fence.ts';
import { gluedTo } from './glued-options.ts';
import { inertCode } from './inert-code.ts';
import type { Rule } from './rule.ts';

/** Languages of their own that a slip of the finger could make of `bash` and `shell`. */
const ownLanguages: ReadonlySet<string> = new Set(['ash', 'bsh', 'dash', 'hash', 'nushell']);

/** Finds languages that miss `bash` or `shell` by a letter. */
export const unknownLanguage: Rule = {
  code: 'parse/unknown-language',
  severity: 'warning',
  check(page, report) {
    for (const { language, words, opening } of inertCode(page)) {
      if (gluedTo(language) !== undefined || (words.includes('apply') && !isYaml(language))) continue;
      const near = nearShell(language);
      const message = `No language is called \`${language}\`: the block is only shown.`;
      if (near) report({ message, hint: `Did you mean \`${near}\`?`, span: opening });
    }
  },
};

function nearShell(language: string): string | undefined {
  // One that is only spelt in another way is reported as that.
  if (language.length < 3 || language.startsWith('.') || ownLanguages.has(language)) return undefined;
  const near = nearest(language, ['bash', 'shell']);
  return near && Math.abs(near.length - language.length) <= 1 ? near : undefined;
}
