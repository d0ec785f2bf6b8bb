import { connectFrom } from '../../dataplane/connect-from.ts';
import { resolverPatienceMs, silence } from '../../dataplane/patience.ts';
import { resolve as resolveName } from '../../dataplane/resolve.ts';
import type { Switches } from '../../dataplane/switches.ts';
import type { Container, PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { MountError, type SharedVolumes } from '../config/volumes.ts';
import type { Volume } from '../files/volume.ts';
import { type ImageCatalog, neverPulled } from '../images/catalog.ts';
import type { OpaqueLedger } from '../images/opaque.ts';
import type { Network } from '../workload.ts';
import { openVolumes } from './container-machine.ts';
import { ContainerProcess } from './container-process.ts';

type PodOptions = {
  readonly world: World;
  readonly pod: PodObject;
  readonly switches: Switches;
  readonly images: ImageCatalog;
  readonly shared: SharedVolumes;
  readonly opaque: OpaqueLedger;
  readonly onChange: () => void;
  /** Images that aren't on the node and mustn't be fetched. */
  readonly missing: ReadonlySet<string>;
};

/** How long the kubelet waits before it tries to mount again, in milliseconds. */
const mountAgainMs = 300;

/** The containers of a pod, in the order in which they may start. */
export class PodProcess {
  readonly #options: PodOptions;
  readonly #init: readonly ContainerProcess[];
  readonly #sidecars: ReadonlySet<ContainerProcess>;
  readonly #main: readonly ContainerProcess[];
  readonly #ephemeral = new Map<string, ContainerProcess>();
  readonly #network: Network;
  #volumes: ReadonlyMap<string, Volume> | undefined;
  #mountFailure: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: PodOptions) {
    this.#options = options;
    this.#network = podNetwork(options.world, this.#pod, options.switches);
    const { initContainers = [], containers = [], restartPolicy = 'Always' } = options.pod.spec ?? {};
    const initPolicy = restartPolicy === 'Never' ? 'Never' : 'OnFailure';
    this.#init = initContainers.map((container) =>
      this.#create(container, container.restartPolicy ?? initPolicy),
    );
    this.#sidecars = new Set(
      this.#init.filter((_, index) => initContainers[index]?.restartPolicy === 'Always'),
    );
    this.#main = containers.map((container) => this.#create(container, restartPolicy));
    if (this.#init.length) for (const process of this.#main) process.wait('PodInitializing');
    for (const process of this.#init) process.wait('PodInitializing');
  }

  get all(): readonly ContainerProcess[] {
    return [...this.#init, ...this.#main, ...this.#ephemeral.values()];
  }

  /** Why its volumes can't be mounted; undefined when they are. */
  get mountFailure(): string | undefined {
    return this.#mountFailure;
  }

  find(name: string): ContainerProcess | undefined {
    return this.all.find((process) => process.name === name);
  }

  /** Mounts what it needs and starts what may start; tries again later where that isn't possible. */
  start(): void {
    if (this.#stopped) return;
    try {
      this.#volumes = openVolumes({
        world: this.#options.world,
        pod: this.#pod,
        shared: this.#options.shared,
      });
      this.#mountFailure = undefined;
    } catch (error) {
      if (!(error instanceof MountError)) throw error;
      this.#mountFailure = error.message;
      this.#timer = setTimeout(() => this.start(), mountAgainMs);
      this.#timer.unref();
      this.#options.onChange();
      return;
    }
    this.advance(() => true);
  }

  /**
   * Starts what may start by now: init containers one after another, then the others. `isStarted` says of a container
   * that goes on running beside the others whether these may follow.
   */
  advance(isStarted: (container: string) => boolean): void {
    if (!this.#volumes || this.#stopped) return;
    for (const process of this.#init) {
      if (!process.begun) this.#begin(process);
      const { state } = process;
      const over = state.kind === 'terminated' && state.exitCode === 0;
      const goesOn = this.#sidecars.has(process) && state.kind === 'running' && isStarted(process.name);
      if (!over && !goesOn) return;
    }
    for (const process of this.#main) if (!process.begun) this.#begin(process);
    const done = this.#main.every(({ state }) => state.kind === 'terminated');
    if (done && this.#main.length) for (const process of this.#sidecars) process.stop();
  }

  /** A container that somebody adds to look around. */
  add(container: Container): void {
    if (this.#ephemeral.has(container.name)) return;
    const process = this.#create(container, 'Never');
    this.#ephemeral.set(container.name, process);
    this.#begin(process);
  }

  /** Asks all containers to end; resolves when those have that take notice. */
  async ask(): Promise<void> {
    await Promise.all(this.all.map((process) => process.ask()));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const process of this.all) process.stop();
  }

  readonly #pod = (): PodObject => {
    const { world, pod } = this.#options;
    const { namespace = '', name } = pod.metadata;
    return world.store.get<PodObject>({ resource: 'pods', namespace, name }) ?? pod;
  };

  #begin(process: ContainerProcess): void {
    const { opaque, pod } = this.#options;
    process.start();
    if (process.opaqueImage) opaque.ran(process.opaqueImage, `${pod.metadata.uid}/${process.name}`);
  }

  #create(container: Container, restartPolicy: 'Always' | 'OnFailure' | 'Never'): ContainerProcess {
    const { world, switches, images, onChange } = this.#options;
    return new ContainerProcess({
      world,
      pod: this.#pod,
      container,
      found: this.#options.missing.has(container.image)
        ? neverPulled(container.image)
        : images.find(container.image),
      network: this.#network,
      switches,
      restartPolicy,
      volumes: () => this.#volumes ?? new Map(),
      onChange,
      isTaken: (port) =>
        this.all.some((other) => other.name !== container.name && other.listener(port) !== undefined),
    });
  }
}

function podNetwork(world: World, pod: () => PodObject, switches: Switches): Network {
  return {
    resolve: async (host) => {
      const found = resolveName(world, pod(), host);
      if (found !== 'silent') return found;
      await silence(resolverPatienceMs);
      return undefined;
    },
    exchange: (to, request) => connectFrom({ world, pod: pod(), switches }, to, request),
  };
}
