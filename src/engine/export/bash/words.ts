import type { Runbook } from '../../model/runbook.ts';
import { blocksOf, statementsOf } from '../../model/statements.ts';
import { KnownNames } from '../../shell/calls.ts';
import { quote } from '../../shell/quote.ts';

/** A text as one word of bash, quoted only where it needs to be. */
export function word(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : quote(text);
}

/** Whole seconds, which is all that bash 3.2 counts in; never none. */
export function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** Lines as comments, without blanks at their ends. */
export function commented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');
}

/** What the statements of a runbook give names to. */
export function namesOf(runbook: Runbook): KnownNames {
  const known = new KnownNames();
  for (const { action } of statementsOf(blocksOf(runbook)))
    if (action.kind === 'shell') known.learn(action.script);
  return known;
}
