import type { DiagnosticCode } from '../../model/codes.ts';
import type { Explanation } from './explanation.ts';
import { ofCommands } from './of-commands.ts';
import { ofExpectations } from './of-expectations.ts';
import { ofPages } from './of-pages.ts';
import { ofRecords } from './of-records.ts';
import { ofRuns } from './of-runs.ts';

/** The explanation of every code; a new code without one doesn't compile. Only `explain` and the site load it. */
export const explanations: Readonly<Record<DiagnosticCode, Explanation>> = {
  ...ofCommands,
  ...ofExpectations,
  ...ofPages,
  ...ofRecords,
  ...ofRuns,
};
