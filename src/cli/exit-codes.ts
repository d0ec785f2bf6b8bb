import type { Diagnostic } from '../engine/model/diagnostic.ts';

/** What the process exits with; when several apply, the highest. A run's own codes come from its events. */
export const exitCodes = {
  passed: 0,
  failed: 1,
  usage: 2,
  environment: 3,
  bug: 70,
  interrupted: 130,
} as const;

/** Areas of diagnostics that say something about the machine or the clusters, not about what was asked for. */
const environmentAreas = ['kube', 'machine', 'session', 'target'];

/** The exit code of a command that ended because of these diagnostics. */
export function exitCodeOfDiagnostics(diagnostics: readonly Diagnostic[]): number {
  const codes = diagnostics.map(({ code, severity }) => {
    if (severity !== 'error') return exitCodes.passed;
    return environmentAreas.some((area) => code.startsWith(`${area}/`))
      ? exitCodes.environment
      : exitCodes.usage;
  });
  return Math.max(exitCodes.passed, ...codes);
}
