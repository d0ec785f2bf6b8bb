import { ApiError, badRequest, notFound } from '../apiserver/store/api-error.ts';
import { defaultSwitches, type Switches } from '../dataplane/switches.ts';
import { noTls } from '../dataplane/tls.ts';
import { Unsimulated } from '../dataplane/unsimulated.ts';
import type { World } from '../world.ts';
import type { CommandIo } from './commands/command.ts';
import { createSharedVolumes } from './config/volumes.ts';
import { createCatalog, type ImageCatalog } from './images/catalog.ts';
import { OpaqueLedger, opaqueText } from './images/opaque.ts';
import type { ContainerProcess } from './process/container-process.ts';
import type { LogBuffer } from './process/log-buffer.ts';
import { execRefused } from './process/not-in-image.ts';
import { PodProcess } from './process/pod-process.ts';
import { RequestMeter, usageNow } from './process/request-meter.ts';
import { runCommand } from './process/run-command.ts';
import { sinkOf } from './process/sink.ts';
import { terminalInput } from './process/terminal-input.ts';
import type { ContainerRuntime, ContainerTarget, LogOptions, ProcessIo } from './runtime.ts';
import { openConnection } from './serve-http.ts';
import { openSecureConnection } from './serve-tls.ts';

export type RuntimeOptions = { readonly switches?: Switches; readonly images?: ImageCatalog };

/** The containers of one cluster. `getWorld` gives the cluster that they run in, which in turn holds the runtime. */
export function createRuntime(getWorld: () => World, options: RuntimeOptions = {}): ContainerRuntime {
  const { switches = defaultSwitches, images = createCatalog() } = options;
  const pods = new Map<string, PodProcess>();
  const opaque = new OpaqueLedger();
  const meter = new RequestMeter();
  const shared = createSharedVolumes(() => getWorld().clock.now());

  /** Refuses what would have to know what is in an image. */
  const refuseOpaque = (process: ContainerProcess, what: string): void => {
    if (!process.opaqueImage) return;
    opaque.asked(process.opaqueImage, what);
    throw new ApiError(500, 'InternalError', opaqueText(process.opaqueImage, what));
  };

  const processOf = ({ pod, container }: ContainerTarget): ContainerProcess => {
    const found = pods.get(pod.metadata.uid ?? '')?.find(container);
    if (!found) throw notFound('containers', container);
    return found;
  };

  const listener = (uid: string, port: number) => {
    const containers = pods.get(uid)?.all ?? [];
    const found = containers.map((container) => container.listener(port)).find(Boolean);
    const image = containers.find((each) => each.state.kind === 'running' && each.opaqueImage)?.opaqueImage;
    if (found || !image) return found;
    const what = `what it answers on port ${port}`;
    opaque.asked(image, what);
    throw new Unsimulated(opaqueText(image, what));
  };

  return {
    start(pod, onChange, missing = new Set()) {
      const uid = pod.metadata.uid ?? '';
      if (pods.has(uid)) return;
      const process = new PodProcess({
        world: getWorld(),
        pod,
        switches,
        images,
        shared,
        opaque,
        onChange,
        missing: new Set([...missing].filter((image) => !images.isDescribed(image))),
      });
      pods.set(uid, process);
      process.start();
    },
    advance: (uid, isStarted) => pods.get(uid)?.advance(isStarted),
    add: (uid, container) => pods.get(uid)?.add(container),
    kill: (uid, container, exitCode) => pods.get(uid)?.find(container)?.kill(exitCode),
    ask: async (uid) => pods.get(uid)?.ask(),
    stop(uid) {
      pods.get(uid)?.stop();
      pods.delete(uid);
    },
    state: (uid, container) => pods.get(uid)?.find(container)?.state,
    mountFailure: (uid) => pods.get(uid)?.mountFailure,
    hookFailures: (uid) =>
      Object.fromEntries(pods.get(uid)?.all.map(({ name, startHook }) => [name, startHook.failures]) ?? []),
    measures: images.measures,
    usage(uid, container) {
      const process = pods.get(uid)?.find(container);
      const usage = process?.state.kind === 'running' ? images.usageOf(process.image) : undefined;
      return usage && usageNow(usage, meter.perSecond(`${uid} ${container}`, getWorld().clock));
    },
    admissionOf: (image) => images.admissionOf(image),
    opaqueImage: (uid, container) => pods.get(uid)?.find(container)?.opaqueImage,
    opaque,
    async exec(target, argv, io) {
      const process = processOf(target);
      refuseOpaque(process, `what \`${argv[0] ?? ''}\` does in it`);
      return exec(process, target, argv, io);
    },
    async attach(target, io) {
      const process = processOf(target);
      refuseOpaque(process, 'what its process says');
      return process.attach(io);
    },
    logs(target, options) {
      const process = processOf(target);
      refuseOpaque(process, 'its log');
      return logOf(process, target, options).read(options);
    },
    async connect(pod, port) {
      const found = unlessUnsimulated(() => listener(pod.metadata.uid ?? '', port));
      if (!found) throw connectionRefused(pod.metadata.uid ?? '', port);
      return typeof found === 'function' ? openConnection(found) : openSecureConnection(found);
    },
    deliver(uid, port, request, { tls, ...peer }) {
      if (images.measures) {
        const serving = pods.get(uid)?.all.find((container) => container.listener(port));
        if (serving) meter.count(`${uid} ${serving.name}`, getWorld().clock);
      }
      const found = listener(uid, port);
      if (!found) return undefined;
      if (typeof found === 'function') return tls ? Promise.resolve(noTls) : found(request, peer);
      return tls ? found.secure(request, peer, tls) : found.plain(request, peer);
    },
    print: (uid, container, line) => pods.get(uid)?.find(container)?.print(line),
  };
}

/** What can't be told is an error of the API server for whoever asked through it. */
function unlessUnsimulated<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Unsimulated) throw new ApiError(500, 'InternalError', error.message);
    throw error;
  }
}

function exec(
  process: ContainerProcess,
  target: ContainerTarget,
  argv: readonly string[],
  io: ProcessIo,
): Promise<number> {
  if (process.state.kind !== 'running') {
    throw new ApiError(500, 'InternalError', `container not found ("${target.container}")`);
  }
  const [name = ''] = argv;
  const host = process.host();
  const found = host.find(name);
  if (found.kind !== 'command') throw execRefused(name, found.kind === 'not simulated');
  const input = io.stdin && (io.tty ? terminalInput(io.stdin) : { stdin: io.stdin });
  const commandIo: CommandIo = {
    ...(input ? { stdin: input.stdin } : {}),
    ...sinkOf(io),
    tty: io.tty,
    signal: io.signal,
  };
  const call = { argv, env: process.env, io: commandIo, host, cwd: process.cwd };
  return runCommand(found.run, call, input && 'interrupted' in input ? input.interrupted : undefined);
}

function logOf(process: ContainerProcess, target: ContainerTarget, options: LogOptions): LogBuffer {
  const { container, pod } = target;
  const log = process.log(options.previous);
  if (!log) {
    throw badRequest(`previous terminated container "${container}" in pod "${pod.metadata.name}" not found`);
  }
  const { state } = process;
  if (state.kind === 'waiting' && !state.last && !options.previous) {
    throw badRequest(
      `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${waitingText(state.reason)}`,
    );
  }
  return log;
}

/** The kubelet's words for why there is no log yet. */
function waitingText(reason: string): string {
  if (reason === 'ErrImagePull') return "image can't be pulled";
  if (reason === 'ImagePullBackOff') return 'trying and failing to pull image';
  return reason;
}

/** As the kubelet reports it on the error stream of a port-forward. */
const connectionRefused = (uid: string, port: number): ApiError =>
  new ApiError(
    500,
    'InternalError',
    `an error occurred forwarding ${port} -> ${port}: error forwarding port ${port} to pod ${uid}: failed to execute ` +
      `portforward in network namespace: failed to connect to localhost:${port} inside namespace "${uid}", ` +
      `IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused`,
  );
