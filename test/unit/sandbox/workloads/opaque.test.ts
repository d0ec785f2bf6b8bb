import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../../../src/sandbox/workloads/images/catalog.ts';
import { nearMiss } from '../../../../src/sandbox/workloads/images/near-miss.ts';
import { OneWorld } from './one-world.ts';

const image = 'ghcr.io/acme/shop:1';

describe('an image', () => {
  test.for([
    ['ghcr.io/acme/shop:1', 'opaque'],
    ['postgres:16', 'opaque'],
    ['localhost:5000/mine@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'opaque'],
    ['curlimages/curl:8.5.0', 'simulated'],
    ['quay.io/curl/curl', 'simulated'],
    ['ngnix', 'absent'],
    ['docker.io/library/postgers:16', 'absent'],
    ['Acme/Shop', 'absent'],
    ['nginx:1.161', 'absent'],
    ['redis:nope', 'absent'],
    ['postgres:does-not-exist', 'absent'],
    ['gcr.io/google-samples/hello-app:3.0', 'absent'],
    ['gcr.io/google-samples/kubernetes-bootcamp:v10', 'absent'],
    ['redis:alpine', 'simulated'],
    ['postgres:alpine', 'opaque'],
    ['ghcr.io/acme/shop:broken', 'opaque'],
    ['shop:', 'absent'],
  ])('called %s is %s', ([name = '', kind]) => {
    expect(createCatalog().find(name).kind).toBe(kind);
  });

  test.for([
    ['library/ngnix', 'library/nginx'],
    ['library/busy-box', 'library/busybox'],
    ['library/postgre', 'library/postgres'],
    ['nginx-inc/nginx-unprivileged', 'nginxinc/nginx-unprivileged'],
    ['library/nginx', undefined],
    ['acme/nginx', undefined],
    ['library/postgres16', undefined],
    ['library/shop', undefined],
  ])('called %s is taken for a slip of %s', ([name, meant]) => {
    expect(nearMiss(name ?? '')).toBe(meant);
  });

  test('that can not be a reference says why, as a node does', () => {
    expect(createCatalog().find('acme/Shop:1')).toMatchObject({
      reason: 'InvalidImageName',
      message:
        'Failed to apply default image tag "acme/Shop:1": couldn\'t parse image name "acme/Shop:1": ' +
        'invalid reference format: repository name (acme/Shop) must be lowercase',
    });
  });

  test('runs only if the run lets it', () => {
    const named = createCatalog(['ghcr.io/acme/*', 'postgres']);
    const kinds = ['ghcr.io/acme/shop:1', 'postgres:16', 'mysql:9'].map((name) => named.find(name).kind);
    expect(kinds).toEqual(['opaque', 'opaque', 'absent']);
    expect(createCatalog([]).find(image)).toMatchObject({
      reason: 'ErrImagePull',
      message: expect.stringContaining(`sandbox: image "${image}" is not simulated`),
    });
  });
});

describe('a container of an opaque image', () => {
  const refusal = (what: string) => `sandbox: image "${image}" is opaque: ${what} is not known`;

  test('runs and says what it can not tell, whoever asks', async () => {
    const cluster = new OneWorld();
    const { runtime } = cluster.world;
    const pod = cluster.pod('shop', { image });
    await cluster.until(pod, 'running');
    await expect(cluster.exec(pod, ['ls'])).rejects.toThrow(refusal('what `ls` does in it'));
    await expect(cluster.logs(pod)).rejects.toThrow(refusal('its log'));
    await expect(runtime.connect(pod, 8080)).rejects.toThrow(refusal('what it answers on port 8080'));
    const client = cluster.pod('client', {
      image: 'curlimages/curl',
      container: { command: ['sleep', '60'] },
    });
    const address = (pod.status as { readonly podIP: string }).podIP;
    const { code, stderr } = await cluster.exec(client, ['curl', '-sS', `http://${address}:8080/`]);
    expect(code).toBe(2);
    expect(stderr).toContain(refusal('what it answers on port 8080'));
  });

  test('is counted, with what was taken for granted and what was asked in vain', async () => {
    const cluster = new OneWorld();
    const { opaque } = cluster.world.runtime;
    const pods = ['one', 'two'].map((name) => cluster.pod(name, { image }));
    opaque.granted(image, 'readinessProbe');
    await expect(async () => cluster.logs(pods[0] ?? cluster.pod('x', { image }))).rejects.toThrow();
    expect(opaque.list()).toEqual([
      { image, containers: 2, granted: ['readinessProbe'], asked: ['its log'] },
    ]);
  });
});
