import type { Rule } from './rule.ts';

/** Finds fences of ours in tabs, admonitions and tags, which Markdown doesn't read as fences. */
export const fenceInContainer: Rule = {
  code: 'parse/fence-in-container',
  severity: 'warning',
  check({ runbook }, report) {
    for (const { why, language, skip, span } of runbook.notRun) {
      if (why !== 'container' || skip !== undefined) continue;
      const message = `This \`${language}\` fence is indented so far that Markdown reads no fence: it doesn't run.`;
      const hint = 'Take away the blanks in front of it, or add `skip` to it when it is only to be shown.';
      report({ message, hint, span });
    }
  },
};
