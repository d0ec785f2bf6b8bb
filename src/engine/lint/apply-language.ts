import { isYaml } from '../parse/fence.ts';
import { gluedTo } from './glued-options.ts';
import { inertCode } from './inert-code.ts';
import type { Rule } from './rule.ts';

/** Finds `apply` behind a language that isn't YAML. */
export const applyLanguage: Rule = {
  code: 'parse/unknown-language',
  severity: 'error',
  check(page, report) {
    for (const { language, words, opening } of inertCode(page)) {
      if (!words.includes('apply') || isYaml(language) || gluedTo(language) !== undefined) continue;
      const message = `\`apply\` works on \`yaml\` fences only: this \`${language}\` block is only shown.`;
      report({ message, hint: 'Write `yaml apply …`, with the manifest in YAML.', span: opening });
    }
  },
};
