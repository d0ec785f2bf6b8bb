import type { ContainerTarget, ProcessIo } from '../../workloads/runtime.ts';
import type { ResourceRequest } from '../request.ts';
import { ApiError, badRequest } from '../store/api-error.ts';
import { targetOf } from '../subresources/container-target.ts';
import { type RemoteStreams, type WantedStreams, wantedStreams } from './remote-streams.ts';

/** What a request for exec or attach is about, once all that can be refused before the upgrade has been. */
type RemoteCommand = {
  readonly wanted: WantedStreams;
  /** Runs it on the client's streams, and hangs up; never rejects. */
  run(streams: RemoteStreams): Promise<void>;
};

/** @throws ApiError NotFound, or 400 */
export function remoteCommand(request: ResourceRequest): RemoteCommand {
  const target = targetOf(request);
  const wanted = wantedStreams(request.query);
  const argv = request.query.getAll('command');
  const isExec = request.subresource === 'exec';
  if (isExec && argv.length === 0) throw badRequest('you must specify at least 1 command for the container');
  if (isExec) checkRunning(request, target);
  const { runtime } = request.world;
  const start = async (io: ProcessIo): Promise<unknown> => {
    if (isExec) return exitStatus(await runtime.exec(target, argv, io));
    await runtime.attach(target, io);
    return success;
  };
  return {
    wanted,
    async run(streams) {
      const { stdin, stdout, stderr, signal } = streams;
      const io = { stdout, stderr, tty: wanted.tty, signal, ...(stdin ? { stdin } : {}) };
      await streams.finish(await start(io).catch(failureStatus));
    },
  };
}

/** Without a container there is nothing to talk to, and the node's answer is plain text. */
function checkRunning({ world }: ResourceRequest, { pod, container }: ContainerTarget): void {
  const state = world.runtime.state(pod.metadata.uid ?? '', container);
  if (state?.kind !== 'running')
    throw new ApiError(500, 'InternalError', `container not found ("${container}")`);
}

const success = { metadata: {}, status: 'Success' } as const;

const exitStatus = (code: number): unknown =>
  code === 0
    ? success
    : {
        metadata: {},
        status: 'Failure',
        reason: 'NonZeroExitCode',
        message: `command terminated with non-zero exit code: exit status ${code}`,
        details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
      };

/** What the runtime refuses comes as an internal error, as a node's refusals do. */
function failureStatus(error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ApiError) return { ...error.toStatus() };
  return new ApiError(500, 'InternalError', `Internal error occurred: ${message}`).toStatus();
}
