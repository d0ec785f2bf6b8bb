import type { Exporter } from '../exporter.ts';
import { exportBash } from './export-bash.ts';
import { mark } from './head.ts';
import { refusals } from './refusals.ts';

/** `--to bash`: a plain script that runs and checks the same. */
export const bash: Exporter = {
  mark,
  executable: true,
  refuse: refusals,
  write: exportBash,
};
