import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { splitStatements } from '../../../../src/engine/shell/split-statements.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { openShell } from './open-shell.ts';

type Result = { readonly stdout: string; readonly stderr: string; readonly status: number | null };

const constructs = readFileSync(join(import.meta.dirname, '../../../fixtures/execute/constructs.txt'), 'utf8')
  .split(/^=== /m)
  .slice(1)
  .map((text) => ({ name: text.slice(0, text.indexOf('\n')), script: text.slice(text.indexOf('\n') + 1) }));

/** Where a session is not as `bash FILE`, and why; the guide names them. */
const differences: Readonly<Record<string, string>> = {
  'set -x': 'statements are evaluated, so that a trace begins with one `+` more',
  'set -x with PS4': 'the same',
  'set -x in a function': 'the same',
  BASH_XTRACEFD: 'what surrounds a statement is traced too, where its errors do not go',
  'set -v': 'the line that asks for the status of a statement is shown too',
  'break at the top': 'it leaves the loop that runs the statements: status 2, and no message',
  'continue at the top': 'the same',
  'set -t': 'a statement is not the end of the file',
  'few files': 'the descriptors by which the shell is spoken to are gone: it starts again',
  'wait for the next, which has ended':
    'bash was asked for its jobs behind each statement, and forgets those that have ended',
  'background output': 'what a job prints belongs to the statement that started it',
};

/**
 * With job control bash says that a job was ended, if it ends before the statement that ends it; the guide names it. Which
 * comes first is for the kernel to decide.
 */
const endsJobs: ReadonlySet<string> = new Set([
  'jobs are ended',
  'wait for the next',
  'wait for a process that was ended',
]);
const withoutNotices = (result: Result): Result => ({
  ...result,
  stderr: result.stderr.replace(/^\[\d+\][-+]? +Terminated .*\n/gm, ''),
});

describe('a session is as bash with the same text in a file', () => {
  it.each(constructs)('$name', async ({ name, script }) => {
    const [session, bash] = await Promise.all([bySession(script), byBash(script)]);
    if (name in differences) expect(session, differences[name]).not.toEqual(bash);
    else expect(endsJobs.has(name) ? withoutNotices(session) : session).toEqual(bash);
  });

  it('has no difference listed that nothing tries', () => {
    const names = constructs.map(({ name }) => name);
    expect(Object.keys(differences).filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'runbook-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function byBash(script: string): Promise<Result> {
  const cwd = folder();
  const file = join(folder(), 'page');
  writeFileSync(file, script);
  const { stdout, stderr, exitCode } = await execa(process.env.TEST_SHELL ?? 'bash', [file], {
    cwd,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
    timeout: patienceMs,
  });
  return { stdout, stderr: stderr.replaceAll(`${file}: `, 'bash: '), status: exitCode ?? null };
}

/** The statements one after another, up to the one that ends the shell, and the EXIT trap. */
async function bySession(script: string): Promise<Result> {
  const { run, session } = await openShell({}, folder());
  let [stdout, stderr] = ['', ''];
  let status: number | null = 0;
  let ended = false;
  for (const { from, to } of splitStatements(script).units) {
    const line = script.slice(0, from).split('\n').length;
    const output = await run(script.slice(from, to), { line });
    stdout += output.stdout.text;
    stderr += output.stderr.text;
    status = output.exitCode;
    ended = output.ended !== 'normally';
    if (ended) break;
  }
  const trapped = ended ? undefined : await session.exitTrap();
  stdout += trapped?.output.stdout.text ?? '';
  stderr += trapped?.output.stderr.text ?? '';
  return { stdout, stderr, status: trapped?.output.exitCode || status };
}
