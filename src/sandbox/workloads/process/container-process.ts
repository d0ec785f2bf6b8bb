import { PassThrough, type Readable } from 'node:stream';
import type { Switches } from '../../dataplane/switches.ts';
import type { Container, PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import type { Command, CommandHost, Files } from '../commands/command.ts';
import { findCommand } from '../commands/find-command.ts';
import type { FoundImage } from '../images/catalog.ts';
import { type ImageName, parseImageName } from '../images/reference.ts';
import type { ContainerState, ProcessIo, Termination } from '../runtime.ts';
import type { Handler, Network, Place, Server, Workload } from '../workload.ts';
import { containerFiles } from './container-files.ts';
import { ContainerConfigError, environmentOf } from './environment.ts';
import { LogBuffer } from './log-buffer.ts';
import { notInImage, notSimulated } from './not-in-image.ts';
import { runCommand } from './run-command.ts';
import { sharedOutput } from './shared-output.ts';
import { terminalInput } from './terminal-input.ts';

type ContainerOptions = {
  readonly world: World;
  readonly pod: () => PodObject;
  readonly container: Container & {
    readonly command?: readonly string[];
    readonly args?: readonly string[];
    readonly stdin?: boolean;
  };
  readonly found: FoundImage;
  readonly network: Network;
  readonly switches: Switches;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly onChange: () => void;
};

/** How long a container whose stdin is open waits for somebody to attach before it starts, in milliseconds. */
const attachPatienceMs = 700;

/** When a pull that failed is called off for a while, in milliseconds. */
const pullBackOffMs = 1000;

/** One container of a running pod: its process, its log, its restarts. */
export class ContainerProcess {
  readonly #options: ContainerOptions;
  readonly #image: ImageName;
  readonly #found: FoundImage;
  readonly #files: Files;
  readonly #stop = new AbortController();
  readonly #attached = new Set<ProcessIo>();
  #state: ContainerState = { kind: 'waiting', reason: 'ContainerCreating', message: '' };
  #log: LogBuffer;
  #previousLog: LogBuffer | undefined;
  #server: Server | undefined;
  #place: Place | undefined;
  #restarts = 0;
  #last: Termination | undefined;
  #stdin = new PassThrough();
  #interrupt = new AbortController();
  readonly #ended = Promise.withResolvers<void>();
  readonly #someoneAttached = Promise.withResolvers<void>();

  constructor(options: ContainerOptions) {
    this.#options = options;
    this.#image = parseImageName(options.container.image);
    this.#found = options.found;
    this.#files = containerFiles(options.pod);
    this.#log = new LogBuffer(options.world.clock.now);
  }

  get state(): ContainerState {
    return { ...this.#state, restarts: this.#restarts, ...(this.#last ? { last: this.#last } : {}) };
  }

  get workload(): Workload | undefined {
    return this.#found.kind === 'simulated' ? this.#found.workload : undefined;
  }

  /** The image, of a container that runs and of which nothing else is known. */
  get opaqueImage(): string | undefined {
    return this.#found.kind === 'opaque' ? this.#options.container.image : undefined;
  }

  log(previous: boolean): LogBuffer | undefined {
    return previous ? this.#previousLog : this.#log;
  }

  print(line: string): void {
    if (this.#state.kind === 'running') this.#log.print(line);
  }

  /** Who answers on a port of this container. */
  listener(port: number): Handler | undefined {
    return this.#state.kind === 'running' ? this.#server?.(port) : undefined;
  }

  start(): void {
    switch (this.#found.kind) {
      case 'simulated':
        this.#run(this.#found.workload);
        break;
      case 'opaque':
        this.#run();
        break;
      case 'absent':
        this.#pullFails(this.#found);
        break;
      default:
        this.#found satisfies never;
    }
  }

  stop(): void {
    this.#stop.abort();
    if (this.#state.kind === 'running') this.#finish({ exitCode: 0, reason: 'Completed' });
    this.#log.close();
    this.#ended.resolve();
  }

  /** Joins the process: its output from now on, and stdin into it. Resolves when it ends. */
  async attach(io: ProcessIo): Promise<void> {
    if (this.#state.kind === 'terminated') return;
    this.#attached.add(io);
    if (io.stdin) this.#takeInput(io.stdin, io.tty);
    this.#someoneAttached.resolve();
    const left = new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve()));
    await Promise.race([this.#ended.promise, left]);
    this.#attached.delete(io);
  }

  #takeInput(raw: Readable, tty: boolean): void {
    const input = tty ? terminalInput(raw) : { stdin: raw };
    input.stdin.on('data', (chunk: Buffer) => this.#stdin.write(chunk)).once('end', () => this.#stdin.end());
    if ('interrupted' in input) input.interrupted.addEventListener('abort', () => this.#interrupt.abort());
  }

  /** What a command inside this container sees of the machine. */
  host(): CommandHost {
    const { workload } = this;
    return {
      network: this.#options.network,
      files: this.#files,
      curlVersion: workload?.curlVersion?.(this.#image.tag) ?? '',
      find: (name) => findCommand(workload?.binaries ?? [], name),
    };
  }

  get env(): Readonly<Record<string, string>> {
    return this.#place?.env ?? {};
  }

  /** Without a workload it is opaque: it runs, since nobody knows of a reason why it should not. */
  #run(workload?: Workload): void {
    const { world, pod, container, network, switches } = this.#options;
    try {
      const env = environmentOf({ world, pod: pod(), workload: workload ?? {}, container });
      const log = this.#log;
      this.#place = { world, pod, container, env, network, switches, print: (line) => log.print(line) };
    } catch (error) {
      if (!(error instanceof ContainerConfigError)) throw error;
      this.#become({ kind: 'waiting', reason: 'CreateContainerConfigError', message: error.message });
      return;
    }
    if (!workload) {
      this.#become({ kind: 'running', startedAt: world.clock.now() });
      return;
    }
    const { command, args = [] } = container;
    const entry = command?.length
      ? { kind: 'command' as const, argv: [...command, ...args] }
      : workload.entrypoint(args);
    if (entry.kind === 'command') this.#runCommand(entry.argv);
    else {
      this.#become({ kind: 'running', startedAt: world.clock.now() });
      this.#server = entry.start(this.#place);
    }
  }

  #runCommand(argv: readonly string[]): void {
    const [name = ''] = argv;
    const host = this.host();
    const found = host.find(name);
    if (found.kind !== 'command') {
      const why = found.kind === 'absent' ? notInImage(name) : notSimulated(name);
      this.#finish({ exitCode: 128, reason: 'StartError', message: startError(why) });
      return;
    }
    this.#become({ kind: 'running', startedAt: this.#options.world.clock.now() });
    void this.#execute(found.run, argv);
  }

  async #execute(command: Command, argv: readonly string[]): Promise<void> {
    const { stdin } = this.#options.container;
    if (stdin) await this.#patience();
    const { end, ...output } = sharedOutput(this.#log, this.#attached);
    const io = { ...(stdin ? { stdin: this.#stdin } : {}), ...output, tty: false, signal: this.#stop.signal };
    const call = { argv, env: this.env, io, host: this.host() };
    const exitCode = await runCommand(command, call, this.#interrupt.signal);
    end();
    if (this.#state.kind === 'running') {
      this.#finish({ exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' });
    }
  }

  async #patience(): Promise<void> {
    const timer = Promise.withResolvers<void>();
    const handle = setTimeout(timer.resolve, attachPatienceMs);
    await Promise.race([timer.promise, this.#someoneAttached.promise, this.#ended.promise]);
    clearTimeout(handle);
  }

  #finish(end: { exitCode: number; reason: string; message?: string }): void {
    const now = this.#options.world.clock.now();
    const startedAt = this.#state.kind === 'running' ? this.#state.startedAt : now;
    const termination: Termination = { ...end, startedAt, finishedAt: now };
    const { restartPolicy } = this.#options;
    const again = restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && end.exitCode !== 0);
    if (!again || this.#stop.signal.aborted) {
      this.#become({ kind: 'terminated', ...termination });
      this.#log.close();
      this.#ended.resolve();
      return;
    }
    this.#last = termination;
    this.#restart();
  }

  /** The first restart is immediate; then the kubelet waits 10 s, 20 s, 40 s … up to 5 minutes. */
  #restart(): void {
    const { world, pod, container } = this.#options;
    const backOffS = this.#restarts === 0 ? 0 : Math.min(300, 10 * 2 ** (this.#restarts - 1));
    const { name, namespace, uid } = pod().metadata;
    if (backOffS) {
      const message = `back-off ${backOffS}s restarting failed container=${container.name} pod=${name}_${namespace}(${uid})`;
      this.#become({ kind: 'waiting', reason: 'CrashLoopBackOff', message });
    }
    this.#later(Math.max(backOffS * 1000, 10), () => {
      this.#restarts += 1;
      this.#log.close();
      this.#previousLog = this.#log;
      this.#interrupt = new AbortController();
      this.#log = new LogBuffer(world.clock.now);
      this.start();
    });
  }

  #pullFails({ reason, message, hint = '' }: FoundImage & { readonly kind: 'absent' }): void {
    this.#become({ kind: 'waiting', reason, message, hint });
    if (reason === 'InvalidImageName') return;
    this.#later(pullBackOffMs, () => {
      const backOff = `Back-off pulling image "${this.#options.container.image}": ErrImagePull: ${message}`;
      this.#become({ kind: 'waiting', reason: 'ImagePullBackOff', message: backOff });
    });
  }

  #later(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      if (!this.#stop.signal.aborted) action();
    }, delayMs);
    timer.unref();
    this.#stop.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  #become(state: ContainerState): void {
    this.#state = state;
    this.#options.onChange();
  }
}

const startError = (why: string): string =>
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: ' +
  `runc create failed: unable to start container process: ${why}`;
