import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generateSchemas, schemaFile } from '../../../../../src/sandbox/apiserver/schemas/generate.ts';
import { mergeKeyOf } from '../../../../../src/sandbox/apiserver/schemas/merge-key-of.ts';
import { openApiV3, openApiV3Index } from '../../../../../src/sandbox/apiserver/schemas/openapi.ts';
import { kindRegistry } from '../../../../../src/sandbox/kubernetes/registry.ts';

const kindNamed = (resource: string) => {
  const kind = kindRegistry.byResource(resource);
  if (!kind) throw new Error(`${resource} is not served`);
  return kind;
};

test('the committed schemas are those that the packages give', async () => {
  for (const [name, document] of Object.entries(await generateSchemas())) {
    expect(JSON.parse(readFileSync(schemaFile(name), 'utf8')), name).toEqual(document);
  }
});

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
  ['serviceaccounts', 'imagePullSecrets', 'name'],
  ['nodes', 'status.conditions', 'type'],
  ['gateways.gateway.networking.k8s.io', 'spec.listeners', 'name'],
  ['gateways.gateway.networking.k8s.io', 'status.conditions', 'type'],
  ['httproutes.gateway.networking.k8s.io', 'spec.rules', undefined],
  ['httproutes.gateway.networking.k8s.io', 'spec.rules.matches.headers', 'name'],
  ['serviceentries.networking.istio.io', 'spec.ports', 'name'],
  ['serviceentries.networking.istio.io', 'spec.no.such.field', undefined],
])('items of %s %s are told apart by %s', (resource, path, expected) => {
  expect(mergeKeyOf(kindNamed(resource), path.split('.'))).toBe(expected);
});

describe('the OpenAPI documents', () => {
  test('are listed by path, each with its address', () => {
    expect(openApiV3Index()).toMatchObject({
      paths: {
        'api/v1': { serverRelativeURL: expect.stringMatching(/^\/openapi\/v3\/api\/v1\?hash=/) },
        'apis/gateway.networking.k8s.io/v1beta1': {},
        'apis/networking.istio.io/v1alpha3': {},
      },
    });
    expect(openApiV3('autoscaling', 'v1')).toBeUndefined();
  });

  test('have no reference that leads nowhere', () => {
    for (const { group, versions } of kindRegistry.all) {
      for (const version of versions) {
        const text = JSON.stringify(openApiV3(group, version));
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
    expect(openApiV3('apps', 'v1')).toMatchObject({
      paths: {
        '/apis/apps/v1/namespaces/{namespace}/deployments/{name}': {
          patch: {
            'x-kubernetes-group-version-kind': { group: 'apps', version: 'v1', kind: 'Deployment' },
            parameters: [{ name: 'fieldValidation', in: 'query' }],
          },
        },
      },
    });
    expect(JSON.stringify(openApiV3('apps', 'v1'))).not.toContain('strategic-merge-patch');
  });
});
