import { expect, test } from 'vitest';
import { admit } from '../../../../src/sandbox/apiserver/admission/admit.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { servedKinds } from '../../../../src/sandbox/seed/served-kinds.ts';

const service = servedKinds().byResource('services');

type Spec = { readonly clusterIP?: string; readonly ports: readonly { readonly nodePort?: number }[] };

const now = new Date();
const given = (name: string, spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec,
});

function admitted(object: KubeObject, others: readonly KubeObject[], old?: KubeObject) {
  const options = {
    fieldValidation: 'Strict',
    now,
    others: () => others,
    ...(old ? { old } : {}),
  } as const;
  if (!service) throw new Error('services are not served');
  return admit(service, object, options).object;
}

const specOf = (object: KubeObject): Spec => object.spec as Spec;

test('a service gets an address of 10.96.0.0/16, the same each time, unless it is taken', () => {
  const object = given('web', { ports: [{ port: 80 }] });
  const first = admitted(object, []);
  const second = admitted(object, []);
  const third = admitted(object, [first]);
  expect(specOf(first).clusterIP).toMatch(/^10\.96\.\d+\.\d+$/);
  expect(specOf(second).clusterIP).toBe(specOf(first).clusterIP);
  expect(specOf(third).clusterIP).not.toBe(specOf(first).clusterIP);
});

test('a headless service and an external name get none', () => {
  expect(specOf(admitted(given('web', { clusterIP: 'None', ports: [{ port: 80 }] }), [])).clusterIP).toBe(
    'None',
  );
  const external = admitted(given('web', { type: 'ExternalName', externalName: 'a.example' }), []);
  expect(specOf(external).clusterIP).toBeUndefined();
});

test('an update keeps the address and the node ports that it leaves out', () => {
  const object = given('web', { type: 'LoadBalancer', ports: [{ port: 80 }] });
  const stored = admitted(object, []);
  const [port] = specOf(stored).ports;
  expect(port?.nodePort).toBeGreaterThanOrEqual(30000);
  const updated = admitted(
    { ...object, metadata: { ...object.metadata, labels: { a: 'b' } } },
    [stored],
    stored,
  );
  expect(updated.spec).toEqual(stored.spec);
});
