import type { PodObject } from '../../../mesh/objects.ts';
import type { NodeInfo, Snapshot } from './snapshot.ts';

/** Why a node isn't fit for a pod; `helped` tells whether it could become so when other pods went. */
export type Misfit = { readonly reason: string; readonly helped: boolean };

/** One thing that a node has to have. @see https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins */
export type Filter = {
  readonly name: string;
  /** Why no node at all can be fit. */
  readonly before?: (pod: PodObject, all: Snapshot) => string | undefined;
  /** What is wrong with a node; nothing when it is fit. */
  readonly check?: (pod: PodObject, node: NodeInfo, all: Snapshot) => readonly Misfit[];
};

/** What other pods can't change. */
export const hopeless = (reason: string): readonly Misfit[] => [{ reason, helped: false }];

/** What may change when other pods go. */
export const crowded = (reason: string): readonly Misfit[] => [{ reason, helped: true }];
