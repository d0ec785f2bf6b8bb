import type { Headers } from '../../../dataplane/message.ts';
import type { CommandCall } from '../../commands/command.ts';
import { durationMs } from './echo.ts';

export type LoadOptions = {
  readonly url: URL;
  readonly threads: number;
  /** 0: as many as it can. */
  readonly qps: number;
  /** Absent: as many as there is time for. */
  readonly calls?: number;
  readonly durationText: string;
  readonly timeoutMs: number;
  readonly headers: Headers;
  readonly body?: string;
};

/** Flags with a value, and those without one; what they say of logs makes no difference here. */
const valued = ['c', 'n', 'qps', 't', 'timeout', 'H', 'payload', 'loglevel'];
const plain = ['quiet', 'a', 'k', 'keepalive', 'stdclient', 'allow-initial-errors', 'logger-force-color'];

/** @returns an exit code for what isn't known */
export function loadOptions({ argv, io }: CommandCall): LoadOptions | number {
  const values = new Map<string, string[]>();
  const words: string[] = [];
  for (let at = 2; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (!word.startsWith('-')) {
      words.push(word);
      continue;
    }
    const [name = '', given] = word.replace(/^--?/, '').split(/=(.*)/s);
    if (plain.includes(name)) continue;
    if (!valued.includes(name)) {
      io.stderr(`sandbox: fortio's flag -${name} is not simulated\n`);
      return 1;
    }
    if (given === undefined) at += 1;
    values.set(name, [...(values.get(name) ?? []), given ?? argv[at] ?? '']);
  }
  const [target] = words;
  if (target === undefined || words.length > 1) {
    io.stderr('Error: fortio load/curl needs a url or destination\n');
    return 1;
  }
  return optionsOf(target, (name) => values.get(name));
}

function optionsOf(target: string, of: (name: string) => readonly string[] | undefined): LoadOptions {
  const last = (name: string): string | undefined => of(name)?.at(-1);
  const calls = last('n');
  const body = last('payload');
  return {
    url: new URL(/^\w+:\/\//.test(target) ? target : `http://${target}`),
    threads: Math.max(1, Number(last('c') ?? 4)),
    qps: Math.max(0, Number(last('qps') ?? 8)),
    ...(calls === undefined ? {} : { calls: Number(calls) }),
    durationText: last('t') ?? '5s',
    timeoutMs: durationMs(last('timeout')) || 3000,
    headers: (of('H') ?? []).map((text) => {
      const [name = '', value = ''] = text.split(/:(.*)/s);
      return [name, value.trim()] as const;
    }),
    ...(body === undefined ? {} : { body }),
  };
}
