import { serve } from '../apps/serve.ts';
import type { Command } from '../commands/command.ts';
import { reply } from '../http-reply.ts';
import { pause } from '../process/pause.ts';
import type { Admission } from '../runtime.ts';
import type { Handler, Workload } from '../workload.ts';
import { fullName, type ImageName } from './reference.ts';

/** What a user says of an image that isn't simulated. `image` without a tag is of every tag, `*` of any characters. */
export type DescribedImage = {
  readonly image: string;
  readonly ports: Readonly<Record<number, readonly DescribedPath[]>>;
  /** Printed when it starts. */
  readonly logs: string;
  /** When and how it ends by itself; it goes on if it is left out. */
  readonly exit?: { readonly code: number; readonly afterMs: number };
  /** Whether anything is said of what it does; else it does what it does without being described. */
  readonly behaves: boolean;
  readonly usage?: ImageUsage;
  /** What it answers to admission reviews, as the webhook that it is. */
  readonly admission?: Admission;
};

/** What each container of an image uses, in thousandths of a processor and bytes. */
export type ImageUsage = {
  readonly milliCpu: number;
  readonly memoryBytes: number;
  /** What each request in a second adds. */
  readonly milliCpuPerRequest: number;
};

/** What a path answers; `/api/*` is all below it. Any other path is a 404. */
type DescribedPath = {
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** An image that does what a user says of it. Its commands aren't known. */
export function describedWorkload(described: DescribedImage): Workload {
  const { ports, logs, exit } = described;
  const run: Command = async (call) => {
    if (logs) call.io.stdout(logs.endsWith('\n') ? logs : `${logs}\n`);
    const listeners = Object.entries(ports).map(([port, paths]) => [Number(port), handlerOf(paths)] as const);
    if (!exit) return serve(call, listeners);
    const serving = listeners.length ? serve(call, listeners) : undefined;
    await pause(exit.afterMs, call.io.signal);
    void serving;
    return exit.code;
  };
  return {
    repositories: [],
    isOf: (name) => isImageOf(described.image, name),
    binaries: [],
    programs: { described: run },
    entrypoint: () => ({ kind: 'command', argv: ['described'] }),
    whole: true,
  };
}

function handlerOf(paths: readonly DescribedPath[]): Handler {
  return async (request) => {
    const path = request.path.split('?')[0] ?? '/';
    const exact = paths.find((each) => each.path === path);
    const found =
      exact ?? paths.find((each) => each.path.endsWith('*') && path.startsWith(each.path.slice(0, -1)));
    if (!found) return reply('404 page not found\n', { status: 404 });
    const { 'Content-Type': type = 'text/plain; charset=utf-8', ...headers } = found.headers;
    return reply(found.body, { status: found.status, type, headers: Object.entries(headers) });
  };
}

/** Whether a name is of what a user describes. */
export function isImageOf(pattern: string, name: ImageName): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const regex = new RegExp(`^${literal.join('.*')}$`);
  const full = fullName(name);
  const short = full.replace(/^docker\.io\/(library\/)?/, '');
  return [full, short]
    .flatMap((each) => [each, each.replace(/@.*$/, '').replace(/:[^/:]+$/, '')])
    .some((each) => regex.test(each));
}
