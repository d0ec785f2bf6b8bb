import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { admit } from '../../../../src/sandbox/apiserver/admission/admit.ts';
import { loadCel } from '../../../../src/sandbox/apiserver/cel/library.ts';
import { definitionResource } from '../../../../src/sandbox/apiserver/custom/custom-kinds.ts';
import type { CustomResourceDefinition } from '../../../../src/sandbox/apiserver/custom/definition.ts';
import { established } from '../../../../src/sandbox/apiserver/custom/established.ts';
import { ApiError } from '../../../../src/sandbox/apiserver/store/api-error.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { Store } from '../../../../src/sandbox/apiserver/store/store.ts';
import { kindsOf } from '../../../../src/sandbox/kubernetes/registry.ts';

/** `old` is admitted first, unless it is `unchecked`: what was stored under other rules. */
type Case = {
  readonly title: string;
  readonly name?: string;
  readonly spec: object;
  readonly old?: object;
  readonly unchecked?: boolean;
  readonly accepted?: object;
  readonly warnings?: readonly string[];
  readonly errors?: readonly string[];
};

type Fixture = { readonly definition: CustomResourceDefinition; readonly cases: readonly Case[] };

const file = join(import.meta.dirname, '../../../fixtures/custom-resources/widgets.yaml');
const { definition, cases }: Fixture = parse(readFileSync(file, 'utf8'));
const time = '2026-01-01T00:00:00Z';
const options = { fieldValidation: 'Warn', now: new Date(time) } as const;

await loadCel();

function clusterWith(...definitions: readonly CustomResourceDefinition[]) {
  const store = new Store({ now: () => new Date(time), uid: () => 'uid' });
  for (const one of definitions) store.create(definitionResource, one);
  return { store, kinds: kindsOf(store) };
}

function widgets() {
  const kind = clusterWith(established(definition, time)).kinds.byResource('widgets.example.com');
  if (!kind) throw new Error('widgets are not served');
  return kind;
}

const widget = (spec: object, name = 'one'): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name, namespace: 'shop' },
  spec,
});

describe('an object of a kind that a definition brought', () => {
  test.each(cases)('$title', ({ spec, name, old, unchecked, accepted, warnings = [], errors }) => {
    const kind = widgets();
    const before = old && (unchecked ? widget(old) : admit(kind, widget(old), options).object);
    const admission = () =>
      admit(kind, widget(spec, name), { ...options, ...(before ? { old: before } : {}) });
    if (accepted) {
      expect(admission()).toEqual({ object: widget(accepted, name), warnings });
      return;
    }
    try {
      admission();
      expect.unreachable('it was accepted');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const causes = (error.details?.causes ?? []).map(({ field, message }) => `${field}: ${message}`);
      expect(causes.slice(0, errors?.length)).toEqual(errors);
    }
  });

  test('has the columns that the definition asks for', () => {
    const { columns } = widgets();
    const ready = {
      conditions: [
        { type: 'Other', status: 'False' },
        { type: 'Ready', status: 'True' },
      ],
    };
    const object = { ...widget({ size: 4, color: 'red' }), status: ready };
    expect(
      columns.map(({ name, wide, cell }) => [name, wide ?? false, cell(object, new Date(time))]),
    ).toEqual([
      ['Name', false, 'one'],
      ['Size', false, 4],
      ['Ready', false, 'True'],
      ['Color', true, 'red'],
    ]);
  });
});

describe('a definition', () => {
  test('is served once it is established, by its names, and no longer when it is gone', () => {
    const { store, kinds } = clusterWith(definition);
    const key = { resource: definitionResource, namespace: '', name: 'widgets.example.com' };
    expect(kinds.byKind('example.com', 'v1', 'Widget')).toBeUndefined();
    store.mutate<CustomResourceDefinition>(key, (object) => established(object, time));
    expect(kinds.byKind('example.com', 'v1', 'Widget')).toMatchObject({
      plural: 'widgets',
      shortNames: ['wdg'],
      categories: ['all'],
      subresources: ['status', 'scale'],
    });
    store.remove(key);
    expect(kinds.byKind('example.com', undefined, 'Widget')).toBeUndefined();
  });

  test('has its versions in the order of their stability, whichever is stored', () => {
    const versions = ['v1alpha1', 'v2beta1', 'v1', 'v10'].map((name) => ({
      name,
      served: true,
      storage: name === 'v2beta1',
      schema: { openAPIV3Schema: { type: 'object' as const } },
    }));
    const { kinds } = clusterWith(
      established({ ...definition, spec: { ...definition.spec, versions } }, time),
    );
    expect(kinds.byResource('widgets.example.com')).toMatchObject({
      versions: ['v10', 'v1', 'v2beta1', 'v1alpha1'],
      storageVersion: 'v2beta1',
    });
  });
});
