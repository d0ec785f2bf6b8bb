import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { seedClusters } from '../../../../helpers/clusters.ts';
import { runIstioctl } from '../../../../helpers/run-istioctl.ts';

const folder = fileURLToPath(new URL('../../../../fixtures/istioctl/', import.meta.url));
const cases = parse(readFileSync(`${folder}dump.yaml`, 'utf8')) as readonly {
  readonly run: string;
  readonly prints: string;
}[];

let clusters: ReturnType<typeof seedClusters>;

beforeAll(() => {
  clusters = seedClusters();
});

describe('what a file has of a ztunnel is printed like what a ztunnel says', () => {
  for (const { run, prints } of cases) {
    test(`istioctl ${run} -f dump.json`, async () => {
      const { stdout, stderr } = await runIstioctl(clusters, [...run.split(' '), '-f', 'dump.json'], {
        cwd: folder,
      });
      expect(stderr).toBe('');
      expect(stdout).toBe(prints);
    });
  }

  test('all of it has every table, and as JSON it is the file', async () => {
    const { stdout } = await runIstioctl(clusters, ['zc', 'all', '--with-headers', '-f', 'dump.json'], {
      cwd: folder,
    });
    expect(stdout.match(/^-+ .* -+$/gm)).toEqual([
      '------ WORKLOAD INFO ------',
      '------ SERVICE INFO ------',
      '------ POLICY INFO ------',
      '------ SECRET INFO ------',
      '------ CONNECTIONS INFO ------',
    ]);
    const dump = readFileSync(`${folder}dump.json`, 'utf8');
    const whole = await runIstioctl(clusters, ['zc', 'all', '-o', 'json', '-f', '-'], { stdin: dump });
    expect(whole.stdout).toBe(`${dump}\n`);
  });

  test.each([
    [['-f', 'nowhere.json'], 'Error: open nowhere.json: no such file or directory\n'],
    [
      ['-f', 'dump.yaml'],
      'Error: error unmarshalling config dump response from ztunnel: it is not a JSON object\n',
    ],
    [
      ['-f', 'dump.json', '--node', 'n'],
      'Error: at most one of --file, --node, or pod name must be passed\n',
    ],
  ])('%j is an error', async (argv, stderr) => {
    expect(await runIstioctl(clusters, ['zc', 'svc', ...argv], { cwd: folder })).toEqual({
      code: 1,
      stdout: '',
      stderr,
    });
  });
});
