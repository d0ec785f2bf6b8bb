import type { Diagnostic } from '../model/diagnostic.ts';

/**
 * The environment is wrong: a target can't be reached, a session can't start. Carries the diagnostics to show;
 * anything thrown that isn't a `RunbookError` is a bug of ours.
 */
export class RunbookError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], options?: ErrorOptions) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join('\n'), options);
    this.name = 'RunbookError';
    this.diagnostics = diagnostics;
  }
}
