import type { ApplyAction, Block, Runbook } from '../engine/model/runbook.ts';
import { blocksOf } from '../engine/model/statements.ts';

/** What a block applies; undefined of any other block. */
export function applyOf({ segments }: Block): ApplyAction | undefined {
  const action = segments[0]?.statements[0]?.action;
  return action?.kind === 'apply' ? action : undefined;
}

/** The file name under which a manifest is offered: `route.yaml`, `deploy-2.yaml`. */
export function manifestName({ id }: Pick<Block, 'id'>): string {
  return `${id.replaceAll('/', '-')}.yaml`;
}

/** The manifests of a runbook as files to download: what `kubectl apply -f` takes, without what is expected of it. */
export function manifestFiles(runbook: Runbook): readonly { readonly name: string; readonly text: string }[] {
  return blocksOf(runbook).flatMap((block) => {
    const action = applyOf(block);
    return action ? [{ name: manifestName(block), text: `${action.manifest.trim()}\n` }] : [];
  });
}
