import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { JobOptions } from './kubernetes-job/job-options.ts';

/** What is to be exported, and how. */
export type ExportRequest = {
  /** One for each runbook that was asked for, with what it requires. */
  readonly plans: readonly Plan[];
  /** Where the person is, absolute: files that pages name may lie anywhere below it, or below all pages' folder. */
  readonly root: string;
  /** Those of the command line that only some forms have. */
  readonly options: Partial<JobOptions>;
};

/** A form in which runbooks can run elsewhere. */
export type Exporter = {
  /** A text that every file of this form has: only such a file is overwritten. */
  readonly mark: string;
  /** Whether the file is to be run. */
  readonly executable: boolean;
  /** The text of the file, or what can't be said in this form, with its place; nothing is left out silently. */
  write(request: ExportRequest): Exported;
};

type Exported = { readonly text: string } | { readonly diagnostics: readonly Diagnostic[] };
