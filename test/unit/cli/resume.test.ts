import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/cli/main.ts';
import { scriptedIo } from '../../helpers/scripted-io.ts';
import { putFiles } from './put-files.ts';

const page = `---
inputs: { HOST: { prompt: Which host? }, PIN: { secret: true } }
---

# Restart

## Prepare

\`\`\`bash
mkdir -p work && cd work
LIST=(one "two three")
say() { echo "said $1"; }
API_TOKEN=$(cat ../token)
echo prepared >> ../log
\`\`\`

## Look

\`\`\`bash
cat ../state
# expect: down
\`\`\`

## Restart it

\`\`\`bash name=again
{ sleep "\${NAP:-0}"; echo restarted >> ../log; }
\`\`\`

\`\`\`bash
say "\${LIST[1]} on $HOST in \${PWD##*/}, \${#API_TOKEN} $PIN"
# expect: said two three on web-1 in work, 8 ***
test -z "\${BROKEN:-}"
\`\`\`

## Clean

\`\`\`bash cleanup
echo "cleaned \${LIST[0]}" >> ../log
\`\`\`
`.replace('8 ***', '8');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-resume-'));
  await putFiles(folder, { 'page.md': page, token: 'open6784', state: 'down\n' });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const journal = 'run.ndjson';
const given = ['--set', 'HOST=web-1', '--set', 'PIN=471147'];

function read(name: string): string {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Starts a run and kills it while it sleeps in the middle of the page. */
async function killed(): Promise<void> {
  const bin = resolve(import.meta.dirname, '../../../src/cli/bin.ts');
  const args = [bin, 'exec', 'page.md', ...given, '--journal', journal];
  const child = spawn(process.execPath, [...args, '--env', 'NAP=600'], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise((done) => child.once('exit', done));
  const asleep = () => /"statement-started","statement":"restart-it\/1\.1"/.test(read(journal));
  await expect.poll(asleep, { timeout: 60_000 }).toBe(true);
  child.kill('SIGKILL');
  await ended;
}

async function resume(args: readonly string[] = [], answers?: readonly string[]) {
  const io = scriptedIo(folder, answers === undefined ? {} : { answers, env: { CI: '1' } });
  const code = await exitCodeOf(['exec', 'page.md', '--resume', journal, ...args], io);
  return { code, printed: io.printed(), asked: io.asked };
}

const agreed = ['--set', 'PIN=471147', '--confirm', 'again'];

describe('a run that was killed', () => {
  it('goes on where it was, with variables, functions, folder and inputs, and is cleaned up after', async () => {
    await killed();
    const { code, printed } = await resume(agreed);
    expect(printed).toContain('Going on from the run that ended at ');
    expect(code).toBe(0);
    expect(read('log')).toBe('prepared\nrestarted\ncleaned one\n');
  });

  it('has no secret in its journal: one that was given is asked for again, one that was read is read again', async () => {
    await killed();
    expect(read(journal)).toContain('LIST');
    expect(read(journal)).not.toContain('open6784');
    expect(read(journal)).not.toContain('471147');
    const { code, asked } = await resume([], ['471147', 'y']);
    expect(asked).toEqual([
      'PIN ',
      expect.stringMatching(/^Line 27: `{ sleep .*` had begun .* Run it again\?/),
    ]);
    expect(code).toBe(0);
  });

  it('runs what had begun and may change something only when somebody agrees', async () => {
    await killed();
    for (const answers of [undefined, ['n']]) {
      const { code, printed } = await resume(['--set', 'PIN=471147'], answers);
      expect(code).toBe(3);
      expect(printed).toContain('page.md:27:1');
      expect(printed).toContain('had begun when the run ended, and may have done a part of its work');
    }
    expect(read('log')).toBe('prepared\n');
  });

  it('looks again at the checks behind the last change, and ends when one is not met any more', async () => {
    await killed();
    writeFileSync(join(folder, 'state'), 'up\n');
    const { code, printed } = await resume(agreed);
    expect(code).toBe(1);
    expect(printed).toContain('expected  down');
    expect(read('log')).not.toContain('restarted');
  });

  it('does not go on with a page that says something else of what was done; below that it may', async () => {
    await killed();
    writeFileSync(join(folder, 'page.md'), page.replace('LIST=(one', 'LIST=(other'));
    const { code, printed } = await resume(agreed);
    expect(code).toBe(3);
    expect(printed).toMatch(/page\.md:11:1 .*session\/page-changed/s);
    writeFileSync(join(folder, 'page.md'), page.replace('echo restarted', 'echo started again'));
    expect((await resume(agreed)).code).toBe(0);
    expect(read('log')).toBe('prepared\nstarted again\ncleaned one\n');
  });

  it('is told with what followed as one report, and can be gone on with more than once', async () => {
    await killed();
    writeFileSync(
      join(folder, 'page.md'),
      page.replace('## Clean\n\n```bash cleanup', '## Clean\n\n```bash skip'),
    );
    const broken = await resume([...agreed, '--env', 'BROKEN=1']);
    expect(broken.code).toBe(1);
    expect(broken.printed).toContain('Go on from here: the same command with `--resume run.ndjson`.');
    expect((await resume(agreed)).code).toBe(0);
    expect(read('log')).toBe('prepared\nrestarted\n');
    const io = scriptedIo(folder);
    await exitCodeOf(['report', journal], io);
    expect(io.printed().match(/^Started /gm)).toHaveLength(3);
    expect(io.printed().match(/^echo prepared/gm)).toHaveLength(1);
    expect((await resume(agreed)).printed).toContain('it passed, to its end');
  });
});
