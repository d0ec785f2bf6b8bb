import { fileURLToPath } from 'node:url';
import { loadRunbook } from '../../src/engine/load.ts';
import type { Runbook } from '../../src/engine/model/runbook.ts';

/** Reads and parses a fixture that has no mistakes; `file` is what messages call it. */
export function loadFixture(name: string): Runbook {
  const path = fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
  const { runbook, diagnostics } = loadRunbook({ file: name, path });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return runbook;
}
