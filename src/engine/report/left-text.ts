import type { LeftObject } from '../model/finding.ts';
import type { TargetFacts } from '../model/target.ts';
import type { Lines } from './lines.ts';
import { counted } from './style.ts';

/** How many objects are named; the others are counted. */
const mostNamed = 8;

/**
 * What the run made and did not delete. Of an object of which no output says that the run made it, only that it is new
 * is said. Clusters that end with the run take everything along, so that nothing has to be removed there.
 */
export function leftText({ state }: Pick<Lines, 'state'>): readonly string[] {
  const { leftBehind = [], unseen = [], target } = state;
  if (target === undefined) return [];
  const own = leftBehind.filter(({ runbook }) => runbook !== undefined);
  const others = leftBehind.filter(({ runbook }) => runbook === undefined);
  const goes = endsWithRun(target);
  const deletable = own.filter(({ kept }) => kept === undefined);
  const removals = goes ? [] : deletable.slice(0, mostNamed).map(removal);
  return [
    ...paragraph(goes ? 'left behind, gone with the sandbox' : 'left behind', own),
    ...removals.map((command, index) => `${(index === 0 ? 'remove' : '').padEnd(8)}${command}`),
    ...paragraph(
      goes ? 'also new there' : 'also new on the clusters, made by the run or by others meanwhile',
      others,
    ),
    ...(goes ? [] : leftBehind.flatMap(stuck)),
    ...unseen.map(
      ({ context, why }) => `left behind on ${context}: not everything could be looked at: ${why}`,
    ),
  ];
}

function paragraph(title: string, objects: readonly LeftObject[]): readonly string[] {
  if (objects.length === 0) return [];
  const more = objects.length - mostNamed;
  const named = objects.slice(0, mostNamed).map(nameOfLeft);
  return [`${title}: ${[...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')}`];
}

/** The embedded sandbox; one that somebody else keeps up is a cluster of a kubeconfig. */
function endsWithRun({ name }: TargetFacts): boolean {
  return name === 'sandbox';
}

/** `namespace/shop with 12 objects (kind-east, by shop.md)`. */
export function nameOfLeft({ context, resource, name, namespace, holds = 0, runbook }: LeftObject): string {
  const inside = holds > 0 ? ` with ${counted(holds, 'object')}` : '';
  const where = namespace === undefined ? context : `${context}, ${namespace}`;
  return `${resource}/${name}${inside} (${where}${runbook === undefined ? '' : `, by ${runbook}`})`;
}

function stuck({ context, resource, name, namespace, kept }: LeftObject): readonly string[] {
  if (kept === undefined) return [];
  const where = namespace === undefined ? '' : ` -n ${namespace}`;
  return [
    `stuck   ${resource}/${name} is being deleted, but ${kept.join(', ')} keeps it: its owner has to remove that finalizer`,
    `        kubectl --context ${context}${where} get ${resource} ${name} -o jsonpath={.metadata.finalizers}`,
  ];
}

function removal({ context, resource, name, namespace }: LeftObject): string {
  const where = namespace === undefined ? '' : ` -n ${namespace}`;
  return `kubectl --context ${context}${where} delete ${resource} ${name}`;
}
