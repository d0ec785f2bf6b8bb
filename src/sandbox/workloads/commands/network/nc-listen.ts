import { Readable } from 'node:stream';
import type { Headers, HttpRequest, HttpResponse } from '../../../dataplane/message.ts';
import { Unsimulated } from '../../../dataplane/unsimulated.ts';
import { type CommandCall, readAll } from '../command.ts';

type Listening = {
  readonly port: number;
  /** Takes another connection after each one. */
  readonly again: boolean;
  /** What to run for a connection: `-e PROGRAM ARGUMENTS`. */
  readonly program: readonly string[];
};

/**
 * `nc -l`: says to who connects what it reads or what its program says, and prints what it gets. Connections are
 * requests of HTTP here, so what it says has to be an answer.
 */
export async function listen(call: CommandCall, { port, again, program }: Listening): Promise<number> {
  const { container } = call.host;
  if (!container) return 1;
  const over = Promise.withResolvers<number>();
  const own = readAll(call.io.stdin);
  const handler = async (request: HttpRequest): Promise<HttpResponse | 'reset'> => {
    const asked = textOf(request);
    if (!again) close();
    const said = program.length ? await run(call, program, asked) : await own;
    if (!program.length) call.io.stdout(asked);
    if (!again) over.resolve(0);
    return answerOf(said);
  };
  let close: () => void;
  try {
    close = container.listen(port, handler);
  } catch {
    call.io.stderr('nc: bind: Address already in use\n');
    return 1;
  }
  for (const signal of [call.io.signal, call.io.asked])
    signal?.addEventListener('abort', () => over.resolve(143), { once: true });
  const status = await over.promise;
  close();
  return status;
}

function textOf({ method, path, headers, body }: HttpRequest): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n')}${body.toString()}`;
}

/** Nothing said is a connection that is closed. @throws Unsimulated for what isn't HTTP */
function answerOf(said: Buffer): HttpResponse | 'reset' {
  if (said.length === 0) return 'reset';
  const text = said.toString();
  const [, status, head = '', body = ''] =
    /^HTTP\/1\.[01] (\d{3})[^\n]*\n((?:[^\r\n]+\r?\n)*)\r?\n([\s\S]*)$/.exec(text) ?? [];
  if (status === undefined)
    throw new Unsimulated('sandbox: nc that says something else than HTTP is not simulated');
  const headers: Headers = head
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => {
      const [name = '', value = ''] = line.split(/:\s*(.*)/s);
      return [name, value] as const;
    });
  return { status: Number(status), headers, body: Buffer.from(body) };
}

async function run(call: CommandCall, argv: readonly string[], input: string): Promise<Buffer> {
  const found = call.host.find(argv[0] ?? '');
  if (found.kind !== 'command') {
    call.io.stderr(`nc: can't execute '${argv[0]}': No such file or directory\n`);
    return Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  const stdout = (chunk: Buffer | string): boolean => Boolean(chunks.push(Buffer.from(chunk)));
  await found.run({ ...call, argv, io: { ...call.io, stdin: Readable.from([Buffer.from(input)]), stdout } });
  return Buffer.concat(chunks);
}
