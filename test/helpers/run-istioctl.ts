import { PassThrough } from 'node:stream';
import { dispatch } from '../../src/sandbox/apiserver/dispatch.ts';
import { errorResponse } from '../../src/sandbox/apiserver/response.ts';
import { accessControl } from '../../src/sandbox/kubernetes/access-control.ts';
import { istioctl } from '../../src/sandbox/tools/istioctl/istioctl.ts';
import { type ApiClient, ContextError } from '../../src/sandbox/tools/tool.ts';
import type { World } from '../../src/sandbox/world.ts';

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

type Around = {
  readonly stdin?: string;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  /** Those that the caller is in: administrators, if left out. */
  readonly groups?: readonly string[];
};

/** Runs istioctl on clusters whose contexts are called `east`, the current one, and `west`. */
export async function runIstioctl(
  clusters: { readonly east: World; readonly west: World },
  argv: readonly string[],
  { stdin = '', cwd = '/', signal = AbortSignal.timeout(60_000), groups = administrators }: Around = {},
): Promise<Ran> {
  const [input, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  input.end(stdin);
  const io = { stdout, stderr, stdin: () => input, tty: false, env: {}, cwd, signal };
  const code = await istioctl.run(argv, io, (context = 'east') => {
    if (context !== 'east' && context !== 'west')
      throw new ContextError(`context "${context}" does not exist`);
    return { world: clusters[context], namespace: 'default', api: clientOf(clusters[context], groups) };
  });
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const text = (stream: PassThrough): string => ((stream.read() as Buffer | null) ?? '').toString();

const administrators = ['system:masters', 'system:authenticated'];

/** Asks the API server of a cluster in this process. */
const clientOf =
  (world: World, groups: readonly string[]): ApiClient =>
  async ({ method, path, body, contentType = 'application/json' }) => {
    const [plain = '', query] = path.split('?');
    const user = { name: 'ann', groups };
    const call = {
      user,
      method,
      path: plain,
      query: new URLSearchParams(query),
      headers: { accept: 'application/json', 'content-type': contentType, 'user-agent': 'istioctl' },
      readBody: async () => Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    };
    const response = await dispatch({ world, ...accessControl }, call).catch(errorResponse);
    if (!('body' in response)) throw new Error(`${path} answers with a stream`);
    return { status: response.status, body: JSON.parse(JSON.stringify(response.body)) };
  };
