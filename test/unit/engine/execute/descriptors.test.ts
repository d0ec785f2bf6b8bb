import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDescriptors } from '../../../../src/engine/execute/descriptors.ts';
import { patienceMs } from '../../../helpers/patience.ts';

let folder = '';
let file = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'runbook-test-'));
  file = join(folder, 'script');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Opens both pipes of the driver in a script that bash reads from a file, and says what came over them. */
const script = `exec 98</proc/uptime 99>&1
read -u 98 seconds rest
x=$( { echo inner >&2; } 2>&1 )
echo "$x \${seconds:+read}" >&99
`;

describe('a shell that may open few files', () => {
  it.for([32, 40, 64, 99, 100, 101, 111, 112, 256, 1024])('%d: both pipes work', (limit) => {
    const text = withDescriptors(script, limit);
    // From a file, as the driver is: bash keeps that open too.
    writeFileSync(file, text);
    const args = ['-c', `ulimit -n ${limit}; exec bash ${file}`];
    expect(execFileSync('bash', args, { encoding: 'utf8', timeout: patienceMs })).toBe('inner read\n');
  });

  it('has the usual descriptors where there is room', () => {
    expect(withDescriptors(script, 1024)).toBe(script);
  });

  it('is refused where bash has no room for its own', () => {
    expect(() => withDescriptors(script, 20)).toThrow('Only 20 files may be open at a time');
  });
});
