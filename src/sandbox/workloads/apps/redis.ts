import { isIP } from 'node:net';
import { posixTools } from '../binaries.ts';
import { type CommandCall, readAll } from '../commands/command.ts';
import { FileError } from '../files/entry.ts';
import { reply } from '../http-reply.ts';
import type { Handler, Workload } from '../workload.ts';
import { serve } from './serve.ts';
import { flagOf } from './simple-server.ts';

/** Redis, as far as its client in a pod asks for texts, numbers and lists. */
export const redis: Workload = {
  repositories: [
    'library/redis',
    'redis',
    'google-samples/gb-redis-follower',
    'google-samples/gb-redisslave',
    'bitnami/redis',
    'bitnamilegacy/redis',
  ],
  binaries: ['sh', 'bash', ...posixTools],
  programs: { 'redis-server': (call) => server(call), 'redis-cli': (call) => client(call) },
  folders: ['/data', '/usr/local/etc'],
  workdir: '/data',
  entrypoint: (args) => ({
    kind: 'command',
    argv: !args.length || /^-|\.conf$/.test(args[0] ?? '') ? ['redis-server', ...args] : args,
  }),
};

const port = 6379;

type Data = Map<string, string | string[]>;

async function server(call: CommandCall): Promise<number> {
  const data: Data = new Map();
  const config = new Map([
    ['maxmemory', '0'],
    ['maxmemory-policy', 'noeviction'],
    ['appendonly', 'no'],
    ['save', ''],
  ]);
  const [, file] = call.argv;
  if (file !== undefined && !file.startsWith('-')) {
    try {
      const text = (
        await call.host.files.read(file.startsWith('/') ? file : `${call.cwd ?? ''}/${file}`)
      ).toString();
      for (const line of text.split('\n')) {
        const [name = '', ...rest] = line.trim().split(/\s+/);
        if (name && !name.startsWith('#')) config.set(name, bytes(rest.join(' ')));
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      call.io.stderr(`*** FATAL CONFIG FILE ERROR: can't open config file '${file}': ${error.message}\n`);
      return 1;
    }
  }
  call.io.stdout(`1:M ${new Date().toUTCString()} * Ready to accept connections tcp\n`);
  return serve(call, [[Number(flagOf(call, 'port') ?? port), answers(data, config)]]);
}

/** `2mb` in bytes. */
function bytes(text: string): string {
  const [, amount, unit = ''] = /^(\d+)([kmg]b?)$/i.exec(text) ?? [];
  if (amount === undefined) return text;
  return String(Number(amount) * 1024 ** ('kmg'.indexOf(unit.charAt(0).toLowerCase()) + 1));
}

/** Its protocol isn't HTTP: what the client of this file sends in its place nobody else does. */
const marker = '/sandbox-redis';

function answers(data: Data, config: Map<string, string>): Handler {
  return async ({ path, body }) => {
    if (path !== marker) return 'reset';
    const [name = '', ...args] = JSON.parse(body.toString()) as readonly string[];
    return reply(JSON.stringify(command(name.toUpperCase(), args, data, config)));
  };
}

/** What a command comes to: a text, a number, nothing, a list, or `{ said }` for a status or an error. */
type Answer = string | number | null | readonly string[] | { readonly said: string };

const wrongType: Answer = {
  said: '(error) WRONGTYPE Operation against a key holding the wrong kind of value',
};

function command(name: string, args: readonly string[], data: Data, config: Map<string, string>): Answer {
  const [key = '', value = ''] = args;
  const held = data.get(key);
  const list = Array.isArray(held) ? held : [];
  const add = (amount: number): Answer => {
    const next = Number(held ?? 0) + amount;
    if (!Number.isInteger(next)) return { said: '(error) ERR value is not an integer or out of range' };
    data.set(key, String(next));
    return next;
  };
  switch (name) {
    case 'PING':
      return key || { said: 'PONG' };
    case 'ECHO':
      return key;
    case 'SET':
      data.set(key, value);
      return { said: 'OK' };
    case 'GET':
      return Array.isArray(held) ? wrongType : (held ?? null);
    case 'DEL': {
      const there = args.filter((each) => data.delete(each));
      return there.length;
    }
    case 'EXISTS':
      return args.filter((each) => data.has(each)).length;
    case 'INCR':
      return add(1);
    case 'DECR':
      return add(-1);
    case 'INCRBY':
      return add(Number(value));
    case 'APPEND':
      data.set(key, `${held ?? ''}${value}`);
      return `${held ?? ''}${value}`.length;
    case 'KEYS': {
      const regex = new RegExp(
        `^${key
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
      );
      return [...data.keys()].filter((each) => regex.test(each));
    }
    case 'RPUSH':
    case 'LPUSH': {
      const next = name === 'RPUSH' ? [...list, ...args.slice(1)] : [...args.slice(1).toReversed(), ...list];
      data.set(key, next);
      return next.length;
    }
    case 'LRANGE': {
      const end = Number(args[2]);
      return list.slice(Number(value), end < 0 ? list.length + end + 1 : end + 1);
    }
    case 'LLEN':
      return list.length;
    case 'DBSIZE':
      return data.size;
    case 'FLUSHALL':
      data.clear();
      return { said: 'OK' };
    case 'CONFIG':
      if (key.toUpperCase() === 'GET') return config.has(value) ? [value, config.get(value) ?? ''] : [];
      break;
    default:
      break;
  }
  return { said: `(error) sandbox: redis's command ${name} is not simulated` };
}

type Server = { readonly to: string; readonly toPort: number };

async function client(call: CommandCall): Promise<number> {
  const args = call.argv.slice(1);
  let [to, toPort] = ['127.0.0.1', port];
  while (args[0]?.startsWith('-')) {
    const flag = args.shift();
    if (flag === '-h') to = args.shift() ?? '';
    else if (flag === '-p') toPort = Number(args.shift());
    else if (flag === '-a' || flag === '-n') args.shift();
    else if (flag !== '--raw' && flag !== '--no-auth-warning') {
      call.io.stderr(`sandbox: redis-cli ${flag} is not simulated\n`);
      return 2;
    }
  }
  const lines = args.length
    ? [args]
    : (await readAll(call.io.stdin))
        .toString()
        .split('\n')
        .filter((line) => line.trim())
        .map((line) => line.trim().split(/\s+/));
  for (const words of lines) {
    const answer = await ask(call, { to, toPort }, words);
    if (answer === undefined) return 1;
    call.io.stdout(`${shown(answer, call.io.tty)}\n`);
  }
  return 0;
}

/** Sends one command; undefined when there was no answer, which it has said why. */
async function ask(
  { host, io }: CommandCall,
  { to, toPort }: Server,
  words: readonly string[],
): Promise<Answer | undefined> {
  const address = isIP(to) ? to : (await host.network.resolve(to))?.[0];
  if (!address) {
    io.stderr(`Could not connect to Redis at ${to}:${toPort}: Name or service not known\n`);
    return undefined;
  }
  const body = Buffer.from(JSON.stringify(words));
  const request = { method: 'POST', path: marker, headers: [['Host', to]] as const, body };
  const target = { host: to, port: toPort, tls: false, address };
  const delivery = await host.network.exchange(target, request, io.signal);
  if (delivery.kind !== 'failure') return JSON.parse(delivery.response.body.toString()) as Answer;
  io.stderr(
    delivery.failure === 'unsimulated'
      ? `${delivery.detail}\n`
      : `Could not connect to Redis at ${to}:${toPort}: Connection refused\n`,
  );
  return undefined;
}

/** As the client prints it: with marks at a terminal, plain otherwise. */
function shown(answer: Answer, tty: boolean): string {
  if (answer === null) return tty ? '(nil)' : '';
  if (typeof answer === 'number') return tty ? `(integer) ${answer}` : String(answer);
  if (typeof answer === 'string') return tty ? JSON.stringify(answer) : answer;
  if ('said' in answer) return answer.said.replace(tty ? '' : '(error) ', '');
  if (!answer.length) return tty ? '(empty array)' : '';
  return answer.map((each, index) => (tty ? `${index + 1}) ${JSON.stringify(each)}` : each)).join('\n');
}
