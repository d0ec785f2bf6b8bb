import type { Fault } from './messages.ts';

export type UnitResult = { readonly faults: readonly Fault[]; readonly reason?: string };

type Printed = { readonly stream: 'stdout' | 'stderr'; readonly text: string };

/** One unit of a run as a worker hears of it. Its output waits until its test is the one at work. */
export class Unit {
  readonly #heard = Promise.withResolvers<UnitResult | undefined>();
  #waiting: Printed[] | undefined = [];
  /** What it came to, when that is known. */
  result: UnitResult | undefined;

  print(printed: Printed): void {
    if (this.#waiting === undefined) show(printed);
    else this.#waiting.push(printed);
  }

  /** Shows its output from now on; resolves when it is over, with nothing when the run ended without it. */
  watch(): Promise<UnitResult | undefined> {
    for (const printed of this.#waiting ?? []) show(printed);
    this.#waiting = undefined;
    return this.#heard.promise;
  }

  settle(result?: UnitResult): void {
    this.result ??= result;
    this.#heard.resolve(result);
  }
}

function show({ stream, text }: Printed): void {
  const line = text.replace(/\n$/, '');
  if (stream === 'stdout') console.log(line);
  else console.error(line);
}
