import type { Runbook } from '../engine/model/runbook.ts';

/** Whether images that aren't simulated run as opaque ones, where the runbooks allow them, or not at all. */
export const imageModes = ['opaque', 'strict'] as const;

export type ImageMode = (typeof imageModes)[number];

/**
 * Images that may run in the sandbox without being simulated. Runbooks that name such images share a list; what names
 * none lets any image run, unless another one does.
 */
export function opaquePolicy(
  runbooks: readonly Runbook[],
  mode: ImageMode = 'opaque',
): 'any' | readonly string[] {
  if (mode === 'strict') return [];
  const lists = runbooks.flatMap(({ meta }) => (meta.opaque === undefined ? [] : [meta.opaque]));
  return lists.length === 0 ? 'any' : lists.flat();
}
