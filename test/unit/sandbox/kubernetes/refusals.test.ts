import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { admit } from '../../../../src/sandbox/apiserver/admission/admit.ts';
import { loadCel } from '../../../../src/sandbox/apiserver/cel/library.ts';
import { ApiError } from '../../../../src/sandbox/apiserver/store/api-error.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { servedKinds } from '../../../../src/sandbox/seed/served-kinds.ts';

await loadCel();
const kinds = servedKinds();
const now = new Date('2026-01-01T00:00:00Z');

/** An object that somebody tries to create, and what a kube-apiserver 1.33 says against it; nothing when it takes it. */
type Row = { readonly case: string; readonly object: KubeObject; readonly causes?: readonly string[] };

const rows = readFileSync(new URL('../../../fixtures/kubernetes/refusals.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Row => JSON.parse(line));

/** Refused as there, in other words: by the name of the sandbox, or with another print of a Go value. */
const otherWords: ReadonlySet<string> = new Set([
  'CustomResourceDefinition-cel',
  'CustomResourceDefinition-nostorage',
  'CustomResourceDefinition-pattern',
  'CustomResourceDefinition-vname',
  'Deployment-surge-pct',
  'HorizontalPodAutoscaler-min0',
  'HorizontalPodAutoscaler-mtype',
  'Ingress-norules',
  'Job-name63',
  'Job-sel',
  'LimitRange-ratio',
  'NetworkPolicy-endport',
  'PersistentVolume-hp-root',
  'PersistentVolumeClaim-ds',
  'Pod-gen',
  'Pod-res-ext-frac',
  'PriorityClass-pp',
  'ResourceQuota-frac',
  'StatefulSet-ondel-ru',
  'StatefulSet-ret',
  'StatefulSet-us',
  'ValidatingAdmissionPolicy-expr',
]);

/** What the sandbox says against it. */
function causesOf({ object }: Row): readonly string[] | undefined {
  const [version = '', group = ''] = object.apiVersion.split('/').reverse();
  const kind = kinds.byKind(group, version, object.kind);
  if (!kind) throw new Error(`${object.kind} is not served`);
  const metadata = { ...(kind.namespaced ? { namespace: 'default' } : {}), ...object.metadata };
  try {
    admit(kind, { ...object, metadata }, { fieldValidation: 'Strict', now });
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const causes = error.details?.causes ?? [];
    return causes.length === 0 ? [error.message] : causes.map(({ field, message }) => `${field}: ${message}`);
  }
}

test('what a real API server refuses is refused, in its words, and nothing else is', () => {
  expect(rows.length).toBeGreaterThan(300);
  const wrong = rows.flatMap((row) => {
    const said = causesOf(row);
    const same = JSON.stringify(said) === JSON.stringify(row.causes);
    if (same || (otherWords.has(row.case) && said !== undefined && row.causes !== undefined)) return [];
    return [{ case: row.case, there: row.causes, here: said }];
  });
  expect(wrong).toEqual([]);
});

test('the list of those in other words has none that are equal by now', () => {
  const equal = rows.filter(
    (row) => otherWords.has(row.case) && JSON.stringify(causesOf(row)) === JSON.stringify(row.causes),
  );
  expect(equal.map((row) => row.case)).toEqual([]);
});
