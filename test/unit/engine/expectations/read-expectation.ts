import type { Expectation } from '../../../../src/engine/model/runbook.ts';
import { parse } from '../../../../src/engine/parse.ts';

const head = ['---', 'clusters: { CLUSTER: kind-one }', '---', '# A', '', '```bash', 'date'];

/** The expectation that a directive line below one command becomes, or the first one of a fence below the block. */
export function readExpectation(directive: string): Expectation {
  const parts = directive.startsWith('```') ? ['```', '', directive] : [directive, '```'];
  const text = [...head, ...parts, ''].join('\n');
  const { runbook, diagnostics } = parse({ file: 'a.md', path: '/a.md', text });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const segments = runbook.steps.flatMap(({ blocks }) => blocks.flatMap((block) => block.segments));
  const expectation = segments.flatMap(({ expectations }) => expectations)[0];
  if (!expectation || errors.length > 0) throw new Error(`${directive}: ${JSON.stringify(errors)}`);
  return expectation;
}
