import { join } from 'node:path';
import { Fifo, makeFifos } from './fifo.ts';

export type FifoPair = { readonly stdout: Fifo; readonly stderr: Fifo };

const startSize = 4;

/** Pairs of pipes, one for each statement at a time; a pair stays taken while a background job holds it. */
export class FifoPool {
  readonly #folder: string;
  #made = 0;
  readonly #free: FifoPair[] = [];
  readonly #all: FifoPair[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the first pairs, and the `extra` pipes of the caller in the same go: spawning costs milliseconds. */
  async fill(extra: readonly string[] = []): Promise<void> {
    const pairs = Array.from({ length: startSize }, () => this.#name());
    await makeFifos([...extra, ...pairs.flat()]);
    for (const [stdout, stderr] of pairs) {
      const pair = { stdout: new Fifo(stdout), stderr: new Fifo(stderr) };
      this.#free.push(pair);
      this.#all.push(pair);
    }
  }

  take(): FifoPair | Promise<FifoPair> {
    return this.#free.pop() ?? this.fill().then(() => this.take());
  }

  giveBack(pair: FifoPair): void {
    this.#free.push(pair);
  }

  close(): void {
    for (const pair of this.#all) {
      pair.stdout.close();
      pair.stderr.close();
    }
  }

  #name(): readonly [string, string] {
    const number = this.#made++;
    return [join(this.#folder, `o${number}`), join(this.#folder, `e${number}`)];
  }
}
