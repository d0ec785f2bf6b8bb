import { readFileSync } from 'node:fs';
import type { Switches } from '../../../../src/sandbox/dataplane/switches.ts';
import { TestClusters } from '../../../helpers/test-clusters.ts';

export const fixture = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/dataplane/${name}.yaml`, import.meta.url), 'utf8');

/** Both clusters with the shop in an enrolled namespace. */
export async function openShop(switches: Partial<Switches> = {}): Promise<TestClusters> {
  const clusters = new TestClusters(switches);
  for (const world of [clusters.east, clusters.west]) {
    const namespace = `{ apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, topology.istio.io/network: ${world.cluster} } } }`;
    await clusters.apply(namespace, world);
  }
  await clusters.apply(fixture('shop'), clusters.east, clusters.west);
  return clusters;
}

export async function shareFront(clusters: TestClusters): Promise<void> {
  for (const world of [clusters.east, clusters.west]) {
    await clusters.label(world, 'services', 'shop/front', { 'solo.io/service-scope': 'global' });
  }
}

/** The shop with its waypoint in use. */
export async function guardShop(
  clusters: TestClusters,
  edit = (yaml: string): string => yaml,
): Promise<void> {
  await clusters.apply(edit(fixture('waypoint')));
  await clusters.label(clusters.east, 'namespaces', 'shop', { 'istio.io/use-waypoint': 'guard' });
}
