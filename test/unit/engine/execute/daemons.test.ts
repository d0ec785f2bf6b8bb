import { expect, it } from 'vitest';
import { livingProcesses } from './living-processes.ts';
import { openShell } from './open-shell.ts';

let daemons = 0;

/** A command line that no other test has. */
const unique = () => `sleep 8${process.pid}.${++daemons}5`;

const ways: readonly (readonly [title: string, start: (command: string) => string])[] = [
  ['nohup', (command) => `nohup ${command} >/dev/null 2>&1 &`],
  ['a session of its own', (command) => `setsid ${command} >/dev/null 2>&1 &`],
  ['two forks', (command) => `( ( ${command} & ) )`],
  ['an environment without anything', (command) => `( env -i ${command} & )`],
  ['all of these', (command) => `env -i setsid sh -c '(${command} </dev/null >/dev/null 2>&1 &) ; exit 0'`],
];

it.for(ways)('a daemon made by %s ends with the session', async ([, start]) => {
  const { session, run } = await openShell();
  const command = unique();
  expect((await run(start(command))).exitCode).toBe(0);
  await expect.poll(() => livingProcesses(command).length).toBeGreaterThan(0);
  await session.close();
  expect(livingProcesses(command)).toEqual([]);
});

it('a daemon goes on when a later statement is ended by its time limit', async () => {
  const { run } = await openShell();
  const [daemon, slow] = [unique(), unique()];
  await run(`env -i setsid sh -c '(${daemon} </dev/null >/dev/null 2>&1 &) ; exit 0'`);
  await expect.poll(() => livingProcesses(daemon).length).toBe(1);
  // Older than what the clock can tell apart.
  await run('sleep 0.1');
  const output = await run(slow, { timeoutMs: 300 });
  expect(output.ended).toBe('timeout');
  expect(livingProcesses(slow)).toEqual([]);
  expect(livingProcesses(daemon)).toHaveLength(1);
});

it('hundreds of background jobs end with the session', async () => {
  const { session, run } = await openShell();
  const command = unique();
  await run(`for i in $(seq 300); do (trap '' TERM HUP; ${command}; ${command}) & done`);
  await session.close();
  expect(livingProcesses(command)).toEqual([]);
});
