import type { Span } from '../model/source.ts';
import type { Report } from './report.ts';

/** The addresses in a runbook: ids of steps and names of blocks. */
export type Names = {
  /** Claims a block's name for a step; reports it when something else has it already. */
  claim(name: string, step: string, span: Span, report: Report): void;
};

/** `ids` are those of all sections. A block may have the name of its own step, but not of another. */
export function createNames(ids: readonly string[]): Names {
  const taken = new Map<string, number | undefined>();
  const steps = new Set(ids);
  return {
    claim(name, step, span, report) {
      const line = taken.get(name);
      if (line === undefined && (!steps.has(name) || name === step)) {
        taken.set(name, span.start.line);
        return;
      }
      const other =
        line === undefined ? 'the id of another section' : `the name of the block at line ${line}`;
      const message = `\`${name}\` is already ${other}.`;
      report({
        code: 'parse/duplicate-name',
        severity: 'error',
        message,
        span,
        hint: 'Give the block another name.',
      });
    },
  };
}
