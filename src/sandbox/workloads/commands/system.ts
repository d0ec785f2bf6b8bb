import type { Command } from './command.ts';
import { unsupported } from './unsupported.ts';

export const trueCommand: Command = async () => 0;
export const falseCommand: Command = async () => 1;

/** `env [NAME=value…] [command…]` */
export const env: Command = async (call) => {
  const { argv, io, host } = call;
  const rest = argv.slice(1);
  if (rest[0]?.startsWith('-')) return unsupported(call, rest[0]);
  const at = rest.findIndex((word) => !word.includes('='));
  const assigned = Object.fromEntries(
    (at < 0 ? rest : rest.slice(0, at)).map((word) => word.split(/=(.*)/s).slice(0, 2)),
  );
  const environment = { ...call.env, ...assigned };
  const [name, ...args] = at < 0 ? [] : rest.slice(at);
  if (name === undefined) {
    for (const [key, value] of Object.entries(environment)) io.stdout(`${key}=${value}\n`);
    return 0;
  }
  const found = host.find(name);
  if (found.kind === 'command') return found.run({ ...call, argv: [name, ...args], env: environment });
  if (found.kind === 'not simulated') return unsupported(call, name);
  io.stderr(`env: can't execute '${name}': No such file or directory\n`);
  return 127;
};

export const printenv: Command = async ({ argv, env: environment, io }) => {
  const names = argv.slice(1);
  if (!names.length) for (const [key, value] of Object.entries(environment)) io.stdout(`${key}=${value}\n`);
  for (const name of names) if (environment[name] !== undefined) io.stdout(`${environment[name]}\n`);
  return names.every((name) => environment[name] !== undefined) ? 0 : 1;
};

export const hostname: Command = async (call) => {
  const [, flag] = call.argv;
  const pod = call.host.container?.place.pod();
  if (pod && /^-[iI]$/.test(flag ?? '')) {
    call.io.stdout(`${pod.status?.podIP ?? ''}\n`);
    return 0;
  }
  if (flag !== undefined && flag !== '-s' && flag !== '-f') return unsupported(call, flag);
  call.io.stdout(`${call.env.HOSTNAME ?? 'localhost'}\n`);
  return 0;
};

export const pwd: Command = async ({ io, cwd = '/' }) => {
  io.stdout(`${cwd}\n`);
  return 0;
};

export const uname: Command = async (call) => {
  const flags = call.argv.slice(1).join('').replaceAll('-', '');
  const node = call.env.HOSTNAME ?? 'localhost';
  const facts: Readonly<Record<string, string>> = {
    s: 'Linux',
    n: node,
    r: '6.8.0',
    v: '#1 SMP',
    m: 'x86_64',
    o: 'GNU/Linux',
  };
  const wanted = flags === 'a' ? Object.keys(facts) : [...(flags || 's')];
  const strange = wanted.find((flag) => facts[flag] === undefined);
  if (strange) return unsupported(call, `-${strange}`);
  call.io.stdout(`${wanted.map((flag) => facts[flag]).join(' ')}\n`);
  return 0;
};

const unitsMs: Readonly<Record<string, number>> = {
  '': 1000,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The longest that a timer can run, in milliseconds; longer sleeps are chains of them. */
const longestTimerMs = 2 ** 31 - 1;

/** `sleep 5`, `sleep 1m 30s`, `sleep infinity`; ends early when the process is stopped. */
export const sleep: Command = async ({ argv, io }) => {
  const durations = argv.slice(1).map(durationMs);
  if (!durations.length || durations.some(Number.isNaN)) {
    const wrong = argv.slice(1).find((text) => Number.isNaN(durationMs(text)));
    io.stderr(wrong === undefined ? 'sleep: missing operand\n' : `sleep: invalid number '${wrong}'\n`);
    return 1;
  }
  let left = durations.reduce((sum, ms) => sum + ms, 0);
  while (left > 0 && !io.signal.aborted) {
    const turn = Math.min(left, longestTimerMs);
    await pause(turn, io.signal);
    left -= turn;
  }
  return io.signal.aborted ? 143 : 0;
};

function durationMs(text: string): number {
  if (/^inf(inity)?$/.test(text)) return Number.POSITIVE_INFINITY;
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(text) ?? [];
  return amount === undefined ? Number.NaN : Number(amount) * (unitsMs[unit] ?? Number.NaN);
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
