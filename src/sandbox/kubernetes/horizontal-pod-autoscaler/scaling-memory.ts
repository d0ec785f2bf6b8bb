import type { ObjectKey } from '../../apiserver/store/object.ts';
import { slot } from '../../memory.ts';
import type { World } from '../../world.ts';

type Recommended = { readonly replicas: number; readonly atMs: number };
type Change = { readonly by: number; readonly atMs: number };

/** What an autoscaler has recommended and done lately, oldest first. */
export type ScalingMemory = {
  recommended: readonly Recommended[];
  /** Pods that were added, or with a sign taken away. */
  changes: readonly Change[];
  /** When it may look again. */
  dueMs: number;
};

const memories = slot(() => new Map<string, ScalingMemory>());

/** The longest that anything of it may be asked for. */
const keptMs = 3_600_000;

/** What is remembered of an autoscaler. */
export function scalingMemory(world: World, key: ObjectKey): ScalingMemory {
  const all = world.memory.of(memories);
  const place = `${key.namespace}/${key.name}`;
  const now = world.clock.now().getTime();
  const known = all.get(place) ?? { recommended: [], changes: [], dueMs: 0 };
  const isRecent = ({ atMs }: { readonly atMs: number }): boolean => now - atMs < keptMs;
  known.recommended = known.recommended.filter(isRecent);
  known.changes = known.changes.filter(isRecent);
  all.set(place, known);
  return known;
}

export function forgetScaling(world: World, { namespace, name }: ObjectKey): void {
  world.memory.of(memories).delete(`${namespace}/${name}`);
}
