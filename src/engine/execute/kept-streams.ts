import type { Output, StreamOutput } from '../model/output.ts';
import type { WholeStream } from '../model/session.ts';
import type { Execution } from './execution.ts';
import type { Spool } from './spool.ts';

/** The whole of long streams that are still to be judged. */
export class KeptStreams {
  readonly #wholes = new Map<StreamOutput, Spool>();

  keep({ stdout, stderr }: Pick<Output, 'stdout' | 'stderr'>, execution: Execution): void {
    const whole = execution.whole();
    if (whole.stdout) this.#wholes.set(stdout, whole.stdout);
    if (whole.stderr) this.#wholes.set(stderr, whole.stderr);
  }

  of(stream: StreamOutput): WholeStream | undefined {
    return this.#wholes.get(stream);
  }

  forget({ stdout, stderr }: Output): void {
    for (const stream of [stdout, stderr]) {
      this.#wholes.get(stream)?.close();
      this.#wholes.delete(stream);
    }
  }

  close(): void {
    for (const whole of this.#wholes.values()) whole.close();
  }
}
