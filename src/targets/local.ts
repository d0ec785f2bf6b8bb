import { devNull } from 'node:os';
import type { Target } from '../engine/model/target.ts';

/**
 * This machine alone, for runbooks that declare no clusters. An empty kubeconfig keeps a stray `kubectl` from
 * touching whatever cluster happens to be the user's current one.
 */
export const localTarget: Target = {
  name: 'local',
  open: async () => ({
    facts: { name: 'local', simulated: false, summary: 'this machine, no cluster', clusters: [], tools: {} },
    kubeconfig: devNull,
    env: {},
    path: [],
    secrets: [],
    close: async () => {},
  }),
};
