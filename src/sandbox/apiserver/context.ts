import type { World } from '../world.ts';
import type { AdmissionPlugin } from './admission/plugin.ts';
import type { Authorizer } from './authorization/authorizer.ts';

/** What every handler of one cluster's API server works on. */
export type ApiContext = {
  readonly world: World;
  readonly authorizer: Authorizer;
  /** In the order in which they look at a request. */
  readonly plugins: readonly AdmissionPlugin[];
};
