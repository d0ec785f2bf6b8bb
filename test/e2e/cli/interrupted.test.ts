import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bin, build } from '../../helpers/build.ts';

const folder = mkdtempSync(join(tmpdir(), 'interrupted-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** So much is wrong with it that what there is to say fills any pipe. */
const page = `# Page\n\n\`\`\`bash\necho\n${'# expects: x\n'.repeat(4_000)}\`\`\`\n`;

describe('a command that only reads', () => {
  it.each([
    ['check', 'SIGINT'],
    ['check', 'SIGTERM'],
    ['plan', 'SIGINT'],
    ['fmt', 'SIGINT'],
  ] as const)('%s ends at once by %s, even while it is busy', async (command, signal) => {
    await build();
    writeFileSync(join(folder, 'page.md'), page);
    const child = spawn(process.execPath, [bin, command, 'page.md'], { cwd: folder, stdio: 'pipe' });
    // Nobody reads on: it waits in the middle of writing, where no listener of its own could run.
    await once(child.stderr, 'readable');
    child.kill(signal);
    const [, endedBy] = await once(child, 'exit');
    expect(endedBy).toBe(signal);
  });
});
