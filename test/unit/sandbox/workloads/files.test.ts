import { describe, expect, test } from 'vitest';
import { OneWorld } from './one-world.ts';

const busybox = 'busybox:1.36';
const configMap = `
apiVersion: v1
kind: ConfigMap
metadata: { name: ui, namespace: shop }
data: { ui.properties: "color=purple" }
`;
const volumes = [{ name: 'ui', configMap: { name: 'ui' } }];

describe('a part of a ConfigMap that is mounted by itself', () => {
  const mounts = (subPath: string) => ({
    command: ['sleep', '60'],
    volumeMounts: [{ name: 'ui', mountPath: '/opt/ui', subPath }],
  });

  test('is that file, and stays what it was', async () => {
    const cluster = new OneWorld();
    cluster.apply(configMap);
    const pod = cluster.pod('app', { image: busybox, spec: { volumes }, container: mounts('ui.properties') });
    expect(await cluster.exec(pod, ['cat', '/opt/ui'])).toMatchObject({ code: 0, stdout: 'color=purple' });
    cluster.apply(configMap.replace('purple', 'green'));
    expect(await cluster.exec(pod, ['cat', '/opt/ui'])).toMatchObject({ stdout: 'color=purple' });
  });

  test('is an empty folder where the ConfigMap has nothing of that name', async () => {
    const cluster = new OneWorld();
    cluster.apply(configMap);
    const pod = cluster.pod('app', { image: busybox, spec: { volumes }, container: mounts('other') });
    expect(await cluster.exec(pod, ['cat', '/opt/ui'])).toMatchObject({
      code: 1,
      stderr: 'cat: /opt/ui: Is a directory\n',
    });
  });
});

describe('test and [ as programs', () => {
  test.each([
    [['test', '-f', '/etc/hosts'], 0],
    [['test', '-f', '/etc'], 1],
    [['[', 'a', '=', 'b', ']'], 1],
    [['[', 'a', '=', 'a', ']'], 0],
    [['test', 'a', 'b', 'c', 'd', 'e'], 2],
  ] as const)('%j ends with %i', async (argv, code) => {
    const cluster = new OneWorld();
    const pod = cluster.pod('app', { image: busybox, container: { command: ['sleep', '60'] } });
    expect(await cluster.exec(pod, argv)).toMatchObject({ code });
  });
});
