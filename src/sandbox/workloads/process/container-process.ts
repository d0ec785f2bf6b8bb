import type { Command, CommandHost } from '../commands/command.ts';
import { expand } from '../config/expand.ts';
import { ContainerConfigError } from '../config/pod-fields.ts';
import type { FoundImage } from '../images/catalog.ts';
import type { ContainerState, ProcessIo, Termination } from '../runtime.ts';
import type { Listener, Workload } from '../workload.ts';
import { Attachments } from './attachments.ts';
import { backOffSeconds, backOffText, isStartedAgain, paceOf, pullAgainMs } from './back-off.ts';
import type { ContainerOptions } from './container-options.ts';
import { type HookPlace, runHook, StartHook } from './hook.ts';
import { hostOf } from './host-of.ts';
import { type Life, lastWords, newLife } from './life.ts';
import { LogBuffer } from './log-buffer.ts';
import { lacksMemory, notInImage, notSimulated, startError } from './not-in-image.ts';
import { later } from './pause.ts';
import { declaredPorts, takenText } from './ports.ts';
import { killed, runCommand } from './run-command.ts';
import { sharedOutput } from './shared-output.ts';

const containerCreating: ContainerState = { kind: 'waiting', reason: 'ContainerCreating', message: '' };

/** One container of a running pod: its process, its log, its restarts. */
export class ContainerProcess {
  readonly #options: ContainerOptions;
  readonly #stop = new AbortController();
  /** Its pod is being deleted: what ends now isn't started again. */
  #ending = false;
  readonly startHook = new StartHook();
  readonly #attachments = new Attachments(() => this.#life?.interrupt.abort());
  #state: ContainerState = containerCreating;
  #begun = false;
  #log: LogBuffer;
  #previousLog: LogBuffer | undefined;
  #life: Life | undefined;
  #serves = false;
  #restarts = 0;
  #last: Termination | undefined;

  constructor(options: ContainerOptions) {
    this.#options = options;
    this.#log = new LogBuffer(options.world.clock.now);
  }

  get name(): string {
    return this.#options.container.name;
  }

  get image(): string {
    return this.#options.container.image;
  }

  get begun(): boolean {
    return this.#begun;
  }

  get state(): ContainerState {
    const isStarting = this.startHook.isPending && this.#state.kind === 'running';
    const state = isStarting ? containerCreating : this.#state;
    return { ...state, restarts: this.#restarts, ...(this.#last && { last: this.#last }) };
  }

  /** The image, of a container that runs and of which nothing else is known. */
  get opaqueImage(): string | undefined {
    return this.#options.found.kind === 'opaque' ? this.image : undefined;
  }

  log(previous: boolean): LogBuffer | undefined {
    return previous ? this.#previousLog : this.#log;
  }

  print(line: string): void {
    if (this.#state.kind === 'running') this.#log.print(line);
  }

  /** Who answers on a port of this container. */
  listener(port: number): Listener | undefined {
    return this.#state.kind === 'running' ? this.#life?.ports.listener(port) : undefined;
  }

  wait(reason: string): void {
    if (!this.#begun) this.#state = { kind: 'waiting', reason, message: '' };
  }

  start(): void {
    this.#begun = true;
    const { found } = this.#options;
    if (found.kind === 'absent') this.#pullFails(found);
    else this.#run(found.kind === 'simulated' ? found.workload : undefined);
  }

  /** Asks it to end; resolves when it has, or when it doesn't mind being asked. */
  async ask(): Promise<void> {
    this.#ending = true;
    const life = this.#life;
    if (this.#state.kind !== 'running' || !life) return;
    const { preStop } = this.#options.container.lifecycle ?? {};
    if (preStop) await runHook(preStop, this.#hookPlace);
    life.asked.abort();
    if (life.place.trapped()) await this.#attachments.ended;
  }

  stop(): void {
    this.#stop.abort();
    this.#life?.killed.abort();
    if (this.#state.kind === 'running') this.#finish({ exitCode: 0, reason: 'Completed' });
    this.#log.close();
    this.#attachments.end();
  }

  /** Ends this life, as after a failed probe: what takes notice of being asked gets the time to, once. */
  kill(exitCode: number): void {
    if (this.#state.kind !== 'running') return;
    const life = this.#life;
    if (life?.place.trapped() && !life.asked.signal.aborted) {
      life.asked.abort();
      return;
    }
    this.#finish({ exitCode, reason: 'Error' });
    life?.killed.abort();
  }

  /** Joins the process: its output from now on, and stdin into it. Resolves when it ends. */
  async attach(io: ProcessIo): Promise<void> {
    if (this.#state.kind !== 'terminated') await this.#attachments.attach(io);
  }

  /** What a command inside this container sees of the machine. */
  host(): CommandHost {
    const { found, container, network } = this.#options;
    return hostOf({ life: this.#life, found, image: container.image, network });
  }

  get env(): Readonly<Record<string, string>> {
    return this.#life?.place.env ?? {};
  }

  /** Where commands start. */
  get cwd(): string {
    const { container, found } = this.#options;
    return container.workingDir ?? (found.kind === 'simulated' ? found.workload.workdir : undefined) ?? '/';
  }

  /** A first process takes no notice of what it has no handler for; servers have theirs. */
  #signal(name: string): void {
    if (!['TERM', 'INT', 'QUIT'].includes(name) || this.#state.kind !== 'running') return;
    if (this.#serves) this.#finish({ exitCode: 0, reason: 'Completed' });
    else this.#life?.asked.abort();
  }

  /** Without a workload it is opaque: it runs, since nobody knows of a reason why it should not. */
  #run(workload: Workload | undefined): void {
    const { world, container } = this.#options;
    try {
      const { volumes, ...rest } = this.#options;
      this.#life = newLife({
        ...rest,
        workload,
        volumes: volumes(),
        log: this.#log,
        signal: (name) => this.#signal(name),
      });
    } catch (error) {
      if (!(error instanceof ContainerConfigError)) throw error;
      this.#become({ kind: 'waiting', reason: 'CreateContainerConfigError', message: error.message });
      later(pullAgainMs, this.#stop.signal, () => this.start());
      return;
    }
    const { place, ports } = this.#life;
    if (lacksMemory(container.resources)) {
      this.#notStarted('container init was OOM-killed (memory limit too low?)');
      return;
    }
    if (!workload) {
      this.#become({ kind: 'running', startedAt: world.clock.now() });
      return;
    }
    const [command, args = []] = [container.command, container.args].map((words) =>
      words?.map((word) => expand(word, place.env)),
    );
    const entry =
      command?.length && !workload.whole
        ? { kind: 'command' as const, argv: [...command, ...args] }
        : workload.entrypoint(args);
    this.#serves = false;
    if (entry.kind === 'command') this.#runCommand(entry.argv);
    else {
      this.startHook.begin(container.lifecycle?.postStart);
      this.#become({ kind: 'running', startedAt: world.clock.now() });
      this.#serves = true;
      const taken = ports.serve(entry.start(place), declaredPorts(this.#options.pod()));
      if (taken === undefined) void this.#postStart();
      else this.#fails(takenText(taken, container.image));
    }
  }

  #fails(why: string): void {
    this.#log.print(why);
    this.#finish({ exitCode: 1, reason: 'Error' });
  }

  #notStarted(why: string): void {
    this.#finish({ exitCode: 128, reason: 'StartError', message: startError(why) });
  }

  #runCommand(argv: readonly string[]): void {
    const [name = ''] = argv;
    const found = this.host().find(name);
    if (found.kind !== 'command') {
      const why = found.kind === 'absent' ? notInImage(name) : notSimulated(name);
      this.#notStarted(why);
      return;
    }
    this.startHook.begin(this.#options.container.lifecycle?.postStart);
    this.#become({ kind: 'running', startedAt: this.#options.world.clock.now() });
    void this.#execute(found.run, argv);
    void this.#postStart();
  }

  async #execute(command: Command, argv: readonly string[]): Promise<void> {
    const { stdin, tty = false } = this.#options.container;
    const life = this.#life;
    if (!life) return;
    if (stdin) await this.#attachments.patience();
    const { end, ...output } = sharedOutput(this.#log, this.#attachments.all);
    const io = {
      ...(stdin ? { stdin: this.#attachments.stdin } : {}),
      ...output,
      tty: Boolean(stdin && tty),
      signal: AbortSignal.any([this.#stop.signal, life.killed.signal]),
      asked: life.asked.signal,
    };
    const call = { argv, env: this.env, io, host: this.host(), cwd: this.cwd };
    const exitCode = await runCommand(command, call, life.interrupt.signal);
    end();
    if (this.#state.kind === 'running' && this.#life === life)
      this.#finish({ exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' });
  }

  /** The container is ended when what it wants done after its start can't be. */
  async #postStart(): Promise<void> {
    const { postStart } = this.#options.container.lifecycle ?? {};
    if (!postStart) return;
    const done = await this.startHook.run(postStart, this.#hookPlace);
    if (done === undefined) return;
    if (!done) this.kill(killed.kill);
    this.#options.onChange();
  }

  get #hookPlace(): HookPlace {
    return { process: this, pod: this.#options.pod(), signal: this.#stop.signal };
  }

  #finish(end: { exitCode: number; reason: string; message?: string }): void {
    const now = this.#options.world.clock.now();
    const startedAt = this.#state.kind === 'running' ? this.#state.startedAt : now;
    const message = end.message ?? lastWords(this.#life, end.exitCode);
    const termination: Termination = { ...end, ...(message ? { message } : {}), startedAt, finishedAt: now };
    this.#life?.ports.close();
    const again = isStartedAgain(this.#options.restartPolicy, end.exitCode);
    if (!again || this.#ending || this.#stop.signal.aborted) {
      this.#become({ kind: 'terminated', ...termination });
      this.#log.close();
      this.#attachments.end();
      return;
    }
    this.#last = termination;
    this.#restart();
  }

  /** The first restart is immediate; then the kubelet waits longer each time. */
  #restart(): void {
    const { world, pod, container } = this.#options;
    const backOffS = backOffSeconds(this.#restarts);
    if (backOffS) {
      const message = backOffText(backOffS, container.name, pod().metadata);
      this.#become({ kind: 'waiting', reason: 'CrashLoopBackOff', message });
    }
    later(Math.max(backOffS * 1000 * paceOf(world.clock), 10), this.#stop.signal, () => {
      this.#restarts += 1;
      this.#log.close();
      this.#previousLog = this.#log;
      this.#log = new LogBuffer(world.clock.now);
      this.start();
    });
  }

  #pullFails({ reason, message, hint = '' }: FoundImage & { readonly kind: 'absent' }): void {
    this.#become({ kind: 'waiting', reason, message, hint });
    if (reason !== 'ErrImagePull') return;
    later(pullAgainMs, this.#stop.signal, () => {
      const backOff = `Back-off pulling image "${this.#options.container.image}": ErrImagePull: ${message}`;
      this.#become({ kind: 'waiting', reason: 'ImagePullBackOff', message: backOff });
    });
  }

  #become(state: ContainerState): void {
    this.#state = state;
    this.#options.onChange();
  }
}
