import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { admit, type FieldValidation } from '../../../../src/sandbox/apiserver/admission/admit.ts';
import { loadCel } from '../../../../src/sandbox/apiserver/cel/library.ts';
import { ApiError } from '../../../../src/sandbox/apiserver/store/api-error.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { servedKinds } from '../../../../src/sandbox/seed/served-kinds.ts';

await loadCel();
const kinds = servedKinds();

/** `causes`: the first reasons of a refusal that has more; `accepted`: the whole object as it is stored. */
type Case = {
  readonly title: string;
  readonly object: KubeObject;
  readonly old?: KubeObject;
  readonly fieldValidation?: FieldValidation;
  readonly subresource?: string;
  readonly accepted?: KubeObject;
  readonly warnings?: readonly string[];
  readonly error?: string;
  readonly causes?: readonly string[];
  readonly code?: number;
};

const folder = join(import.meta.dirname, '../../../fixtures/kinds');
const now = new Date('2026-01-01T00:00:00Z');

function kindOf({ apiVersion, kind }: KubeObject) {
  const [version, group = ''] = apiVersion.split('/').reverse();
  const found = kinds.byKind(group, version, kind);
  if (!found) throw new Error(`${apiVersion} ${kind} is not served`);
  return found;
}

function tryToAdmit({ object, old, fieldValidation = 'Strict', subresource = '' }: Case) {
  const kind = kindOf(object);
  const stored = old && admit(kind, old, { fieldValidation: 'Strict', now }).object;
  try {
    return admit(kind, object, { fieldValidation, now, subresource, ...(stored ? { old: stored } : {}) });
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

for (const file of readdirSync(folder)) {
  const cases: readonly Case[] = parse(readFileSync(join(folder, file), 'utf8'));
  describe(`admission of ${file.replace('.yaml', '')}`, () => {
    test.each(cases)('$title', (given) => {
      const answer = tryToAdmit(given);
      if (given.accepted) {
        expect(answer).toEqual({ object: given.accepted, warnings: given.warnings ?? [] });
        return;
      }
      if (!(answer instanceof ApiError)) throw new Error(`accepted: ${JSON.stringify(answer)}`);
      const causes = (answer.details?.causes ?? []).map(({ field, message }) => `${field}: ${message}`);
      expect(answer.code).toBe(given.code ?? 422);
      if (given.error !== undefined) expect(answer.message).toBe(given.error);
      else expect(causes.slice(0, given.causes?.length)).toEqual(given.causes);
    });
  });
}

test('a refusal has a cause for each reason, which kubectl prints without the object', () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec: {} };
  const answer = tryToAdmit({ title: '', object });
  expect(answer instanceof ApiError && answer.toStatus()).toMatchObject({
    code: 422,
    reason: 'Invalid',
    details: {
      name: 'web',
      kind: 'Pod',
      causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers' }],
    },
  });
});

test('a stored object is admitted again without a change', () => {
  const objects = readdirSync(folder).flatMap((file): KubeObject[] =>
    (parse(readFileSync(join(folder, file), 'utf8')) as Case[]).flatMap(({ accepted }) => accepted ?? []),
  );
  expect(objects.length).toBeGreaterThan(10);
  for (const object of objects) {
    expect(admit(kindOf(object), object, { old: object, fieldValidation: 'Strict', now }).object).toEqual(
      object,
    );
  }
});
