import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { takeExclusively } from '../../../src/vitest/exclusive.ts';

const module = new URL('../../../src/vitest/exclusive.ts', import.meta.url).href;

/** A name that no other run of these tests uses on this machine, nor a page that runs meanwhile. */
const own = (name: string): string => `${name} of ${process.pid}`;

/** A process that takes keys, says when it waits and when it has them, and then lives until it is killed. */
function holder(...keys: readonly string[]): ChildProcess {
  const script = `
    import { takeExclusively } from '${module}';
    process.on('message', () => undefined);
    const onWait = (key) => process.send('waits for ' + key);
    await takeExclusively(${JSON.stringify(keys)}, { signal: new AbortController().signal, onWait });
    process.send('has them');
  `;
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: [...stdio] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

async function said(child: ChildProcess): Promise<string> {
  const [message] = await once(child, 'message');
  return String(message);
}

it('what one process has taken another waits for, until the first is gone, however that happens', async () => {
  const first = holder(own('port'), own('context'));
  expect(await said(first)).toBe('has them');
  const second = holder(own('context'), own('another port'));
  expect(await said(second)).toBe(`waits for ${own('context')}`);
  const told = said(second);
  first.kill('SIGKILL');
  expect(await told).toBe('has them');
});

it('what nobody else has is taken at once', async () => {
  const first = holder(own('one'));
  const second = holder(own('other'));
  expect(await Promise.all([said(first), said(second)])).toEqual(['has them', 'has them']);
});

it('waiting ends when it is interrupted', async () => {
  const first = holder(own('it'));
  expect(await said(first)).toBe('has them');
  const stop = new AbortController();
  const waiting = takeExclusively([own('it')], { signal: stop.signal, onWait: () => stop.abort() });
  await expect(waiting).rejects.toThrow(/abort/i);
});
