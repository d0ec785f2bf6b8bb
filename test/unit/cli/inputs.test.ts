import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/cli/main.ts';
import { scriptedIo } from '../../helpers/scripted-io.ts';
import { putFiles } from './put-files.ts';

const page = `---
inputs:
  HOST: { prompt: Which host?, pattern: "[a-z]+-[0-9]+" }
  REGION: { default: eu, choices: [eu, us] }
  PIN: { prompt: Your PIN, secret: true }
  NOTE: { required: false }
---

# Restart

\`\`\`bash
echo "host=$HOST region=$REGION pin=$PIN note=[$NOTE]"
# expect: region=\${REGION}
\`\`\`
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-inputs-'));
  await putFiles(folder, {
    'page.md': page,
    'other.md': page.replace('HOST: { prompt: Which host?, pattern: "[a-z]+-[0-9]+" }', 'HOST:'),
    'values.yaml': 'HOST: web-3\nPIN: 0042\nUNUSED: 1\n',
    'broken.yaml': 'HOST: [web-3]\n',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Person = Parameters<typeof scriptedIo>[1];

async function runbook(args: readonly string[], person: Person = {}) {
  const io = scriptedIo(folder, person);
  const code = await exitCodeOf([...args], io);
  return { code, printed: io.printed(), asked: io.asked };
}

const exec = (args: readonly string[], person?: Person) =>
  runbook(['exec', '-v', 'page.md', ...args], person);

describe('inputs of a page', () => {
  it('are given on the command line; defaults and what may be empty need no value', async () => {
    const { code, printed } = await exec(['--set', 'HOST=web-1', '--set', 'PIN=4711']);
    expect(printed).toContain('host=web-1 region=eu pin=*** note=[]');
    expect(printed).not.toContain('4711');
    expect(code).toBe(0);
  });

  it('come from the command line first, then the environment, then a file', async () => {
    const env = { RUNBOOK_INPUT_HOST: 'web-2', RUNBOOK_INPUT_REGION: 'us', HOST: 'not-this' };
    const file = ['--inputs', 'values.yaml'];
    expect((await exec([...file, '--set', 'HOST=web-1'], { env })).printed).toContain('host=web-1 region=us');
    expect((await exec(file, { env })).printed).toContain('host=web-2 region=us');
    expect((await exec(file)).printed).toContain('host=web-3 region=eu pin=***');
  });

  it('are asked for at a terminal, again when the answer is none; a secret is typed unseen', async () => {
    const answers = ['nonsense', 'web-7', '', '0815', ''];
    const { code, printed, asked } = await exec([], { answers });
    expect(asked).toEqual([
      'Which host? ',
      'Which host? ',
      'REGION [eu, us] (eu) ',
      'Your PIN ',
      'NOTE (may be empty) ',
    ]);
    expect(printed).toContain('Not this: it matches `[a-z]+-[0-9]+` as a whole.');
    expect(printed).toContain('host=web-7 region=eu pin=*** note=[]');
    expect(code).toBe(0);
  });

  it('without a value stop the run before it begins, all of them at once, each with its place', async () => {
    const { code, printed } = await exec([]);
    expect(code).toBe(2);
    expect(printed).toContain('page.md:3:3  error  page.md needs a value for its input `HOST` (Which host?)');
    expect(printed).toContain('page.md:5:3  error  page.md needs a value for its input `PIN` (Your PIN)');
    expect(printed).toContain('`--set HOST=…` or `RUNBOOK_INPUT_HOST=…`');
    expect(printed).not.toContain('host=');
  });

  it.each([
    [['--set', 'HOST=Web 1', '--set', 'PIN=1'], '`Web 1` is no value for the input `HOST` of page.md'],
    [
      ['--set', 'HOST=web-1', '--set', 'PIN='],
      'The value is no value for the input `PIN` of page.md: it may not be empty',
    ],
    [['--set', 'HOST=web-1', '--set', 'PIN=1', '--set', 'REGION=mars'], 'it is one of `eu`, `us`'],
    [['--set', 'HOTS=web-1'], 'Did you mean `--set HOST=…`?'],
    [['--inputs', 'broken.yaml'], 'broken.yaml:1:7'],
    [['--inputs', 'absent.yaml'], 'The file of inputs `absent.yaml` cannot be read (ENOENT)'],
  ])('%j is refused before anything runs', async (args, said) => {
    const { code, printed } = await exec(args);
    expect(printed).toContain(said);
    expect(printed).not.toContain('host=');
    expect(code).toBe(2);
  });

  it('stand in a plan with their values, secrets hidden, and say what a run would lack', async () => {
    const given = await runbook(['plan', 'page.md', '--set', 'HOST=web-1', '--set', 'PIN=4711']);
    expect(given.printed).toMatch(/✓ input +HOST \(Which host\?\) +web-1\n/);
    expect(given.printed).toMatch(/✓ input +PIN \(Your PIN\) +\*{3}\n/);
    expect(given.printed).toMatch(/✓ input +REGION +eu\n/);
    expect(given.printed).not.toContain('4711');
    expect(given.code).toBe(0);
    const lacking = await runbook(['plan', 'page.md']);
    expect(lacking.printed).toMatch(/✗ input +HOST \(Which host\?\) +no value\n/);
    expect(lacking.code).toBe(3);
  });

  it('stand in a plan for programs and in the record, secrets hidden', async () => {
    const given = ['page.md', '--set', 'HOST=web-1', '--set', 'PIN=4711'];
    const { printed } = await runbook(['plan', '--json', ...given]);
    expect(JSON.parse(printed).runbooks[0].inputs).toContainEqual({
      name: 'REGION',
      default: 'eu',
      choices: ['eu', 'us'],
      secret: false,
      required: true,
    });
    const recorded = await runbook(['exec', ...given, '--record']);
    expect(recorded.code).toBe(0);
    const record = readFileSync(join(folder, 'page.record.json'), 'utf8');
    expect(JSON.parse(record).inputs).toEqual({ HOST: 'web-1', REGION: 'eu', PIN: '***', NOTE: '' });
    expect(record).not.toContain('4711');
  });

  it('of several pages are asked for once, and each page has its own rules', async () => {
    const { printed, code } = await runbook([
      'exec',
      'other.md',
      'page.md',
      '--set',
      'HOST=anything',
      '--set',
      'PIN=1',
    ]);
    expect(printed).toContain('`anything` is no value for the input `HOST` of page.md');
    expect(code).toBe(2);
  });
});

describe('what the front matter says of inputs', () => {
  it.each([
    ['inputs: [HOST]', '`inputs` needs a map of names of variables to what each input is.'],
    ['inputs: { my-host: x }', '`inputs` needs names of variables (letters, digits, `_`), not `my-host`.'],
    ['inputs: { HOST: [a] }', '`inputs` needs a default or a map for `HOST`.'],
    [
      'inputs: { HOST: { promt: x } }',
      '`inputs` needs only `prompt`, `default`, `choices`, `pattern`, `secret`, `required` for `HOST`.',
    ],
    ['inputs: { HOST: { secret: yes } }', '`inputs` needs `true` or `false` as `secret` of `HOST`.'],
    ['inputs: { HOST: { pattern: "[" } }', 'as `pattern` of `HOST`.'],
    [
      'inputs: { HOST: { choices: [a], default: b } }',
      '`inputs` needs a default for `HOST` that it may have: it is one of `a`.',
    ],
  ])('%s is wrong', async (head, said) => {
    await putFiles(folder, {
      'wrong.md': `---\n${head}\n---\n\n# Page\n\n\`\`\`bash\ndate\n# expect: 20\n\`\`\`\n`,
    });
    const { printed, code } = await runbook(['check', 'wrong.md']);
    expect(printed).toContain(said);
    expect(code).toBe(2);
  });
});
