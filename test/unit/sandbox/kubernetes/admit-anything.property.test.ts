import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { admit } from '../../../../src/sandbox/apiserver/admission/admit.ts';
import { loadCel } from '../../../../src/sandbox/apiserver/cel/library.ts';
import { ApiError } from '../../../../src/sandbox/apiserver/store/api-error.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { servedKinds } from '../../../../src/sandbox/seed/served-kinds.ts';
import { runs } from '../../../helpers/budget.ts';

await loadCel();
const kinds = servedKinds();

const folder = join(import.meta.dirname, '../../../fixtures/kinds');
const now = new Date('2026-01-01T00:00:00Z');
const samples = readdirSync(folder).flatMap((file): KubeObject[] =>
  (parse(readFileSync(join(folder, file), 'utf8')) as { accepted?: KubeObject }[]).flatMap(
    ({ accepted }) => accepted ?? [],
  ),
);

/** Every path to a value below the metadata, spec or data of an object. */
function paths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => paths(inner, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: readonly string[], next: unknown): unknown {
  if (name === undefined) return next;
  const inner = (value as Record<string, unknown>)[name];
  const changed = replaced(inner, rest, next);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === name ? changed : item));
  return { ...(value as object), [name]: changed };
}

/** Places to put something else, the name and type of the object aside. */
const places = samples.flatMap((sample) =>
  paths(sample)
    .filter(
      ([root, field]) =>
        root && !['apiVersion', 'kind'].includes(root) && (root !== 'metadata' || field === 'labels'),
    )
    .map((path) => ({ sample, path })),
);

test('whatever a client puts in place of a value, the object is admitted or refused as the API refuses', () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), ({ sample, path }, value) => {
      const [version, group = ''] = sample.apiVersion.split('/').reverse();
      const kind = kinds.byKind(group, version, sample.kind);
      if (!kind) throw new Error(`${sample.kind} is not served`);
      const object = replaced(sample, path, value) as KubeObject;
      try {
        const options = { old: sample, fieldValidation: 'Warn', now, others: () => [sample] } as const;
        expect(admit(kind, object, options).object.metadata.name).toBe(sample.metadata.name);
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError);
      }
    }),
    { numRuns: runs(1500) },
  );
});
