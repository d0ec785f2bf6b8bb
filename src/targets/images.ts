import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RunbookError } from '../engine/diagnostics/error.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { workloadsFile } from '../engine/model/target.ts';
import type { ImageMode } from './image-mode.ts';
import { readWorkloads } from './read-workloads.ts';
import type { DescribedImage } from './sandbox.ts';

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

/**
 * Images that files beside the runbooks describe.
 * @throws RunbookError with everything that is wrong in these files, each at its place.
 */
export function describedImages(runbooks: readonly Runbook[]): readonly DescribedImage[] {
  const files = new Map(
    runbooks.map(({ source }) => [
      join(dirname(source.path), workloadsFile),
      join(dirname(source.file), workloadsFile),
    ]),
  );
  const read = [...files].flatMap(([path, name]) =>
    existsSync(path) ? [readWorkloads(readFileSync(path, 'utf8'), name)] : [],
  );
  const diagnostics = read.flatMap((each) => each.diagnostics);
  if (diagnostics.length > 0) throw new RunbookError(diagnostics);
  return read.flatMap(({ images }) => images);
}
