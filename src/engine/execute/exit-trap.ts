import { setTimeout as delay } from 'node:timers/promises';
import type { JobEnd, SessionChunk } from '../model/session.ts';
import { Execution, noOutput } from './execution.ts';
import type { FifoPool } from './fifo-pool.ts';
import type { Shell } from './shell.ts';

type Trapped = {
  readonly shell: Shell;
  readonly pool: FifoPool;
  /** The one that set the trap. */
  readonly statement: string;
  readonly withinMs: number;
  readonly onChunk: (chunk: SessionChunk) => void;
};

/** Has the shell run the document's EXIT trap, which prints for the statement that set it. */
export async function runExitTrap({ shell, pool, statement, withinMs, onChunk }: Trapped): Promise<JobEnd> {
  const pair = await pool.take();
  const execution = new Execution({
    statement,
    pair,
    onChunk: (chunk) => onChunk({ ...chunk, late: true }),
    onReleased: () => pool.giveBack(pair),
  });
  const ended = await Promise.race([shell.runExitTrap(pair), delay(withinMs, undefined, { ref: false })]);
  execution.finish();
  const exitCode = ended ?? null;
  const output = { ...noOutput, ...execution.output(), exitCode };
  return { statement, output: { ...output, ended: exitCode === null ? 'timeout' : 'normally' } };
}
