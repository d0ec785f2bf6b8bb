import type { World } from '../world.ts';
import type { ApiSchema } from './schema.ts';

/** What every handler of one cluster's API server works on. */
export type ApiContext = { readonly world: World; readonly schema: ApiSchema };
