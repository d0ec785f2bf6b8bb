import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../src/engine/diagnostics/format.ts';
import { describedImages } from '../../../src/targets/images.ts';
import { readWorkloads } from '../../../src/targets/read-workloads.ts';
import { sandboxTarget } from '../../../src/targets/sandbox.ts';
import { loadFixture, play } from '../../helpers/play.ts';

describe('a workloads.yaml', () => {
  test('says what images answer, log and end with', () => {
    const text =
      'a/shop: { ports: { 80: { /: hi, /x: { status: 404, headers: { A: b } } } }, logs: on, exit: 3 }';
    expect(readWorkloads(text, 'workloads.yaml')).toEqual({
      diagnostics: [],
      images: [
        {
          image: 'a/shop',
          ports: {
            80: [
              { path: '/', status: 200, headers: {}, body: 'hi' },
              { path: '/x', status: 404, headers: { A: 'b' }, body: '' },
            ],
          },
          logs: 'on',
          exit: { code: 3, afterMs: 0 },
          behaves: true,
        },
      ],
    });
  });

  test('says what containers use, and with that alone an image goes on as it is', () => {
    const text = 'nginx: { usage: { cpu: 50m, memory: 64Mi, perRequest: 0.5 } }';
    expect(readWorkloads(text, 'workloads.yaml').images).toEqual([
      {
        image: 'nginx',
        ports: {},
        logs: '',
        behaves: false,
        usage: { milliCpu: 50, memoryBytes: 64 * 2 ** 20, milliCpuPerRequest: 500 },
      },
    ]);
  });

  test.for([
    ['[a]', '1:1  error  The file is no map of images'],
    ['a/b: text', '1:6  error  `a/b` needs a map of what it does'],
    ['a/b:\n  port: {}', '2:3  error  Unknown key `port`'],
    ['a/b:\n  constructor: {}', '2:3  error  Unknown key `constructor`'],
    ['a/b: { ports: { x: {} } }', '1:17  error  A port is a number from 1 to 65535'],
    ['a/b: { ports: { 80: { health: ok } } }', '1:23  error  A path begins with a slash'],
    ['a/b: { ports: { 80: { /: { status: 7 } } } }', '1:36  error  `status` is a number from 100 to 599'],
    ['a/b: { exit: { after: soon } }', '1:23  error  `after` needs a duration such as 500ms, 2s'],
    ['a/b: { exit: many }', '1:14  error  An exit code is a number from 0 to 255'],
    ['a/b: { usage: lots }', '1:15  error  `usage` needs a map'],
    ['a/b: { usage: { cpu: 10Mi } }', '1:22  error  Processors are an amount such as 250m or 1.5'],
    ['a/b: { usage: { memory: 10m } }', '1:25  error  Memory is an amount such as 64Mi or 1Gi'],
    ['a/b: { usage: { cpus: 1 } }', '1:17  error  Unknown key `cpus`'],
    ['a/b: {', 'error  This is no YAML'],
  ] as const)('with %s is refused at its place', ([text, expected]) => {
    const { diagnostics } = readWorkloads(text, 'workloads.yaml');
    const [first] = diagnostics;
    if (!first) throw new Error('it was taken');
    const shown = formatDiagnostic(first, text, { color: false });
    expect(shown).toContain(expected);
    expect(shown).toContain('hint');
  });

  test('beside a runbook is what its images do', async () => {
    const page = 'run/described/shop.md';
    const described = describedImages([loadFixture(page)]);
    const { state, exitCode } = await play([page], {
      target: sandboxTarget({ latency: 0, described, opaque: [] }),
    });
    expect(exitCode).toBe(0);
    expect(state.target?.summary).toMatch(
      /, images described by hand: ghcr\.io\/acme\/shop, ghcr\.io\/acme\/import:1$/,
    );
    expect(state.opaque).toEqual([]);
  });
});
