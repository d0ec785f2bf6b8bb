import { describe, expect, test } from 'vitest';
import { servedKinds } from '../../../../src/sandbox/seed/served-kinds.ts';

const kinds = servedKinds();

describe('the registry of kinds', () => {
  test('finds a kind by resource, by path and by type, in versions that are served', () => {
    const route = kinds.byResource('httproutes.gateway.networking.k8s.io');
    expect(route?.kind).toBe('HTTPRoute');
    expect(kinds.byPath('gateway.networking.k8s.io', 'v1beta1', 'httproutes')).toBe(route);
    expect(kinds.byKind('gateway.networking.k8s.io', undefined, 'HTTPRoute')).toBe(route);
    expect(kinds.byKind('gateway.networking.k8s.io', 'v1alpha2', 'HTTPRoute')).toBeUndefined();
    expect(kinds.byPath('', 'v1', 'httproutes')).toBeUndefined();
    expect(kinds.byKind('batch', 'v1', 'Cron')).toBeUndefined();
  });

  test('has no name twice that a person may write', () => {
    const names = kinds.all.flatMap(({ plural, singular, shortNames }) => [
      ...new Set([plural, singular, ...shortNames]),
    ]);
    // Two pairs of kinds share their names on a real server too, and the group decides.
    const twice = names.filter((name, index) => names.indexOf(name) < index);
    expect(new Set(twice)).toEqual(new Set(['events', 'event', 'ev', 'gateways', 'gateway']));
  });

  /** A real server shows these without an age. */
  const ageless = ['ComponentStatus', 'CSIStorageCapacity', 'IPAddress', 'PodTemplate'];

  test('has a schema, a first column and an age or time for each kind', () => {
    for (const kind of kinds.all.filter((one) => !ageless.includes(one.kind))) {
      expect(kind.schemaOf().schema.type).toBe('object');
      const names = kind.columns.map(({ name }) => name);
      expect(names, kind.kind).toEqual(
        expect.arrayContaining([expect.stringMatching(/^(Age|Created At|Last Seen)$/)]),
      );
    }
  });
});
