import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, build } from '../../helpers/build.ts';
import { patienceMs } from '../../helpers/patience.ts';
import { runCli } from '../../helpers/run-cli.ts';

/** A folder with a page, and `runbook` on PATH. */
let cwd = '';
let env: NodeJS.ProcessEnv = {};
beforeAll(async () => {
  await build();
  cwd = await mkdtemp(join(tmpdir(), 'runbook-completion-'));
  await mkdir(join(cwd, 'bin'));
  await mkdir(join(cwd, 'runbooks/labs'), { recursive: true });
  await symlink(bin, join(cwd, 'bin/runbook'));
  // Installed in the folder, too, for `npx runbook`.
  await mkdir(join(cwd, 'node_modules/.bin'), { recursive: true });
  await symlink(bin, join(cwd, 'node_modules/.bin/runbook'));
  await writeFile(join(cwd, 'runbooks/labs/my lab.md'), page);
  await writeFile(join(cwd, 'runbooks/labs/other.md'), page);
  for (const shell of ['bash', 'zsh', 'fish'])
    await writeFile(join(cwd, `completion.${shell}`), (await runCli(['completion', shell], { cwd })).stdout);
  const path = [join(cwd, 'bin'), dirname(process.execPath), process.env.PATH].join(':');
  env = { ...process.env, PATH: path, HOME: cwd, LC_ALL: 'C.UTF-8' };
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const page = '# Lab\n\n## First step\n\n```bash\ntrue\n```\n\n## Second step\n\n```bash\ntrue\n```\n';

function shell(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    timeout: patienceMs,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const lacks = (command: string) => spawnSync(command, ['-c', 'true']).error !== undefined;

describe('completion for bash', () => {
  /** Calls the function as bash does, with words parted at the breaks that readline has. */
  const offered = (line: string, ...words: readonly string[]) =>
    shell('bash', [
      ...['--norc', '-c'],
      `source ./completion.bash
       complete -p runbook >/dev/null || exit 9
       COMP_LINE=$1 COMP_WORDS=("\${@:2}") COMP_CWORD=$(($# - 2))
       _runbook
       printf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      line,
      ...words,
    ]).split('\n');

  it('completes commands, options and their values', () => {
    expect(offered('runbook exp', 'runbook', 'exp')).toEqual(['explain', 'export', '']);
    expect(offered('runbook exec --tar', 'runbook', 'exec', '--tar')).toEqual(['--target', '']);
    const values = ['auto', 'sandbox', 'cluster', ''];
    expect(offered('runbook exec --target ', 'runbook', 'exec', '--target', '')).toEqual(values);
  });

  it('completes behind an equals sign, where readline begins a new word', () => {
    const line = 'runbook exec --target=s';
    expect(offered(line, 'runbook', 'exec', '--target', '=', 's')).toEqual(['sandbox', '']);
    const junit = 'runbook exec --reporter junit=runb';
    expect(offered(junit, 'runbook', 'exec', '--reporter', 'junit', '=', 'runb')).toEqual(['runbooks/', '']);
  });

  it('completes pages with a blank in their name, and their steps', () => {
    expect(offered('runbook exec labs/my', 'runbook', 'exec', 'labs/my')).toEqual(['labs/my\\ lab.md', '']);
    const quoted = offered(`runbook exec 'labs/my`, 'runbook', 'exec', `'labs/my`);
    expect(quoted).toEqual(['labs/my lab.md', '']);
    const words = ['runbook', 'exec', 'labs/my\\ lab.md', '--from', 's'];
    expect(offered('runbook exec labs/my\\ lab.md --from s', ...words)).toEqual(['second-step', '']);
  });

  it('completes behind `npx`, with what is installed here, and leaves other programs to other completions', () => {
    const behindNpx = (folder: string, line: string, ...words: readonly string[]) =>
      shell('bash', [
        ...['--norc', '-c'],
        `source ./completion.bash
         complete -p npx >/dev/null || exit 9
         cd "$1" && COMP_LINE=$2 COMP_WORDS=("\${@:3}") COMP_CWORD=$(($# - 3))
         _runbook_npx
         printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        folder,
        line,
        ...words,
      ]).split('\n');
    const line = 'npx --no-install runbook exec labs/my';
    expect(behindNpx('.', line, 'npx', '--no-install', 'runbook', 'exec', 'labs/my')).toEqual([
      'labs/my\\ lab.md',
      '',
    ]);
    expect(behindNpx('runbooks', 'npx runbook exp', 'npx', 'runbook', 'exp')).toEqual([
      'explain',
      'export',
      '',
    ]);
    expect(behindNpx('.', 'npx other exp', 'npx', 'other', 'exp')).toEqual(['', '']);
    expect(behindNpx('/', 'npx runbook exp', 'npx', 'runbook', 'exp')).toEqual(['', '']);
  });

  it('runs nothing that is typed', () => {
    const evil = '$(touch${IFS}evil)';
    expect(offered(`runbook exec ${evil}`, 'runbook', 'exec', evil)).toEqual(['', '']);
    expect(shell('bash', ['-c', 'ls'])).not.toContain('evil');
  });
});

describe('completion for zsh', () => {
  it('completes in a shell that somebody types into', ({ skip }) => {
    skip(lacks('zsh'), 'zsh is not installed');
    // Ctrl-X shows the line as it stands; keys are taken one after the other, so nothing is waited for.
    const session = `
      zmodload zsh/zpty
      zpty shell "zsh -f -i"
      zpty -w shell 'autoload -U compinit; compinit -D -u; source ./completion.zsh'
      zpty -w shell 'show() { print; print -r -- "<<$BUFFER>>"; BUFFER= }; zle -N show; bindkey "^X" show; echo rea""dy'
      until zpty -r shell line; [[ $line == *ready$'\\r'* ]]; do :; done
      for typed in "$@"; do
        zpty -w -n shell "$typed"$'\\t\\x18'
        until zpty -r shell line; [[ $line == *'<<'*'>>'* ]]; do :; done
        line=\${line#*'<<'}
        print -r -- "\${line%%'>>'*}"
      done
      zpty -d shell`;
    const typed = [
      'runbook completi',
      'runbook exec --targ\ts',
      'runbook exec --target=s',
      'runbook exec runb\tla\tmy',
      'runbook exec labs/other.md --from s',
      'runbook exec --reporter junit=runb',
      'npx --no-install runbook exec --targ',
    ];
    expect(shell('zsh', ['-f', '-c', session, 'zsh', ...typed]).split('\n')).toEqual([
      'runbook completion ',
      'runbook exec --target sandbox ',
      'runbook exec --target=sandbox ',
      'runbook exec runbooks/labs/my\\ lab.md ',
      'runbook exec labs/other.md --from second-step ',
      'runbook exec --reporter junit=runbooks/',
      'npx --no-install runbook exec --target ',
      '',
    ]);
  });
});

describe('completion for fish', () => {
  it('completes commands, options, values, pages and steps, with what they stand for', ({ skip }) => {
    skip(lacks('fish'), 'fish is not installed');
    const offered = (line: string) =>
      shell('fish', ['--no-config', '-c', 'source ./completion.fish; complete -C $argv[1]', line]);
    expect(offered('runbook completi')).toBe('completion\tprint what a shell needs to complete commands\n');
    expect(offered('runbook exec --target ').trim().split('\n')).toEqual(['auto', 'cluster', 'sandbox']);
    expect(offered('runbook exec --target=s')).toBe('--target=sandbox\n');
    expect(offered("runbook exec 'labs/my")).toContain('labs/my lab.md');
    expect(offered('runbook exec labs/other.md --from s')).toBe('second-step\tSecond step\n');
    expect(offered('npx --no-install runbook exec labs/other.md --from s')).toBe(
      'second-step\tSecond step\n',
    );
    expect(offered('npx other exec --from s')).not.toContain('second-step');
  });
});

describe('runbook completion', () => {
  it('refuses a shell that it does not know', async () => {
    const { code, stderr } = await runCli(['completion', 'tcsh'], { cwd });
    expect(stderr).toContain('bash, zsh, fish');
    expect(code).toBe(2);
  });

  it('does not show what the scripts ask', async () => {
    expect((await runCli(['--help'], { cwd })).stdout).not.toContain('__complete');
  });
});
