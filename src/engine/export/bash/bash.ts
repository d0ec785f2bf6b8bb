import type { Plan } from '../../model/plan.ts';
import type { Exporter } from '../exporter.ts';
import { documentText } from './document.ts';
import { headText, mark } from './head.ts';
import { manifestValues } from './manifest-values.ts';
import { preflightText } from './preflight.ts';
import { refusals } from './refusals.ts';
import { runtime } from './runtime.ts';

/** `--to bash`: a plain script that runs and checks the same. */
export const bash: Exporter = {
  mark,
  executable: true,
  write({ plans }) {
    const [plan] = plans;
    if (plan === undefined || plans.length > 1) throw new Error('a script is made of one runbook');
    const diagnostics = refusals(plan);
    return diagnostics.length > 0 ? { diagnostics } : { text: exportBash(plan) };
  },
};

/** Above it stands what every script is made of. */
const divider = '# ── From here on: what is needed, and the page. ──';

/**
 * A bash script that runs and checks the same as the plan, with nothing of ours on the machine. Pure: the same plan
 * gives the same text. What `refusals` finds must have been turned down before.
 */
export function exportBash(plan: Plan): string {
  const document = documentText(plan);
  const values = /^rb_words /m.test(document) ? [manifestValues] : [];
  return [headText(plan), runtime, ...values, divider, ...preflightText(plan), '', document].join('\n');
}
