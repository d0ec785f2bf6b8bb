import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';

/** A form in which runbooks can run without runbook. */
export type Exporter = {
  /** A text that every file of this form has: only such a file is overwritten. */
  readonly mark: string;
  /** Whether the file is to be run. */
  readonly executable: boolean;
  /** What of a plan can't be said in this form, each with its place; nothing is left out silently. */
  refuse(plan: Plan): readonly Diagnostic[];
  /** The text of the file, for a plan of which nothing was refused. Pure. */
  write(plan: Plan): string;
};
