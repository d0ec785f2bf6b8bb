import type { Switches } from '../../dataplane/switches.ts';
import type { Container, PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { environmentOf } from '../config/environment.ts';
import { verifyNonRoot } from '../config/non-root.ts';
import type { FileTree } from '../files/file-tree.ts';
import type { Volume } from '../files/volume.ts';
import type { Network, Place, Workload } from '../workload.ts';
import { containerTree } from './container-machine.ts';
import type { LogBuffer } from './log-buffer.ts';
import { Ports } from './ports.ts';

/** All that one life of a container holds. */
export type Life = {
  readonly place: Place;
  readonly tree: FileTree;
  readonly container: Container;
  readonly ports: Ports;
  readonly log: LogBuffer;
  /** Ctrl-C of whoever is attached; an order to end; the end, whatever the process does. */
  readonly interrupt: AbortController;
  readonly asked: AbortController;
  readonly killed: AbortController;
};

type LifeRequest = {
  readonly world: World;
  readonly pod: () => PodObject;
  readonly container: Container;
  /** Absent for an opaque image. */
  readonly workload: Workload | undefined;
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly network: Network;
  readonly switches: Switches;
  readonly log: LogBuffer;
  readonly isTaken: (port: number) => boolean;
  readonly signal: (name: string) => void;
};

/** What a container that starts gets: environment, files, ports. @throws ContainerConfigError */
export function newLife(request: LifeRequest): Life {
  const { world, pod, container, workload, volumes, network, switches, log } = request;
  verifyNonRoot(pod(), container, workload?.user);
  const env = environmentOf({ world, pod: pod(), image: workload?.env ?? {}, container });
  const image = { files: workload?.files ?? {}, folders: workload?.folders ?? [] };
  const tree = containerTree({ world, pod: pod(), container, image, env, volumes });
  if (container.workingDir) tree.mkdir(container.workingDir, { parents: true });
  let traps = 0;
  const place: Place = {
    ...{ world, pod, container, env, network, switches, tree },
    print: (line) => log.print(line),
    trap: () => {
      traps += 1;
    },
    trapped: () => traps > 0,
    signal: request.signal,
  };
  const [interrupt, asked, killed] = [new AbortController(), new AbortController(), new AbortController()];
  return { place, tree, container, ports: new Ports(request.isTaken), log, interrupt, asked, killed };
}

/** Longest message of an end that a container may leave, in bytes; of its log, lines and bytes. */
const longest = { message: 4096, lines: 80, log: 2048 };

/** What a container wrote for whoever asks why it ended, or the end of its log where it wants that. */
export function lastWords(life: Life | undefined, exitCode: number): string {
  if (!life) return '';
  const { terminationMessagePath = '/dev/termination-log', terminationMessagePolicy } = life.container;
  try {
    const entry = life.tree.stat(terminationMessagePath);
    if (entry?.kind === 'file' && entry.content.length)
      return entry.content.subarray(0, longest.message).toString();
  } catch {
    // A path that isn't known holds nothing.
  }
  const fromLog = terminationMessagePolicy === 'FallbackToLogsOnError' && exitCode !== 0;
  return fromLog ? life.log.tail(longest.lines, longest.log) : '';
}
