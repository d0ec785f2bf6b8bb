import { type ChildProcess, fork } from 'node:child_process';
import type { Fault, HostMessage, HostRequest, PlayRequest } from './messages.ts';
import { Unit, type UnitResult } from './unit.ts';

/** A page at work. */
export type Host = {
  /** What keeps it from running, once that is known; nothing when it runs. */
  readonly ready: Promise<readonly Fault[]>;
  /** What went wrong outside of all units, once everything is over. */
  readonly end: Promise<readonly Fault[]>;
  /** Shows the output of a unit, and gives what it comes to; undefined when the run ends without it. */
  watch(unit: string): Promise<UnitResult | undefined>;
  /** The units that are over, by name. */
  results(): ReadonlyMap<string, UnitResult>;
  /** Has what runs stopped and cleaned up. */
  stop(): void;
};

/** What vitest puts into the environment of its workers, which no command of a page should see. */
const ofVitest = /^(?:VITEST.*|(?:TEST|DEV|PROD|SSR|MODE|BASE_URL|FORCE_TTY)=.*|NODE_ENV=test)$/s;

/** Starts a run in a process of its own, which ends after its cleanup even when this process is killed. */
export function startHost(module: string, request: PlayRequest): Host {
  const child = forkHost(module);
  const ready = Promise.withResolvers<readonly Fault[]>();
  const end = Promise.withResolvers<readonly Fault[]>();
  const units = new Map<string, Unit>();
  let over = false;

  function unit(name: string): Unit {
    const known = units.get(name) ?? new Unit();
    units.set(name, known);
    if (over) known.settle();
    return known;
  }

  function finish(faults: readonly Fault[]): void {
    over = true;
    ready.resolve([]);
    end.resolve(faults);
    for (const each of units.values()) each.settle();
  }

  function hear(message: HostMessage): void {
    switch (message.type) {
      case 'note':
        console.info(message.text);
        break;
      case 'ready':
        ready.resolve([]);
        break;
      case 'refused':
        ready.resolve(message.faults);
        break;
      case 'output':
        unit(message.unit).print(message);
        break;
      case 'unit':
        unit(message.unit).settle(message);
        break;
      case 'end':
        finish(message.faults);
        break;
      default:
        message satisfies never;
    }
  }

  child.on('message', hear);
  onDeath(child, (message) => finish([{ message, places: [] }]));
  send(child, { type: 'play', ...request });
  return {
    ready: ready.promise,
    end: end.promise,
    watch: (name) => unit(name).watch(),
    results: () =>
      new Map([...units].flatMap(([name, { result }]) => (result === undefined ? [] : [[name, result]]))),
    stop: () => send(child, { type: 'stop' }),
  };
}

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

function send(child: ChildProcess, message: HostRequest): void {
  if (child.connected) child.send(message, () => undefined);
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
