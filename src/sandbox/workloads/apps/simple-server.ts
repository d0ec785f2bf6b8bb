import type { HttpRequest, HttpResponse } from '../../dataplane/message.ts';
import { posixTools } from '../binaries.ts';
import type { Command, CommandCall } from '../commands/command.ts';
import { reply } from '../http-reply.ts';
import type { Peer } from '../runtime.ts';
import type { Place, Workload } from '../workload.ts';
import { serve } from './serve.ts';

/** What a small server answers; a text is a page of plain text. */
type Answer = (
  request: HttpRequest,
  peer: Peer,
  place: Place,
) => HttpResponse | string | Promise<HttpResponse | string>;

type SimpleServer = {
  readonly repositories: readonly string[];
  /** Its program's name, which is what runs without a command. */
  readonly program: string;
  readonly aliases?: readonly string[];
  readonly port: number | ((call: CommandCall) => number);
  /** Made for each process, from how it was started. */
  readonly answer: (call: CommandCall) => Answer;
  readonly hello?: (port: number, place: Place) => string;
  /** Whether the image has a shell. */
  readonly shell?: boolean;
  readonly workload?: Partial<Workload>;
};

/** An image that is one small server. */
export function simpleServer(spec: SimpleServer): Workload {
  const { repositories, program, aliases = [], shell = false, workload = {} } = spec;
  const run: Command = async (call) => {
    const port = typeof spec.port === 'number' ? spec.port : spec.port(call);
    const { container } = call.host;
    if (!container) return 1;
    const answer = spec.answer(call);
    if (spec.hello) call.io.stderr(`${spec.hello(port, container.place)}\n`);
    return serve(call, [
      [
        port,
        async (request, peer) => {
          const said = await answer(request, peer, container.place);
          return typeof said === 'string' ? reply(said) : said;
        },
      ],
    ]);
  };
  return {
    repositories,
    binaries: shell ? ['sh', ...posixTools] : [],
    programs: Object.fromEntries([program, ...aliases].map((name) => [name, run])),
    entrypoint: (args) => ({ kind: 'command', argv: [program, ...args] }),
    ...workload,
  };
}

/** A flag of a Go program: `-port=80`, `--port 80`. */
export function flagOf({ argv }: CommandCall, name: string): string | undefined {
  const at = argv.findIndex((word) => word === `-${name}` || word === `--${name}`);
  if (at >= 0) return argv[at + 1];
  return argv.find((word) => new RegExp(`^--?${name}=`).test(word))?.split(/=(.*)/s)[1];
}
