import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../helpers/run-here.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/import/', import.meta.url));

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'runbook-test-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe('import', () => {
  it('recognises the format; the runbook goes to standard output and what to look at to standard error', async () => {
    const input = join(fixtures, 'prose/fenced/input.md');
    const { code, stdout, stderr } = await runHere(['import', input], { cwd });
    expect(stdout).toBe(await readFile(join(fixtures, 'prose/fenced/expected.md'), 'utf8'));
    expect(stderr).toContain(
      `${input}:21:16  suggestion  The text says: should contain "Welcome".\n     # expect: Welcome\n`,
    );
    expect(stderr).toMatch(/read as prose: 4 suggestions, 3 notes; no mistake in the result\n$/);
    expect(code).toBe(0);
  });

  it('writes a file that check has nothing to say about, and the labs on the clusters that are given', async () => {
    const clusters = ['--cluster', 'CLUSTER1=kind-east-ag', '--cluster', 'CLUSTER2=kind-west-ag'];
    const input = join(fixtures, 'prose/lab-source/input.txt');
    const { code, stdout } = await runHere(['import', input, '--output', 'labs.md', ...clusters], { cwd });
    expect(stdout).toBe('');
    expect(code).toBe(0);
    expect(await readFile(join(cwd, 'labs.md'), 'utf8')).toContain(
      '---\nclusters:\n  CLUSTER1: kind-east-ag\n  CLUSTER2: kind-west-ag\n---\n',
    );
    const check = await runHere(['check', 'labs.md'], { cwd });
    expect(check).toMatchObject({ code: 0, stderr: '', stdout: '1 file: nothing to complain about\n' });
  });

  it('makes a page of prompts that passes when it is run', async () => {
    await writeFile(
      join(cwd, 'page.md'),
      '# Hello\n\n```console\n$ echo hello\nhello\n$ false\n$ echo "a  b" | cat\na b\n```\n',
    );
    await runHere(['import', 'page.md', '-o', 'hello.md'], { cwd });
    const text = await readFile(join(cwd, 'hello.md'), 'utf8');
    await writeFile(join(cwd, 'hello.md'), text.replace('false\n', ''));
    const { code, stdout } = await runHere(['exec', 'hello.md'], { cwd });
    expect(stdout).toContain('2 statements (2 passed) · 2 checks, all met');
    expect(code).toBe(0);
  });

  it('never overwrites a file, but with --force', async () => {
    const input = join(fixtures, 'prose/fenced/input.md');
    await writeFile(join(cwd, 'there.md'), 'mine\n');
    const refused = await runHere(['import', input, '-o', 'there.md'], { cwd });
    expect(refused.stderr).toContain('`there.md` is there already');
    expect(refused.stderr).toContain('--force');
    expect(refused.code).toBe(2);
    expect(await readFile(join(cwd, 'there.md'), 'utf8')).toBe('mine\n');
    expect((await runHere(['import', input, '-o', 'there.md', '--force'], { cwd })).code).toBe(0);
    expect(await readFile(join(cwd, 'there.md'), 'utf8')).not.toBe('mine\n');
  });

  it('asks for the format when it may be several, and takes --from', async () => {
    await writeFile(
      join(cwd, 'both.md'),
      '```console\n$ ls\n```\n\n```bash\nls\n```\n\nOutput:\n\n```\na\n```\n',
    );
    const { code, stdout, stderr } = await runHere(['import', 'both.md'], { cwd });
    expect(stderr).toContain('`both.md` may be `expected-output` (line 11: a block announced as output)');
    expect(stderr).toContain('or `transcript` (line 1: a code block with `$ ` prompts');
    expect(stderr).toContain('--from expected-output');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const chosen = await runHere(['import', 'both.md', '--from', 'transcript'], { cwd });
    expect(chosen.stdout).toBe('```bash\nls\n```\n\n```bash\nls\n```\n\nOutput:\n\n```\na\n```\n');
    expect(chosen.code).toBe(0);
  });

  it('says which formats there are when it finds none', async () => {
    await writeFile(join(cwd, 'empty.md'), '# Nothing here\n');
    const none = await runHere(['import', 'empty.md'], { cwd });
    for (const name of ['expected-output', 'istio', 'prose', 'runme', 'transcript'])
      expect(none.stderr).toContain(name);
    expect(none.code).toBe(2);
    const wrong = await runHere(['import', 'empty.md', '--from', 'runme'], { cwd });
    const forced = await runHere(['import', 'empty.md', '--force'], { cwd });
    expect(forced.stderr).toContain('`--force` has nothing to overwrite');
    expect(wrong.stderr).toContain('`empty.md` has nothing that could be imported from runme');
    const unknown = await runHere(['import', 'empty.md', '--from', 'transcripts'], { cwd });
    expect(unknown.stderr).toContain('There is no format `transcripts`');
    expect(unknown.stderr).toContain('Did you mean `transcript`?');
    expect([wrong.code, unknown.code, forced.code]).toEqual([2, 2, 2]);
  });

  it('shows what is still wrong with the result, and exits as check would', async () => {
    await writeFile(
      join(cwd, 'loop.md'),
      '```bash\nfor i in a; do\n  # expect: a\n  echo $i\ndone\n# → a\n```\n',
    );
    const { code, stdout, stderr } = await runHere(['import', 'loop.md'], { cwd });
    expect(stdout).toContain('# expect: a\n```\n');
    expect(stderr).toContain('the result:3:3  error  `# expect: a` stands inside a command.');
    expect(stderr).toContain('1 mistake to fix\n');
    expect(code).toBe(2);
  });

  it('refuses what is no file or no text with one clear message', async () => {
    await writeFile(join(cwd, 'binary.md'), Buffer.from([0x23, 0x20, 0xff, 0xfe, 0x0a]));
    const missing = await runHere(['import', 'missing.md'], { cwd });
    const binary = await runHere(['import', 'binary.md'], { cwd });
    const folder = await runHere(['import', '.'], { cwd });
    const input = join(fixtures, 'prose/fenced/input.md');
    const nowhere = await runHere(['import', input, '-o', 'no/such/folder.md'], { cwd });
    expect(missing.stderr).toContain('There is no file `missing.md`');
    expect(binary.stderr).toContain('`binary.md` is not UTF-8 text');
    expect(folder.stderr).toContain('`.` cannot be read: ');
    expect(nowhere.stderr).toContain('`no/such/folder.md` cannot be written: ');
    for (const { code, stdout, stderr } of [missing, binary, folder, nowhere]) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(stderr).toContain('hint');
    }
    expect(await readdir(cwd)).not.toContain('no');
  });
});

/** Documents that are true, and the same with one thing in them that isn't. */
const transcripts: readonly (readonly [
  name: string,
  file: string,
  text: string,
  lie: readonly [string, string],
])[] = [
  [
    'cram',
    'a.t',
    "Counting:\n\n  $ printf 'a\\nb\\n'\n  a\n  b\n\n  $ (exit 3)\n  [3]\n  $ echo 'x 12 y'\n  x * y (glob)\n  $ echo v1.2\n  v\\d+\\.\\d+ (re)\n",
    ['  b\n', '  c\n'],
  ],
  ['cram, a status', 'a.t', '  $ (exit 3)\n  [3]\n', ['[3]', '[4]']],
  ['cram, a line too many', 'a.t', '  $ seq 3\n  1\n  2\n  3\n', ['  3\n', '']],
  ['cram, silence', 'a.t', '  $ true\n  $ echo a\n  a\n', ['$ true', '$ echo b']],
  [
    'mdx',
    'a.md',
    '```sh\n$ seq 1 10\n1\n...\n10\n$ test -f none\n[1]\n$ echo out; (exit 2)\nout\n[2]\n```\n',
    ['\n10\n', '\n11\n'],
  ],
  ['scrut', 'a.md', '```scrut\n$ echo err >&2; seq 3\n1\n* (glob*)\n```\n', ['\n1\n', '\n2\n']],
  [
    'a page',
    'a.md',
    '```console\n$ printf "NAME  READY\\nweb   1/1\\n"\nNAME  READY\nweb   1/1\n$ echo \'{"a": [1, 2]}\'\n{"a": [1, 2]}\n```\n',
    ['web   1/1\n$', 'web   2/2\n$'],
  ],
  [
    'EKS Workshop',
    'a.md',
    '```bash timeout=5 expectError=true\n$ ls /nonexistent\nls: nothing like what it says here\n```\n',
    ['timeout=5 expectError=true', 'timeout=5'],
  ],
  [
    'expected output',
    'a.md',
    '```bash\necho "b — c"; echo last\n```\n\nOutput:\n\n```\nb — c\nlast\n```\n',
    ['\nlast\n', '\nlost\n'],
  ],
  ['prose', 'a.txt', 'A title\n\nIt counts.\n\nseq 3\n# → 2\n', ['→ 2', '→ 4']],
];

describe('what was imported', () => {
  it.each(transcripts)(
    'from %s passes when it is true and fails when it is not',
    async (name, file, text, [truth, lie]) => {
      expect(text).toContain(truth);
      for (const [source, code] of [
        [text, 0],
        [text.replace(truth, lie), 1],
      ] as const) {
        await writeFile(join(cwd, file), source);
        const imported = await runHere(['import', file, '-o', 'run.md', '--force'], { cwd });
        expect(imported.code, imported.stderr).toBe(0);
        const run = await runHere(['exec', 'run.md', '--keep-going'], { cwd });
        expect(run.code, `${name}: ${run.stdout}${run.stderr}`).toBe(code);
      }
    },
  );
});
