import { signalName } from '../../shell/jobs.ts';
import { type Command, readAll } from '../command.ts';
import { optionValue, readOptions } from '../options.ts';
import { unsupported } from '../unsupported.ts';

/** Runs another command of the machine. */
async function runOther(call: Parameters<Command>[0], argv: readonly string[]): Promise<number> {
  const [name = ''] = argv;
  const found = call.host.find(name);
  if (found.kind === 'command') return found.run({ ...call, argv });
  if (found.kind === 'not simulated') return unsupported(call, name);
  call.io.stderr(`${call.argv[0]}: ${name}: No such file or directory\n`);
  return 127;
}

/** `timeout 5 command…` */
export const timeout: Command = async (call) => {
  const args = call.argv
    .slice(1)
    .filter((arg, index, all) => !/^-(k|s)$/.test(all[index - 1] ?? '') && !/^-[ks]/.test(arg));
  const [duration = '', ...argv] = args[0] === '-t' ? args.slice(1) : args;
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(duration) ?? [];
  if (amount === undefined) {
    call.io.stderr(`timeout: invalid time interval '${duration}'\n`);
    return 125;
  }
  const ms = Number(amount) * ({ s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit || 's'] ?? 1000);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ms);
  const signal = AbortSignal.any([call.io.signal, limit.signal]);
  const over = new Promise<number>((resolve) => limit.signal.addEventListener('abort', () => resolve(124)));
  const status = await Promise.race([runOther({ ...call, io: { ...call.io, signal } }, argv), over]);
  clearTimeout(timer);
  return limit.signal.aborted ? 124 : status;
};

/** `xargs`, with `-n`, `-I` and `-0`. */
export const xargs: Command = async (call) => {
  const args = call.argv.slice(1);
  const options = xargsOptions(args);
  if (typeof options === 'string') return unsupported(call, options);
  const { most, place, zero, skipEmpty } = options;
  const text = (await readAll(call.io.stdin)).toString();
  const words = text
    .split(zero ? '\0' : place === undefined ? /\s+/ : '\n')
    .filter(Boolean)
    .map((word) => (zero ? word : word.replace(/^(['"])(.*)\1$/, '$2')));
  const command = args.length ? args : ['echo'];
  if (!words.length && (skipEmpty || place !== undefined)) return 0;
  let status = 0;
  const { stdin: _stdin, ...io } = call.io;
  const run = async (argv: readonly string[]): Promise<void> => {
    if ((await runOther({ ...call, io }, argv)) !== 0) status = 123;
  };
  if (place !== undefined) {
    for (const word of words) await run(command.map((part) => part.replaceAll(place, word)));
    return status;
  }
  for (let at = 0; at < Math.max(1, words.length); at += most)
    await run([...command, ...words.slice(at, most === Number.POSITIVE_INFINITY ? undefined : at + most)]);
  return status;
};

type XargsOptions = {
  /** How many words a command gets. */
  readonly most: number;
  /** What stands in the command for a line of the input. */
  readonly place: string | undefined;
  /** Words end at a NUL. */
  readonly zero: boolean;
  readonly skipEmpty: boolean;
};

/** Takes the options from the front. @returns the one that isn't known */
function xargsOptions(args: string[]): XargsOptions | string {
  const found = {
    most: Number.POSITIVE_INFINITY,
    place: undefined as string | undefined,
    zero: false,
    skipEmpty: false,
  };
  while (args[0]?.startsWith('-')) {
    const flag = args.shift() ?? '';
    if (/^-n\d*$/.test(flag)) found.most = Number(flag.slice(2) || args.shift());
    else if (flag.startsWith('-I')) found.place = flag.slice(2) || args.shift();
    else if (flag === '-0') found.zero = true;
    else if (flag === '-r') found.skipEmpty = true;
    else if (flag === '-P') args.shift();
    else if (flag !== '-t' && !/^-P\d+$/.test(flag)) return flag;
  }
  return found;
}

export const id: Command = async (call) => {
  const options = readOptions(call, { flags: 'ugGn' });
  if (typeof options === 'number') return options;
  const { runAsUser = 0, runAsGroup = 0 } = securityOf(call);
  const { flags } = options;
  const name = flags.has('n') && runAsUser === 0;
  if (flags.has('u')) call.io.stdout(name ? 'root\n' : `${runAsUser}\n`);
  else if (flags.has('g') || flags.has('G')) call.io.stdout(`${runAsGroup}\n`);
  else if (runAsUser === 0)
    call.io.stdout(
      `uid=0(root) gid=${runAsGroup}${runAsGroup === 0 ? '(root)' : ''} groups=${runAsGroup}${runAsGroup === 0 ? '(root)' : ''}\n`,
    );
  else call.io.stdout(`uid=${runAsUser} gid=${runAsGroup} groups=${runAsGroup}\n`);
  return 0;
};

type Security = { readonly runAsUser?: number; readonly runAsGroup?: number };

function securityOf({ host }: Parameters<Command>[0]): Security {
  const place = host.container?.place;
  const of = (owner: unknown): Security =>
    (owner as { readonly securityContext?: Security } | undefined)?.securityContext ?? {};
  return { ...of(place?.pod().spec), ...of(place?.container) };
}

export const whoami: Command = async (call) => {
  const { runAsUser = 0 } = securityOf(call);
  if (runAsUser === 0) {
    call.io.stdout('root\n');
    return 0;
  }
  call.io.stderr(`whoami: unknown uid ${runAsUser}\n`);
  return 1;
};

/** The container's first process, and whoever asks. */
export const ps: Command = async (call) => {
  const { container } = call.host.container?.place ?? {};
  const first =
    [...(container?.command ?? []), ...(container?.args ?? [])].join(' ') || (container?.name ?? '');
  call.io.stdout(
    `PID   USER     TIME  COMMAND\n    1 root      0:00 ${first}\n    7 root      0:00 ${call.argv.join(' ')}\n`,
  );
  return 0;
};

export const which: Command = async ({ argv, host, io }) => {
  let status = 0;
  for (const name of argv.slice(1)) {
    if (host.find(name).kind === 'absent') status = 1;
    else io.stdout(`${name.startsWith('/') ? name : `/usr/bin/${name}`}\n`);
  }
  return status;
};

export const kill: Command = async ({ argv, host, io }) => {
  const [flag = ''] = argv.slice(1);
  const named = flag.startsWith('-');
  const signal = named ? signalName(flag.slice(1)) : 'TERM';
  for (const pid of argv.slice(named ? 2 : 1)) {
    if (pid === '1') host.container?.place.signal(signal);
    else {
      io.stderr(`kill: can't kill pid ${pid}: No such process\n`);
      return 1;
    }
  }
  return 0;
};

/** `base64`, `-d` the way back. */
export const base64: Command = async (call) => {
  const options = readOptions(call, { flags: 'dDi', valued: 'w', long: { decode: 'd', wrap: 'w' } });
  if (typeof options === 'number') return options;
  const [file] = options.operands;
  const content =
    file === undefined || file === '-'
      ? await readAll(call.io.stdin)
      : await call.host.files.read(file.startsWith('/') || !call.cwd ? file : `${call.cwd}/${file}`);
  if (options.flags.has('d') || options.flags.has('D')) {
    call.io.stdout(Buffer.from(content.toString(), 'base64'));
    return 0;
  }
  const width = Number(optionValue(options, 'w') ?? 76);
  const text = content.toString('base64');
  call.io.stdout(
    width === 0 ? text : text.replace(new RegExp(`(.{${width}})(?=.)`, 'g'), '$1\n') + (text ? '\n' : ''),
  );
  return 0;
};
