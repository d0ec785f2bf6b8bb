import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { controllers } from '../../../../src/sandbox/controllers/registry.ts';
import { followChanges } from '../../../../src/sandbox/controllers/settle.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import {
  apply,
  type Clusters,
  candidates,
  eventually,
  readManifest,
  startClusters,
} from '../../../helpers/clusters.ts';

/**
 * Each case is what somebody applies and what then has to be there. Objects belong to the cluster that their
 * annotation `cluster` names, `east` without it. An expected object without a name stands for all with its labels;
 * one with `absent: true` must not be there.
 */
const folder = join(import.meta.dirname, '../../../fixtures/controllers');

type Expected = KubeObject & { readonly absent?: boolean };

let clusters: Clusters | undefined;

afterEach(() => clusters?.close());

for (const controller of readdirSync(folder)) {
  describe(controller, () => {
    for (const name of casesOf(controller)) {
      test(name.replaceAll('-', ' '), async () => {
        clusters = startClusters();
        const { east, west } = clusters;
        const worldOf = (object: KubeObject): World =>
          object.metadata.annotations?.cluster === 'west' ? west : east;
        const path = join(folder, controller, name);
        const changes = [east, west].map((world) => followChanges(world, controllers, []));
        for (const object of readManifest(`${path}.input.yaml`))
          apply(worldOf(object), withoutCluster(object));
        for (const { settle, stop } of changes) {
          settle();
          stop();
        }
        for (const wanted of readManifest(`${path}.output.yaml`) as Expected[]) {
          await eventually([east, west], () => isThere(worldOf(wanted), withoutCluster(wanted))).catch(() =>
            explain(worldOf(wanted), withoutCluster(wanted)),
          );
        }
      });
    }
  });
}

function casesOf(controller: string): string[] {
  const files = readdirSync(join(folder, controller));
  return files
    .filter((file) => file.endsWith('.input.yaml'))
    .map((file) => file.slice(0, -'.input.yaml'.length));
}

function withoutCluster<T extends KubeObject>(object: T): T {
  const { cluster: _cluster, ...annotations } = object.metadata.annotations ?? {};
  const { annotations: _all, ...metadata } = object.metadata;
  const kept = Object.keys(annotations).length ? { annotations } : {};
  return { ...object, metadata: { ...metadata, ...kept } };
}

function isThere(world: World, wanted: Expected): true | undefined {
  try {
    explain(world, wanted);
    return true;
  } catch {
    return undefined;
  }
}

function explain(world: World, { absent, ...wanted }: Expected): void {
  const found = candidates(world, wanted as KubeObject);
  if (absent) {
    expect(found).toEqual([]);
    return;
  }
  expect(found, `no such ${wanted.kind}`).not.toEqual([]);
  for (const object of found) expect(object).toMatchObject(wanted);
}
