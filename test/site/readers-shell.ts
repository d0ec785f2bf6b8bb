import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What a reader sees of what was pasted: its standard output, and how it ended. */
export type Pasted = { readonly printed: string; readonly exitCode: number };

/** A shell in `runbook sandbox`, as a reader has one who pastes: it takes a line after the other. */
export type ReadersShell = {
  paste(text: string): Promise<Pasted>;
  valueOf(name: string): Promise<string>;
  close(): Promise<void>;
};

const cli = fileURLToPath(new URL('../../src/cli/bin.ts', import.meta.url));

/** Without the machine's own settings of the shell; bash and zsh know their words as they do at a prompt. */
const interactive = { bash: ['bash', '--norc', '-i'], zsh: ['zsh', '-f', '-i'] } as const;

/** Starts a shell in a sandbox with the clusters of the labs. @param folder Where it works. */
export async function readersShell(name: keyof typeof interactive, folder: string): Promise<ReadersShell> {
  const own = await mkdtemp(join(tmpdir(), 'reader-'));
  const clusters = ['CLUSTER1=kind-east-ag', 'CLUSTER2=kind-west-ag'].flatMap((each) => ['--cluster', each]);
  const argv = [cli, 'sandbox', ...clusters, '--', ...interactive[name]];
  const shell = spawn(process.execPath, argv, { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] });
  let complaints = '';
  shell.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  let pasted = 0;
  const paste = async (text: string): Promise<Pasted> => {
    const file = join(own, String(++pasted));
    shell.stdin.write(`exec >${file}\n${text}\nprintf '%s' $? >${file}.code\n`);
    const code = await written(`${file}.code`, shell).catch((error: Error) => {
      throw new Error(`${error.message}: ${text}\n${complaints.slice(-3000)}`);
    });
    return { printed: await readFile(file, 'utf8'), exitCode: Number(code) };
  };
  return {
    paste,
    valueOf: async (variable) => (await paste(`printf '%s' "$${variable}"`)).printed,
    close: async () => {
      shell.stdin.end('exit\n');
      await ended(shell);
      await rm(own, { recursive: true, force: true });
    },
  };
}

const ended = (shell: ChildProcess): Promise<unknown> =>
  shell.exitCode === null ? new Promise((resolve) => shell.once('exit', resolve)) : Promise.resolve();

/** What a file has once there is something in it. */
async function written(file: string, shell: ChildProcess): Promise<string> {
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline && shell.exitCode === null) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text !== '') return text;
    await pause(50);
  }
  throw new Error('the shell does not come back from what was pasted');
}
