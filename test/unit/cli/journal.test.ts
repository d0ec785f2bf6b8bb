import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/cli/main.ts';
import { scriptedIo } from '../../helpers/scripted-io.ts';
import { putFiles } from './put-files.ts';

const page = `---
inputs: { HOST: { prompt: Which host? }, PIN: { secret: true } }
---

# Restart

## Look

\`\`\`bash
echo "$HOST is down, says $PIN"
# expect: is down
\`\`\`

## Restart it

\`\`\`bash
sleep "\${NAP:-0}"; echo restarted
# expect: restarted
\`\`\`

\`\`\`bash
false
\`\`\`
`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-journal-'));
  await putFiles(folder, { 'page.md': page });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function runbook(...args: readonly string[]) {
  const io = scriptedIo(folder);
  const code = await exitCodeOf([...args], io);
  return { code, printed: io.printed() };
}

const given = ['--set', 'HOST=web-1', '--set', 'PIN=471147', '--journal', 'run.ndjson'];

describe('the journal of a run', () => {
  it('tells who ran what, when, with which inputs, and what came out; secrets are masked', async () => {
    expect((await runbook('exec', 'page.md', ...given)).code).toBe(1);
    expect(readFileSync(join(folder, 'run.ndjson'), 'utf8')).not.toContain('471147');
    const { printed, code } = await runbook('report', 'run.ndjson');
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
    expect(code).toBe(0);
    expect(printed).toMatch(
      new RegExp(
        `^# Restart\n\nStarted ${time} by \`[^\`@]+@${hostname()}\` in \`${folder}\`, with runbook `,
      ),
    );
    expect(printed).toMatch(new RegExp(`\nEnded ${time}: ✗ failed, after `));
    expect(printed).toContain('- `HOST`: `web-1`\n- `PIN`: `***`\n');
    expect(printed).toContain('### ✓ Look\n');
    expect(printed).toMatch(
      new RegExp(
        `\n${time} ✓ passed, [^\n]+\n\n\`\`\`bash\necho "\\$HOST is down, says \\$PIN"\n\`\`\`\n\n\`\`\`text\nweb-1 is down, says \\*{3}\n\`\`\`\n`,
      ),
    );
    expect(printed).toContain('### ✗ Restart it\n');
    expect(printed).toMatch(new RegExp(`\n${time} ✗ failed, [^\n]+\n\n\`\`\`bash\nfalse\n\`\`\`\n`));
  });

  it('is there after the run was killed, and says what it did not come to', async () => {
    const bin = resolve(import.meta.dirname, '../../../src/cli/bin.ts');
    const child = spawn(process.execPath, [bin, 'exec', 'page.md', ...given, '--env', 'NAP=600'], {
      cwd: folder,
    });
    const journal = join(folder, 'run.ndjson');
    const started = () =>
      existsSync(journal) && readFileSync(journal, 'utf8').includes('"statement":"restart-it/1.1"');
    await expect.poll(started).toBe(true);
    child.kill('SIGKILL');
    const { printed } = await runbook('report', 'run.ndjson');
    expect(printed).toMatch(/\n\*\*The journal ends at \S+ without the end of the run\.\*\*\n/);
    expect(printed).toContain('### ✓ Look\n');
    expect(printed).toMatch(/Z \*\*did not end\*\*\n\n```bash\nsleep/);
    expect(printed).toMatch(/\nnot run\n\n```bash\nfalse\n/);
  });

  it('is never written over, and what is none is told with the line', async () => {
    await putFiles(folder, {
      'run.ndjson': '{}\n',
      'torn.ndjson': '{"type":"journal","format":1}\nnonsense\n{}\n',
    });
    const { printed, code } = await runbook('exec', 'page.md', ...given);
    expect(printed).toContain('The journal `run.ndjson` cannot be written');
    expect(code).not.toBe(0);
    expect((await runbook('report', 'run.ndjson')).printed).toContain(
      'run.ndjson:1:1  error  This is no journal of a run',
    );
    expect((await runbook('report', 'torn.ndjson')).printed).toContain('torn.ndjson:2:1  error');
    expect((await runbook('report', 'absent.ndjson')).printed).toContain('cannot be read (ENOENT)');
  });
});
