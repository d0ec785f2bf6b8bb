import type { Runbook } from '../../src/engine/model/runbook.ts';
import { parse } from '../../src/engine/parse.ts';

/** A page that a test writes itself. @throws Error when it has errors. */
export function runbookOf(text: string, file = 'page.md'): Runbook {
  const { runbook, diagnostics } = parse({ file, path: `/tmp/${file}`, text });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return runbook;
}
