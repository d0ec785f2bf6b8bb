import type { Switches } from '../../dataplane/switches.ts';
import type { Container, PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import type { Volume } from '../files/volume.ts';
import type { FoundImage } from '../images/catalog.ts';
import type { Network } from '../workload.ts';
import type { RestartPolicy } from './back-off.ts';

/** What one container is started with. */
export type ContainerOptions = {
  readonly world: World;
  readonly pod: () => PodObject;
  readonly container: Container;
  readonly found: FoundImage;
  readonly network: Network;
  readonly switches: Switches;
  readonly restartPolicy: RestartPolicy;
  readonly volumes: () => ReadonlyMap<string, Volume>;
  readonly onChange: () => void;
  /** Whether another container of the pod listens on a port. */
  readonly isTaken: (port: number) => boolean;
};
