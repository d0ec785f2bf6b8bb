import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { admit } from '../../../../src/sandbox/apiserver/admission/admit.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { servedKinds } from '../../../../src/sandbox/seed/served-kinds.ts';

const kinds = servedKinds();

/** A new object, and what a kube-apiserver 1.33 says of it when it takes it. */
type Row = { readonly object: KubeObject; readonly warnings: readonly string[] };

const rows = readFileSync(new URL('../../../fixtures/kubernetes/warnings.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Row => JSON.parse(line));

test.each(rows)(
  '$object.kind $object.metadata.name is taken with the warnings of a real API server',
  ({ object, warnings }) => {
    const [version = '', group = ''] = object.apiVersion.split('/').reverse();
    const kind = kinds.byKind(group, version, object.kind);
    if (!kind) throw new Error(`${object.kind} is not served`);
    const placed = { ...object, metadata: { ...object.metadata, namespace: 'default' } };
    const options = { fieldValidation: 'Strict', now: new Date('2026-01-01T00:00:00Z') } as const;
    expect(admit(kind, placed, options).warnings).toEqual(warnings);
  },
);
