import type { Exporter } from '../exporter.ts';
import { exportBash } from './export-bash.ts';
import { mark } from './head.ts';
import { refusals } from './refusals.ts';

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
