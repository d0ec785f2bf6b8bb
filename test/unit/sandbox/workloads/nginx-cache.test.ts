import { describe, expect, test } from 'vitest';
import { OneWorld } from './one-world.ts';

/** What nginx of an image said before it ended, or that it serves. */
async function startOf(image: string, securityContext: object, container: object = {}): Promise<string> {
  const cluster = new OneWorld();
  const pod = cluster.pod('web', { image, container: { securityContext, ...container } });
  await expect
    .poll(async () => /emerg|start worker processes/.test(await cluster.logs(pod)), { interval: 10 })
    .toBe(true);
  const log = await cluster.logs(pod);
  return /\[emerg\] (.*)/.exec(log)?.[1] ?? 'serves';
}

describe('the official image of nginx', () => {
  test.each([
    [{ runAsUser: 1000 }, 'mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)'],
    [
      { readOnlyRootFilesystem: true },
      'mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
    ],
    [
      { capabilities: { drop: ['ALL'] } },
      'chown("/var/cache/nginx/client_temp", 101) failed (1: Operation not permitted)',
    ],
    [{ capabilities: { drop: ['ALL'], add: ['CHOWN', 'SETUID', 'SETGID'] } }, 'serves'],
    [{ runAsUser: 0 }, 'serves'],
  ])('with %j: %s', async (securityContext, said) => {
    expect(await startOf('nginx:1.27', securityContext)).toBe(said);
  });

  test('serves as anybody with a volume for its cache, and so does the image for that', async () => {
    const volumeMounts = [{ name: 'cache', mountPath: '/var/cache/nginx' }];
    expect(await startOf('nginx:1.27', { runAsUser: 1000 }, { volumeMounts })).toBe('serves');
    expect(await startOf('nginxinc/nginx-unprivileged:1.27', { runAsUser: 1000 })).toBe('serves');
  });
});
