import type { Rule } from './rule.ts';

/** Finds fences that mean our languages in the spelling of another tool: `{.bash}`, `{bash}`, `shellscript`. */
export const otherSpelling: Rule = {
  code: 'parse/other-spelling',
  severity: 'warning',
  check({ runbook }, report) {
    for (const { why, language, name, skip, span } of runbook.notRun) {
      if (why !== 'spelling' || skip !== undefined) continue;
      const message = `\`${language}\` is not read as \`${name}\`: the block is only shown.`;
      const hint = `Write \`${name}\` right behind the marks of the fence, and options as bare words or \`key=value\`.`;
      report({ message, hint, span });
    }
  },
};
