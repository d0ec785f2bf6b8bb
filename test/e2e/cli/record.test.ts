import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecord } from '../../../src/engine/record/read-record.ts';
import { recordJson } from '../../../src/engine/record/record-json.ts';
import { expectGolden } from '../../helpers/golden.ts';
import { runHere } from '../../helpers/run-here.ts';

/** A page that prints another age and another name in each run. */
const page = `# Page

## Look

\`\`\`bash name=look
suffix=$(LC_ALL=C tr -dc bcdfghjkl2456789 </dev/urandom 2>/dev/null | head -c 5)
echo "web-$suffix   1/1   Running   $((RANDOM % 60))s"
# expect row: web-... 1/1
\`\`\`

## Ask

\`\`\`bash
echo "port \${PORT:-9080}"
# expect: port
\`\`\`
`;

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'runbook-record-'));
  await writeFile(join(cwd, 'page.md'), page);
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const read = (name = 'page.record.json') => readFile(join(cwd, name), 'utf8');

const exec = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runHere(['exec', ...args], { cwd, env });

/** The same record, if the run had been on another day. */
function onAnotherDay(text: string): string {
  const read = readRecord({ file: 'page.record.json', text });
  if (!('record' in read)) throw new Error('it is no record');
  return recordJson({ ...read.record, verified: '2026-01-31' });
}

describe('exec --record', () => {
  it('writes what came out beside the page, and says so', async () => {
    const { code, stderr } = await exec(['page.md', '--record']);
    expect(stderr).toBe('Recorded page.md in page.record.json: new.\n');
    expect(code).toBe(0);
    expect(JSON.parse(await read())).toMatchObject({
      format: 2,
      verified: new Date().toISOString().slice(0, 10),
      target: { name: 'local', simulated: false },
      blocks: [{ block: 'look' }, { block: 'ask' }],
    });
    expect((await stat(join(cwd, 'page.record.json'))).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  it('changes nothing when it is done again', async () => {
    await exec(['page.md', '--record']);
    // That a run takes a second more than the one before is worth a line, which a busy machine may do once or twice.
    const again = async () => {
      const before = await read();
      const { stderr } = await exec(['page.md', '--record']);
      return { stderr, same: (await read()) === before };
    };
    const stderr = 'Recorded page.md in page.record.json: nothing has changed.\n';
    await expect.poll(again).toEqual({ stderr, same: true });
  });

  it('changes only the day on another day, and leaves the mode of the file', async () => {
    await exec(['page.md', '--record']);
    await chmod(join(cwd, 'page.record.json'), 0o640);
    const again = async () => {
      const today = await read();
      await writeFile(join(cwd, 'page.record.json'), onAnotherDay(today));
      const { stderr } = await exec(['page.md', '--record']);
      return { stderr, same: (await read()) === today };
    };
    const stderr = 'Recorded page.md in page.record.json: only the day has changed.\n';
    await expect.poll(again).toEqual({ stderr, same: true });
    expect((await stat(join(cwd, 'page.record.json'))).mode & 0o777).toBe(0o640);
  });

  it('takes over what differs, and writes a record that was broken anew', async () => {
    await exec(['page.md', '--record']);
    const { stderr } = await exec(['page.md', '--record'], { PORT: '9081' });
    expect(stderr).toBe('Recorded page.md in page.record.json: it has changed.\n');
    expect(await read()).toContain('"port 9081"');
    await writeFile(join(cwd, 'page.record.json'), '<<<<<<< HEAD\n');
    expect((await exec(['page.md', '--record'])).code).toBe(0);
    expect(await read()).toContain('"port 9080"');
  });

  it('keeps where a page ends early, when it is recorded again too', async () => {
    await writeFile(join(cwd, 'page.md'), '# Page\n\n```bash\necho on\n# done when: on\n```\n');
    for (const time of ['first', 'second']) {
      await exec(['page.md', '--record']);
      expect(await read(), time).toContain('# done when: on');
      expect((await runHere(['check', 'page.md'], { cwd })).code, time).toBe(0);
    }
  });

  it('says that what it records was simulated', async () => {
    const head = '---\nclusters: { CLUSTER1: kind-no-such-cluster }\n---\n\n';
    await writeFile(
      join(cwd, 'page.md'),
      `${head}\`\`\`bash\nkubectl --context $CLUSTER1 get namespaces\n\`\`\`\n`,
    );
    const { stderr } = await exec(['page.md', '--record']);
    expect(stderr).toContain('Recorded page.md in page.record.json, on the sandbox (simulated): new.\n');
    expect(JSON.parse(await read()).target).toMatchObject({
      name: 'sandbox',
      simulated: true,
      clusters: {
        CLUSTER1: { context: 'kind-no-such-cluster', version: expect.stringContaining('+sandbox') },
      },
    });
  });

  it('records what was asked for, several files too, and not what they require', async () => {
    await writeFile(join(cwd, 'first.md'), '# First\n\n```bash\necho first\n```\n');
    await writeFile(join(cwd, 'page.md'), `---\nrequires: [first]\n---\n\n${page}`);
    await exec(['page.md', '--record']);
    expect(existsSync(join(cwd, 'first.record.json'))).toBe(false);
    const { stderr } = await exec(['first.md', 'page.md', '--record']);
    // It has where the run took a second longer.
    expect(stderr).toMatch(
      /^Recorded first\.md in first\.record\.json: new\.\nRecorded page\.md in page\.record\.json: (?:nothing|it) has changed\.\n$/,
    );
  });

  it('writes nothing of a run that did not pass, and says why', async () => {
    await writeFile(join(cwd, 'bad.md'), '# Bad\n\n```bash\nfalse\n```\n');
    const { code, stderr } = await exec(['page.md', 'bad.md', '--record', '--keep-going']);
    expect(stderr).toBe('Nothing was recorded: the run failed.\n');
    expect(code).toBe(1);
    expect(existsSync(join(cwd, 'page.record.json'))).toBe(false);
  });

  it('keeps no secret, whether it is printed or stands on the page', async () => {
    const secret = 'hunter2hunter2';
    await writeFile(
      join(cwd, 'page.md'),
      `---\nsecrets: [PHRASE]\nenv: { PHRASE: open sesame }\n---\n\n${page}\n\`\`\`bash\necho "$API_TOKEN $PHRASE"; : ${secret}\n\`\`\`\n`,
    );
    await exec(['page.md', '--record'], { API_TOKEN: secret });
    const text = await read();
    expect(text).toContain('*** ***');
    expect(text).not.toMatch(/hunter2|open sesame/);
    expect((await runHere(['check', 'page.md'], { cwd })).code).toBe(0);
  });

  it('leaves the reports on standard output alone', async () => {
    const { stdout, stderr } = await exec(['page.md', '--record', '--reporter', 'ndjson']);
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('seq');
    expect(stderr).toContain('Recorded page.md');
  });

  it('says so when the file cannot be written', async () => {
    await writeFile(join(cwd, 'elsewhere.json'), '{}');
    await symlink('elsewhere.json', join(cwd, 'page.record.json'));
    const linked = await exec(['page.md', '--record']);
    expect(linked.stderr).toBe(
      'page.record.json was not written: it is a symbolic link: name the file that it leads to.\n',
    );
    expect(linked.code).toBe(2);
    await rm(join(cwd, 'page.record.json'));
    await mkdir(join(cwd, 'page.record.json'));
    expect(await exec(['page.md', '--record'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('page.record.json was not written: '),
    });
  });
});

describe('exec --verify-record', () => {
  it('passes while nothing differs but what differs from run to run, and writes nothing', async () => {
    await exec(['page.md', '--record']);
    const before = await read();
    const { code, stderr } = await exec(['page.md', '--verify-record']);
    expect(stderr).toBe('page.md came to what its record says.\n');
    expect(code).toBe(0);
    expect(await read()).toBe(before);
  });

  it('fails on a difference, with its place, and says how to take it over', async () => {
    await exec(['page.md', '--record']);
    const text = onAnotherDay(await read());
    await writeFile(join(cwd, 'page.record.json'), text);
    const { code, stderr } = await exec(['page.md', '--verify-record'], { PORT: '9081' });
    expectGolden(stderr, new URL('../../goldens/cli/verify-record.txt', import.meta.url));
    expect(code).toBe(1);
    expect(await read()).toBe(text);
  });

  it('fails without a record, and on a page that has changed since', async () => {
    const missing = await exec(['page.md', '--verify-record']);
    expect(missing.stderr).toContain(
      'page.md:1:1  error  There is no `page.record.json`: nothing was recorded of the page.',
    );
    expect(missing.stderr).toContain('Record one: `runbook exec page.md --record`.');
    expect(missing.code).toBe(1);
    await exec(['page.md', '--record']);
    await writeFile(join(cwd, 'page.md'), page.replace('"port ', '"the port '));
    const changed = await exec(['page.md', '--verify-record']);
    expect(changed.stderr).toContain(
      'page.md:14:1  error  The block `ask` has changed since it was recorded.',
    );
    expect(changed.stderr).toContain('page.md did not come to what its record says: 1 difference.\n');
    expect(changed.code).toBe(1);
  });

  it('compares nothing when the run fails', async () => {
    await exec(['page.md', '--record']);
    await writeFile(join(cwd, 'page.md'), page.replace('# expect: port', '# expect: harbour'));
    const { code, stderr } = await exec(['page.md', '--verify-record']);
    expect(stderr).toBe('No record was verified: the run failed.\n');
    expect(code).toBe(1);
  });
});

describe('evidence', () => {
  const check = (...args: readonly string[]) => runHere(['check', ...args], { cwd });
  const edit = async (name: string, from: string | RegExp, to: string) =>
    writeFile(join(cwd, name), (await read(name)).replace(from, to));

  it('of prose is taken over by who has read it, and of nothing else', async () => {
    await exec(['page.md', '--record']);
    await edit('page.md', /^# .*$/m, '# Another title');
    expect((await check('--strict', 'page.md')).code).toBe(2);
    const accepted = await check('--accept-prose', 'page.md');
    expect(accepted.stderr).toBe('Took over the prose of page.md in page.record.json.\n');
    expect((await check('--strict', 'page.md')).code).toBe(0);
    await edit('page.md', '"port ', '"the port ');
    const refused = await check('--accept-prose', 'page.md');
    expect(refused.stderr).toContain('The prose of page.md was not taken over: The block `ask` has changed');
    expect(refused.code).toBe(2);
  });

  it('names images that were described by hand', async () => {
    await writeFile(join(cwd, 'workloads.yaml'), 'ghcr.io/acme/shop: { ports: { 8080: { /: hello } } }\n');
    await utimes(join(cwd, 'workloads.yaml'), 1e9, 1e9);
    await writeFile(join(cwd, 'page.md'), `---\nclusters: { CLUSTER: kind-shop }\n---\n\n${page}`);
    const { stderr } = await exec(['page.md', '--record', '--target', 'sandbox']);
    expect(stderr).toContain('on the sandbox (simulated; described by hand: ghcr.io/acme/shop): new.');
  });

  it('may be so many days old, which are written as days', async () => {
    expect((await check('--max-age', '30', 'page.md')).stderr).toContain('Write days, such as `30d`.');
  });

  it('says in which job of CI it was made', async () => {
    await exec(['page.md', '--record'], {
      GITHUB_ACTIONS: 'true',
      GITHUB_SERVER_URL: 'https://example.com',
      GITHUB_REPOSITORY: 'dev/pages',
      GITHUB_RUN_ID: '7',
      GITHUB_SHA: 'abc',
    });
    expect(JSON.parse(await read())).toMatchObject({
      by: expect.stringMatching(/^runbook \d+\.\d+\.\d+/),
      job: { url: 'https://example.com/dev/pages/actions/runs/7', commit: 'abc' },
    });
  });
});

describe('what goes with neither is refused before anything runs', () => {
  it.for<[readonly string[], string, string]>([
    [['--record', '--verify-record'], 'would compare with', '`--verify-record` changes nothing.'],
    [['--record', '--only', 'look'], '`--record` is about whole runbooks', 'Leave `--only` out.'],
    [['--record', '--from', 'look'], '`--from` runs a part', 'Leave `--from` out.'],
    [
      ['--verify-record', '--until', 'look'],
      '`--verify-record` is about whole runbooks',
      'Leave `--until` out.',
    ],
    [['--record', '--dry-run'], '`--dry-run` runs nothing', 'Give one of them.'],
    [
      ['--record', '--update'],
      '`--update` may change the page',
      'Run it once more with `--record` afterwards.',
    ],
    [['--verify-record', '--patch', 'p'], '`--update` may change', 'with `--verify-record` afterwards.'],
  ])('%j', async ([options, message, hint]) => {
    const { code, stdout, stderr } = await exec(['page.md', ...options]);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('a page that has changed since it was recorded', () => {
  beforeEach(async () => {
    await mkdir(join(cwd, 'runbooks'));
    await writeFile(join(cwd, 'runbooks/page.md'), page);
    await exec(['runbooks/page.md', '--record']);
    await writeFile(join(cwd, 'runbooks/page.md'), page.replace('"port ', '"the port '));
  });

  const check = (format: string) => runHere(['check', '--format', format], { cwd });

  it('fails the check, with the place, the difference, and how to verify it again', async () => {
    const { code, stderr } = await check('text');
    expectGolden(stderr, new URL('../../goldens/cli/check-drift.txt', import.meta.url));
    expect(code).toBe(2);
  });

  it('is annotated in a pull request', async () => {
    const { code, stdout } = await check('github');
    expect(stdout.split('\n')[0]).toMatch(
      /^::error file=runbooks\/page\.md,line=14,.*\(record\/changed\)::The block `ask` has changed since it was recorded\. .*%0A-echo "port .*%0A\+echo "the port /,
    );
    expect(code).toBe(2);
  });

  it('is told to editors and scripts', async () => {
    const { files } = JSON.parse((await check('json')).stdout);
    expect(files[0].diagnostics[0]).toMatchObject({
      code: 'record/changed',
      start: { line: 14, column: 1 },
      diff: expect.stringContaining('\n+echo "the port '),
    });
  });

  it('is marked in the list, until it is recorded again', async () => {
    const list = async () => (await runHere(['list'], { cwd })).stdout.split('\n')[1]?.trim();
    const today = new Date().toISOString().slice(0, 10);
    expect(await list()).toBe(`verified ${today} on this machine, 2 checks, changed since`);
    await exec(['runbooks/page.md', '--record']);
    expect(await list()).toBe(`verified ${today} on this machine, 2 checks`);
    await writeFile(join(cwd, 'runbooks/page.record.json'), '{}');
    expect(await list()).toBe('its record cannot be read');
  });

  it('a record that is none is a mistake in its own file', async () => {
    await writeFile(join(cwd, 'runbooks/page.record.json'), '{ "format": 1,\n');
    const { code, stderr, stdout } = await check('text');
    expect(stderr).toMatch(/^runbooks\/page\.record\.json:1:15 {2}error {2}The record is not valid JSON: /);
    expect(stdout).toContain('2 files: 1 error, 0 warnings\n');
    expect(code).toBe(2);
    expect((await check('github')).stdout).toContain('::error file=runbooks/page.record.json,line=1,');
  });
});
