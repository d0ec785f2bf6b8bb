import { isGluedOption } from '../parse/command-languages.ts';
import { inertCode } from './inert-code.ts';
import type { Rule } from './rule.ts';

/** Finds `bash,timeout=5s`: one word, which no longer is a language that runs. */
export const gluedOptions: Rule = {
  code: 'parse/glued-options',
  severity: 'error',
  check(page, report) {
    for (const { language, opening } of inertCode(page)) {
      const shell = gluedTo(language);
      if (shell === undefined) continue;
      const message = `\`${language}\` is one word, and no language that runs: the block is only shown.`;
      const hint = `Write a space behind \`${shell}\`, and options as \`key=value\` or as bare words.`;
      report({ message, hint, span: opening });
    }
  },
};

/** The language that an option of ours is glued to; undefined when none is. */
export function gluedTo(language: string): string | undefined {
  const [, shell, glued = ''] = /^(bash|sh|shell)[,:;=](.+)$/.exec(language) ?? [];
  if (shell !== undefined) return isGluedOption(glued) ? shell : undefined;
  return /^(ya?ml)[,:;](?=.*\b(?:apply|assert)\b)(.+)$/.exec(language)?.[1];
}
