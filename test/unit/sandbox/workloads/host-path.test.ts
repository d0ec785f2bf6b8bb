import { expect, test } from 'vitest';
import { OneWorld } from './one-world.ts';

const run = async (path: string, script: string) => {
  const cluster = new OneWorld();
  const pod = cluster.pod('box', {
    image: 'busybox:1',
    container: { command: ['sleep', '60'], volumeMounts: [{ name: 'host', mountPath: '/host' }] },
    spec: { volumes: [{ name: 'host', hostPath: { path } }] },
  });
  await cluster.until(pod, 'running');
  return cluster.exec(pod, ['sh', '-c', script]);
};

test.each(['/', '/etc', '/var/log/'])('what is in %s of a node is not known, which is said', async (path) => {
  const { stdout, stderr, code } = await run(path, 'ls /host; cat /host/hostname');
  expect(stdout).toBe('');
  expect(stderr).toContain('sandbox: this file of the node is not simulated');
  expect(code).not.toBe(0);
});

test('what somebody writes there can be read again', async () => {
  expect(await run('/var/log', 'echo x > /host/mine; cat /host/mine')).toMatchObject({
    stdout: 'x\n',
    code: 0,
  });
});

test('a folder that nobody has used is empty', async () => {
  expect(await run('/mnt/data', 'ls /host; echo done')).toMatchObject({ stdout: 'done\n', code: 0 });
});
