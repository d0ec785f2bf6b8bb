import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { candidateLines, complete, unquoted } from '../../../src/cli/completion/complete.ts';
import { helpedCommands } from '../../../src/cli/helped-commands.ts';

const cwd = fileURLToPath(new URL('../../fixtures/cli', import.meta.url));
const kubeconfig = fileURLToPath(new URL('../../fixtures/cli/kubeconfig.yaml', import.meta.url));
const commands = helpedCommands().map(({ command }) => command);
const [program] = commands.map(({ parent }) => parent);

/** What is offered behind `runbook …`, the last word being the one at the cursor. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  if (program === undefined || program === null) throw new Error('there is no program');
  const candidates = await complete(program, words, { cwd, env: { KUBECONFIG: kubeconfig } });
  return candidates.map(({ value }) => value);
}

describe('completion', () => {
  it('offers every command of `--help`, and none that is hidden', async () => {
    expect(await offered('')).toEqual([...commands.map((command) => command.name()), 'help']);
    expect(await offered('ex')).toEqual(['exec', 'explain', 'export']);
    expect(await offered('help', 'ex')).toEqual(['exec', 'explain', 'export']);
    expect(await offered('-')).toEqual(['--version', '--help']);
  });

  test.for(commands.map((command) => [command.name(), command] as const))(
    'offers every option of %s, and the choices of each',
    async ([name, command]) => {
      const long = command.options.filter(({ hidden }) => !hidden).map((option) => option.long);
      expect(await offered(name, '-')).toEqual([...long, '--help']);
      for (const { long, argChoices, required } of command.options.filter((option) => option.argChoices)) {
        if (required) expect(await offered(name, long ?? '', '')).toEqual(argChoices);
        expect(await offered(name, `${long}=`)).toEqual(argChoices?.map((choice) => `${long}=${choice}`));
      }
    },
  );

  it('offers an option once, unless it may be repeated', async () => {
    expect(await offered('exec', '--target', 'auto', '--ta')).toEqual([]);
    expect(await offered('exec', '--only', 'greet', '--on')).toEqual(['--only']);
    expect(await offered('init', '--with', 'github', '--wi')).toEqual(['--with', '--without']);
  });

  it('offers several values where several may follow', async () => {
    expect(await offered('init', '--with', 'github', 'vi')).toEqual(['vitest']);
  });

  it('offers pages as given and under runbooks/, and folders to look into', async () => {
    expect(await offered('exec', 'la')).toEqual(['labs/']);
    expect(await offered('exec', 'labs/')).toEqual(['labs/README.md', 'labs/hello.md']);
    expect(await offered('exec', 'runbooks/labs/h')).toEqual(['runbooks/labs/hello.md']);
    expect(await offered('exec', './fa')).toEqual(['./fails.md']);
    expect(await offered('exec', 'fails.md', 'qu')).toEqual(['quote.md']);
    expect(await offered('exec', 'nowhere/')).toEqual([]);
    expect(await offered('list', 'la')).toEqual(['labs/']);
    expect(await offered('lsp', '')).toEqual([]);
  });

  it('offers the steps and named blocks of the pages that were named', async () => {
    expect(await offered('exec', 'labs/hello', '--from', '')).toEqual(['greet', 'part']);
    expect(await offered('exec', 'nowhere.md', 'labs/hello', '--only', 'p')).toEqual(['part']);
    expect(await offered('plan', 'labs/hello', '--until=g')).toEqual(['--until=greet']);
    expect(await offered('exec', 'broken-yaml.md', '--from', 'zzz')).toEqual([]);
  });

  it('offers cluster variables, then the contexts of the kubeconfig', async () => {
    expect(await offered('exec', 'clusters.md', '--cluster', '')).toEqual(['CLUSTER1=', 'CLUSTER2=']);
    expect(await offered('exec', 'clusters.md', '--cluster', 'CLUSTER1=kind')).toEqual([
      'CLUSTER1=kind-mine',
    ]);
    expect(await offered('exec', '--cluster=CLUSTER1=')).toEqual(['--cluster=CLUSTER1=kind-mine']);
  });

  it('offers reporters, then files for what they write', async () => {
    expect(await offered('exec', '--reporter', 'j')).toEqual(['junit']);
    expect(await offered('exec', '--reporter', 'junit=fa')).toEqual(['junit=fails.md']);
  });

  it('offers diagnostics, formats to import from, and any file to import', async () => {
    expect(await offered('explain', 'cli/u')).toEqual(['cli/unreadable-file', 'cli/usage']);
    expect(await offered('import', '--from', 'p')).toEqual(['prose']);
    expect(await offered('import', 'kube')).toEqual(['kubeconfig.yaml', 'kubectl.md']);
  });

  it('offers no option behind `--`, and nothing to an unknown command', async () => {
    expect(await offered('exec', '--', '-')).toEqual([]);
    expect(await offered('exec', '--', 'fai')).toEqual(['fails.md']);
    expect(await offered('exce', '')).toEqual([]);
  });

  it('understands words as the shell would, with a quote that is still open', async () => {
    expect(unquoted(String.raw`a\ b'c d'"e\"f`)).toBe('a bc de"f');
    expect(await offered('exec', '"labs/he')).toEqual(['labs/hello.md']);
  });
});

describe('the lines for a shell', () => {
  it('are a value, a tab and what it stands for; what would break a line is left out', () => {
    const odd = { value: 'a\nb' };
    expect(candidateLines([{ value: 'a', description: 'b\n c' }, odd, { value: 'd' }])).toBe('a\tb c\nd\t\n');
  });
});
