import { join } from 'node:path';
import { Fifo, makeFifos } from './fifo.ts';

/** The pipes `o<number>` and `e<number>` of the session's folder. */
export type FifoPair = { readonly number: number; readonly stdout: Fifo; readonly stderr: Fifo };

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
    const pairs = Array.from({ length: startSize }, () => this.#next());
    await makeFifos([...extra, ...pairs.flatMap(({ stdout, stderr }) => [stdout.path, stderr.path])]);
    this.#free.push(...pairs);
    this.#all.push(...pairs);
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

  #next(): FifoPair {
    const number = this.#made++;
    const fifo = (letter: string) => new Fifo(join(this.#folder, `${letter}${number}`));
    return { number, stdout: fifo('o'), stderr: fifo('e') };
  }
}
