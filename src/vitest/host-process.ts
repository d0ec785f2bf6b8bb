import { type ChildProcess, fork } from 'node:child_process';
import type { Fault, HostMessage, HostRequest, PlayRequest } from './messages.ts';

/**
 * A page at work, in a process of its own, which ends after its cleanup even when this one is killed. Its notes go to
 * the console, as the output of units does when they are watched.
 */
export class Host {
  readonly #child: ChildProcess;
  readonly #ready = Promise.withResolvers<readonly Fault[]>();
  readonly #end = Promise.withResolvers<readonly Fault[]>();
  readonly #units = new Map<string, Unit>();
  #over = false;

  constructor(module: string, request: PlayRequest) {
    this.#child = forkHost(module);
    this.#child.on('message', (message: HostMessage) => this.#hear(message));
    onDeath(this.#child, (message) => this.#finish([{ message, places: [] }]));
    this.#send({ type: 'play', ...request });
  }

  /** What keeps the page from running, once that is known; nothing when it runs. */
  get ready(): Promise<readonly Fault[]> {
    return this.#ready.promise;
  }

  /** What went wrong outside of all units, once everything is over. */
  get end(): Promise<readonly Fault[]> {
    return this.#end.promise;
  }

  /** Shows the output of a unit, and gives what it comes to; undefined when the run ends without it. */
  watch(unit: string): Promise<UnitResult | undefined> {
    return this.#unit(unit).watch();
  }

  /** The units that are over, by name. */
  results(): ReadonlyMap<string, UnitResult> {
    const known = [...this.#units].flatMap(([name, { result }]) =>
      result === undefined ? [] : [[name, result] as const],
    );
    return new Map(known);
  }

  /** Has what runs stopped and cleaned up. */
  stop(): void {
    this.#send({ type: 'stop' });
  }

  #hear(message: HostMessage): void {
    switch (message.type) {
      case 'note':
        console.info(message.text);
        break;
      case 'ready':
        this.#ready.resolve([]);
        break;
      case 'refused':
        this.#ready.resolve(message.faults);
        break;
      case 'output':
        this.#unit(message.unit).print(message);
        break;
      case 'unit':
        this.#unit(message.unit).settle(message);
        break;
      case 'end':
        this.#finish(message.faults);
        break;
      default:
        message satisfies never;
    }
  }

  #unit(name: string): Unit {
    const unit = this.#units.get(name) ?? new Unit();
    this.#units.set(name, unit);
    if (this.#over) unit.settle();
    return unit;
  }

  #finish(faults: readonly Fault[]): void {
    this.#over = true;
    this.#ready.resolve([]);
    this.#end.resolve(faults);
    for (const unit of this.#units.values()) unit.settle();
  }

  #send(message: HostRequest): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
}

/** What vitest puts into the environment of its workers, which no command of a page should see. */
const ofVitest = /^(?:VITEST.*|(?:TEST|DEV|PROD|SSR|MODE|BASE_URL|FORCE_TTY)=.*|NODE_ENV=test)$/s;

function forkHost(module: string): ChildProcess {
  return fork(module, [], {
    env: inherited(),
    execArgv: [],
    // Not of the terminal's group: Ctrl-C is for vitest, whose end it learns of by the channel.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

function inherited(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name, value]) => !ofVitest.test(`${name}=${value}`));
  return Object.fromEntries(own);
}

/** Tells of a process that could not be started, or that has ended; whether it was through is not known here. */
function onDeath(child: ChildProcess, tell: (message: string) => void): void {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-10_000);
  });
  child.on('error', (error) => tell(`The run could not be started: ${error.message}`));
  child.on('close', () => tell(`The run broke off. ${said}`.trim()));
}

type UnitResult = { readonly faults: readonly Fault[]; readonly reason?: string };

type Printed = { readonly stream: 'stdout' | 'stderr'; readonly text: string };

/** One unit of a run as a worker hears of it. Its output waits until its test is the one at work. */
class Unit {
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
