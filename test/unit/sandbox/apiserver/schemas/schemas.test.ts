import { describe, expect, test } from 'vitest';
import { openApiV3, openApiV3Index } from '../../../../../src/sandbox/apiserver/schemas/openapi.ts';
import { mergeKeyOf } from '../../../../../src/sandbox/apiserver/schemas/schema-at.ts';
import { servedKinds } from '../../../../../src/sandbox/seed/served-kinds.ts';

const kinds = servedKinds();

const schemaNamed = (resource: string) => {
  const kind = kinds.byResource(resource);
  if (!kind) throw new Error(`${resource} is not served`);
  return kind.schemaOf();
};

test.each([
  ['pods', 'spec.containers', 'name'],
  ['pods', 'spec.containers.ports', 'containerPort'],
  ['pods', 'spec.containers.env', 'name'],
  ['pods', 'spec.volumes', 'name'],
  ['pods', 'spec.tolerations', undefined],
  ['pods', 'spec.containers.args', undefined],
  ['deployments.apps', 'spec.template.spec.containers.volumeMounts', 'mountPath'],
  ['deployments.apps', 'metadata.ownerReferences', 'uid'],
  ['services', 'spec.ports', 'port'],
  ['serviceaccounts', 'secrets', 'name'],
  ['serviceaccounts', 'imagePullSecrets', undefined],
  ['nodes', 'status.conditions', 'type'],
])('items of %s %s are told apart by %s', (resource, path, expected) => {
  expect(mergeKeyOf(schemaNamed(resource), path.split('.'))).toBe(expected);
});

describe('the OpenAPI documents', () => {
  test('are listed by path, each with its address', () => {
    expect(openApiV3Index(kinds)).toMatchObject({
      paths: {
        'api/v1': { serverRelativeURL: expect.stringMatching(/^\/openapi\/v3\/api\/v1\?hash=/) },
        'apis/gateway.networking.k8s.io/v1beta1': {},
        'apis/networking.istio.io/v1alpha3': {},
      },
    });
    expect(openApiV3(kinds, 'autoscaling', 'v3')).toBeUndefined();
  });

  test('have no reference that leads nowhere', () => {
    for (const { group, versions } of kinds.all) {
      for (const version of versions) {
        const text = JSON.stringify(openApiV3(kinds, group, version));
        const document = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
        const references = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
          ([, name = '']) => name,
        );
        const missing = references.filter((name) => !(name in document.components.schemas));
        expect([...new Set(missing)], `${group}/${version}`).toEqual([]);
      }
    }
  });

  test('tell kubectl that the server looks at fields itself, and nothing of strategic patches', () => {
    expect(openApiV3(kinds, 'apps', 'v1')).toMatchObject({
      paths: {
        '/apis/apps/v1/namespaces/{namespace}/deployments/{name}': {
          patch: {
            'x-kubernetes-group-version-kind': { group: 'apps', version: 'v1', kind: 'Deployment' },
            parameters: [{ name: 'fieldValidation', in: 'query' }],
          },
        },
      },
    });
    expect(JSON.stringify(openApiV3(kinds, 'apps', 'v1'))).not.toContain('strategic-merge-patch');
  });
});
