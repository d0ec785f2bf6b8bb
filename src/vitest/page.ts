import { pathToFileURL } from 'node:url';
import { Host } from './host-process.ts';
import type { Fault, PlayRequest } from './messages.ts';

/** What a test module knows of its page: all that a run needs, and the module that runs it. */
export type PageData = Omit<PlayRequest, 'selected'> & { readonly host: string };

/** What vitest gives to a hook or a test, as far as it is used here. */
type Task = {
  readonly type: string;
  readonly mode: string;
  readonly meta: object;
  readonly tasks?: readonly Task[];
};
type TestContext = { readonly signal: AbortSignal; skip(note: string): never };

/** The tests of a page: one run, of which each test shows its part. */
export class Page {
  /** Steps build on each other: none is run again, shuffled or limited by a time that is not the page's. */
  readonly alone = { timeout: 0, retry: 0, repeats: 0, concurrent: false, shuffle: false } as const;
  readonly #data: PageData;
  #host: Host | undefined;
  #selected: readonly string[] = [];
  /** Units whose tests have run. */
  readonly #claimed = new Set<string>();

  constructor(data: PageData) {
    this.#data = data;
  }

  /** Starts the run for the tests that were selected. */
  async begin(suite: Task): Promise<void> {
    const { host, ...request } = this.#data;
    const tests = testsBelow(suite);
    this.#selected = tests.filter(({ mode }) => mode === 'run' || mode === 'queued').map(unitOf);
    const selected = this.#selected.length === tests.length ? {} : { selected: this.#selected };
    this.#host = new Host(host, { ...request, ...selected });
    const faults = await this.#host.ready;
    if (faults.length > 0) throw errorOf(faults);
  }

  /** The body of a test. */
  unit(name: string): (context: TestContext) => Promise<void> {
    return async ({ signal, skip }) => {
      this.#claimed.add(name);
      const stop = (): void => this.#host?.stop();
      signal.addEventListener('abort', stop);
      const result = await this.#host?.watch(name);
      signal.removeEventListener('abort', stop);
      if (result === undefined) return skip('the run ended before it');
      if (result.faults.length > 0) throw errorOf(result.faults);
      if (result.reason !== undefined) skip(result.reason);
    };
  }

  /** Waits for the end. What went wrong outside of the tests that ran fails the page. */
  async end(): Promise<void> {
    if (this.#host === undefined) return;
    const cancelled = this.#selected.some((name) => !this.#claimed.has(name));
    if (cancelled) this.#host.stop();
    const faults = await this.#host.end;
    const unseen = [...this.#host.results()].filter(([name]) => !this.#claimed.has(name));
    const all = [...faults, ...unseen.flatMap(([, result]) => result.faults)];
    if (all.length > 0) throw errorOf(all);
  }
}

/** Fails the test module of a page that can't run. */
export function refuse(faults: readonly Fault[]): never {
  throw errorOf(faults);
}

function testsBelow(task: Task): readonly Task[] {
  return task.type === 'test' ? [task] : (task.tasks ?? []).flatMap(testsBelow);
}

function unitOf({ meta }: Task): string {
  return 'runbookUnit' in meta ? String(meta.runbookUnit) : '';
}

function errorOf(faults: readonly Fault[]): Error {
  const [first, ...more] = faults.map(single);
  if (first === undefined || more.length > 0) return new AggregateError([first, ...more]);
  return first;
}

/**
 * vitest takes errors with the same stack for one, so the message is in it; in one line, since what a command printed
 * may look like a stack.
 */
function single({ message, places }: Fault): Error {
  const error = new Error(message);
  error.name = 'RunbookFailure';
  const frames = places.map(
    ({ path, line, column }) => `    at ${pathToFileURL(path).href}:${line}:${column}`,
  );
  error.stack = [`${error.name}: ${message.replaceAll('\n', ' ')}`, ...frames].join('\n');
  return error;
}
