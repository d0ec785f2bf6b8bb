import type { World } from '../world.ts';
import type { AdmissionPlugin } from './admission/plugin.ts';
import type { Authorizer } from './authorization/authorizer.ts';
import type { RequestCounts } from './metrics.ts';
import type { KubeObject } from './store/object.ts';

/** What every handler of one cluster's API server works on. */
export type ApiContext = {
  readonly world: World;
  readonly authorizer: Authorizer;
  /** In the order in which they look at a request. */
  readonly plugins: readonly AdmissionPlugin[];
  /** Lets a pod be evicted, or says why not. @throws ApiError 429 */
  readonly allowEviction: (world: World, pod: KubeObject, dryRun: boolean) => void;
  /** What `/metrics` tells; nothing is counted when left out. */
  readonly requests?: RequestCounts;
};
