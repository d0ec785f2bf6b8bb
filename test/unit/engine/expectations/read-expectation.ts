import type { Expectation } from '../../../../src/engine/model/runbook.ts';
import { parse } from '../../../../src/engine/parse/parse.ts';

/** The expectation that a directive line, or a fence below the block, becomes for one command. */
export function readExpectation(directive: string): Expectation {
  const parts = directive.startsWith('```') ? ['```', directive] : [directive, '```'];
  const text = ['# A', '', '```bash', 'date', ...parts, ''].join('\n');
  const { runbook, diagnostics } = parse({ file: 'a.md', path: '/a.md', text });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const expectation = runbook.steps[0]?.blocks[0]?.segments[0]?.expectations[0];
  if (!expectation || errors.length > 0) throw new Error(`${directive}: ${JSON.stringify(errors)}`);
  return expectation;
}
