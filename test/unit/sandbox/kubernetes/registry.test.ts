import { describe, expect, test } from 'vitest';
import { schemaOf } from '../../../../src/sandbox/apiserver/schemas/documents.ts';
import { kindRegistry } from '../../../../src/sandbox/kubernetes/registry.ts';

describe('the registry of kinds', () => {
  test('finds a kind by resource, by path and by type, in versions that are served', () => {
    const route = kindRegistry.byResource('httproutes.gateway.networking.k8s.io');
    expect(route?.kind).toBe('HTTPRoute');
    expect(kindRegistry.byPath('gateway.networking.k8s.io', 'v1beta1', 'httproutes')).toBe(route);
    expect(kindRegistry.byKind('gateway.networking.k8s.io', undefined, 'HTTPRoute')).toBe(route);
    expect(kindRegistry.byKind('gateway.networking.k8s.io', 'v1alpha2', 'HTTPRoute')).toBeUndefined();
    expect(kindRegistry.byPath('', 'v1', 'httproutes')).toBeUndefined();
    expect(kindRegistry.byKind('batch', 'v1', 'CronJob')).toBeUndefined();
  });

  test('has no name twice that a person may write', () => {
    const names = kindRegistry.all.flatMap(({ plural, singular, shortNames }) => [
      ...new Set([plural, singular, ...shortNames]),
    ]);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });

  test('has a schema, a first column and an age or time for each kind', () => {
    for (const kind of kindRegistry.all) {
      expect(schemaOf(kind).schema.type).toBe('object');
      const names = kind.columns.map(({ name }) => name);
      expect(names, kind.kind).toEqual(
        expect.arrayContaining([expect.stringMatching(/^(Age|Created At|Last Seen)$/)]),
      );
    }
  });
});
