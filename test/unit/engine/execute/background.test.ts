import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Wait } from '../../../../src/engine/model/runbook.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { livingProcesses } from './living-processes.ts';
import { type OpenShell, openShell } from './open-shell.ts';

const point = { line: 1, column: 1, offset: 0 };
const wait = (what: Wait['for'], withinMs = patienceMs): Wait => ({
  for: what,
  withinMs,
  span: { file: 'a.md', start: point, end: point },
});

/**
 * A shell in which jobs can await a moment: `awaited` returns when that has come, `come` lets it come, and `die` does so
 * and waits until the last job is gone. `UNTIL` is the file that tells it.
 */
async function openTimed(env: Readonly<Record<string, string>> = {}): Promise<OpenShell> {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const shell = await openShell({ UNTIL: join(folder, 'come'), ...env });
  await shell.run('awaited() { until [ -e "$UNTIL" ]; do sleep 0.02; done; }; come() { touch "$UNTIL"; }');
  await shell.run('die() { come; while ps -p $! >/dev/null; do sleep 0.02; done; }');
  return shell;
}

/** Commands that no other run of the tests has. */
const nap = (seconds: number): string => `sleep ${seconds}.${process.pid}`;

describe('a background statement', () => {
  it('that forwards ports has started when every port is forwarded', async () => {
    const { run } = await openShell({ DELAY: '0.2' });
    const { readiness, stdout, durationMs } = await run(
      'kubectl --context c -n ns port-forward \\\n  svc/a 18080:80 18081:81 &',
    );
    expect(readiness).toEqual({ ready: true, reason: 'Forwarding from 127.0.0.1:18080 -> 80' });
    expect(stdout.text).toContain('Forwarding from 127.0.0.1:18081 -> 81');
    expect(durationMs).toBeGreaterThan(400);
  });

  it.each([
    ['a loop', 'while true; do kubectl --context "my ctx" port-forward -v 0 svc/a 18080:80; done &'],
    ['a subshell', '(cd / && kubectl port-forward --pod-running-timeout 1m svc/a 18080:80) &'],
    ['another command', 'nohup kubectl port-forward svc/a 18080:80 &'],
  ])('that forwards a port in %s has started when it is forwarded', async (_, script) => {
    const { run } = await openShell({ DELAY: '0.2' });
    expect((await run(script)).readiness).toEqual({
      ready: true,
      reason: 'Forwarding from 127.0.0.1:18080 -> 80',
    });
  });

  it('fails with its output when it ends before it is ready', async () => {
    const { run, session, text } = await openShell({ FAIL: 'services "a" not found', DELAY: '0.1' });
    const { readiness, stderr, exitCode, ended } = await run('kubectl port-forward svc/a 18080:80 &');
    expect(readiness?.ready).toBe(false);
    expect([stderr.text, exitCode, ended]).toEqual(['error: services "a" not found\n', 1, 'normally']);
    expect(session.endedJobs()).toEqual([]);
    expect(await text('echo next')).toBe('next\n');
  });

  it('is ended when it is not ready in time', async () => {
    const { run } = await openShell();
    const waits = [wait({ kind: 'log', text: 'never said' }, 150)];
    const { readiness, ended } = await run(`echo hello; ${nap(64)} &`, { waits });
    expect(readiness).toEqual({ ready: false, reason: 'no `never said` in its output within 0.15 s' });
    expect(ended).toBe('timeout');
    expect(livingProcesses(nap(64))).toEqual([]);
  });

  it('stops waiting when the caller aborts', async () => {
    const { run } = await openShell({ DELAY: '60' });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const { ended } = await run('kubectl port-forward svc/a 18080:80 &', { signal: controller.signal });
    expect(ended).toBe('interrupt');
  });

  it('waits for a text in its output, a port and an answer over HTTP', async () => {
    const { run, chunks } = await openShell();
    const server = createServer((_, response) => response.writeHead(503).end());
    const port = 18091;
    const url = `http://localhost:${port}/`;
    const waits = [
      wait({ kind: 'port', port }),
      wait({ kind: 'http', url }),
      wait({ kind: 'log', text: 'listen' }),
    ];
    const started = run('(echo now listening >&2; sleep 60) &', { waits });
    await expect.poll(() => chunks.map(({ text }) => text).join('')).toContain('now listening');
    server.listen(port, 'localhost');
    const { readiness } = await started;
    server.close();
    expect(readiness).toEqual({
      ready: true,
      reason: `port ${port} accepts connections; ${url} answers HTTP 503; now listening`,
    });
  });

  it('waits for a port and an address with variables', async () => {
    const { run, chunks } = await openShell();
    const server = createServer((_, response) => response.end());
    await run('(echo on 18090; sleep 60) & PORT=18090');
    await run('PORT=18090 HOST=localhost');
    const waits = [
      wait({ kind: 'port', port: '${PORT}' }),
      wait({ kind: 'http', url: 'http://${HOST}:${PORT}/' }),
    ];
    const started = run('(echo up; sleep 60) &', { waits });
    await expect.poll(() => chunks.map(({ text }) => text)).toContain('up\n');
    server.listen(18090, 'localhost');
    expect((await started).readiness).toEqual({
      ready: true,
      reason: 'port 18090 accepts connections; http://localhost:18090/ answers HTTP 200',
    });
    server.close();
  });

  it.each([
    ['`PORT` has no value, which `# wait: port ${PORT}` needs', 'unset PORT'],
    ['`eighty` is no port', 'PORT=eighty'],
  ])('is not run when what it waits for is none: %s', async (reason, before) => {
    const { run } = await openShell();
    await run(before);
    const { readiness, exitCode } = await run('touch /tmp/never &', {
      waits: [wait({ kind: 'port', port: '${PORT}' })],
    });
    expect([readiness, exitCode]).toEqual([{ ready: false, reason }, null]);
  });

  it('that fails at once fails', async () => {
    const { run } = await openShell();
    expect((await run('false &')).exitCode).toBe(1);
    expect((await run('true &')).exitCode).toBe(0);
  });

  it('keeps what it prints later for itself, and its death is reported with it', async () => {
    const { run, session, chunks, text } = await openTimed({ DELAY: '0' });
    await run('kubectl port-forward svc/a 18080:80 &');
    await run('forward=$!');
    await run('(awaited; echo dying >&2; exit 4) &');
    expect(await text('die; while ps -p $forward >/dev/null; do sleep 0.02; done; echo mine')).toBe('mine\n');
    const ended = session.endedJobs();
    expect(ended.map(({ statement, output }) => [statement, output.exitCode, output.stderr.text])).toEqual([
      ['step/1.3', 0, ''],
      ['step/1.5', 4, 'dying\n'],
    ]);
    expect(ended[0]?.output.stdout.text).toContain('Forwarding from');
    expect(chunks).toContainEqual({ statement: 'step/1.5', stream: 'stderr', text: 'dying\n', late: true });
    expect(session.endedJobs()).toEqual([]);
  });

  it('is seen dead between statements', async () => {
    const { run, session } = await openTimed({ DELAY: '0' });
    await run('kubectl port-forward svc/a 18080:80 &');
    await run('come');
    await expect.poll(() => session.endedJobs().map(({ statement }) => statement)).toEqual(['step/1.3']);
  });

  it.each([
    ['its number', 'kill %1'],
    ['$!', 'kill $!'],
    ['a variable', 'kill "$PID"'],
    ['a name', `pkill -f "${nap(65)}"`],
    ['a function', 'stop'],
  ])('killed by %s is gone when the statement ends, and nobody mentions it again', async (_, script) => {
    const { run, session, text } = await openShell();
    await run('stop() { kill $PID; }');
    await run(`${nap(65)} &`, { waits: [wait({ kind: 'log', text: '' })] });
    await run('PID=$!');
    const { stderr } = await run(script);
    // pkill is a process, so bash may see the job end before the statement does.
    expect(stderr.text).toMatch(script.startsWith('pkill') ? /^(.* Terminated .*\n)?$/ : /^$/);
    expect(livingProcesses(nap(65))).toEqual([]);
    const next = await run('sleep 0.1; echo next');
    expect([next.stdout.text, next.stderr.text]).toEqual(['next\n', '']);
    expect(session.endedJobs()).toEqual([]);
    expect(await text('jobs')).toBe('');
  });

  it('is left alone by a kill that is only prepared', async () => {
    const { run } = await openShell();
    await run(`${nap(66)} &`);
    await run('PID=$!; trap "kill $PID" EXIT');
    await run('stop() { kill $PID; }');
    await run('if false; then kill %1; fi');
    expect(livingProcesses(nap(66))).toHaveLength(1);
  });

  it.each([
    ['a word in a text', 'die && echo "please wait, kill or fg"'],
    ['a command of another tool', 'command true wait; die'],
    ['a question', 'kill -0 $!; die'],
    ['a function that is only defined', 'stop() { kill %1; }; die'],
  ])('that dies is reported whatever stands beside it: %s', async (_, script) => {
    const { run, session } = await openTimed();
    await run('(awaited; exit 3) &');
    await run(script);
    expect(session.endedJobs().map(({ output }) => output.exitCode)).toEqual([3]);
  });

  it('that dies while another one is killed is reported', async () => {
    const { run, session } = await openTimed();
    await run(`${nap(67)} &`);
    await run('(awaited; exit 3) &');
    await run('kill %1; die');
    const ended = async () => {
      await run('true');
      return session.endedJobs().map(({ output }) => output.exitCode);
    };
    await expect.poll(ended).toEqual([3]);
  });

  it('that fails is reported although a bare wait says 0', async () => {
    const { run, session } = await openTimed();
    await run('(awaited; exit 3) &');
    await run('awaited &');
    const { exitCode, stdout } = await run('come; wait && echo "done $?"');
    expect([exitCode, stdout.text]).toEqual([0, 'done 0\n']);
    expect(session.endedJobs().map(({ output }) => output.exitCode)).toEqual([3]);
    await run('rm "$UNTIL"; (awaited; exit 4) &');
    await run('come; wait || true');
    expect(session.endedJobs()).toEqual([]);
  });

  it('can be waited for', async () => {
    const { run, session } = await openTimed();
    await run('(awaited; exit 6) &');
    expect((await run('come; wait %1')).exitCode).toBe(6);
    await run('rm "$UNTIL"; (awaited; exit 6) &');
    await run('pid=$!; die');
    expect((await run('wait $pid')).exitCode).toBe(6);
    expect(session.endedJobs().map(({ output }) => output.exitCode)).toEqual([6]);
  });
});

describe('a port that a background statement is to open', () => {
  /** A server of somebody else, and its port. */
  async function stranger(host: string, port = 0): Promise<number> {
    const server = createServer((_, response) => response.end('stranger'));
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  }
  const owner = process.platform === 'linux' ? `\`\\S.*\` \\(pid ${process.pid}\\)` : '.*';

  it.each([
    ['a port', 'sleep 68.5 &', (port: number) => [wait({ kind: 'port', port })]],
    [
      'an address',
      'sleep 68.5 &',
      (port: number) => [wait({ kind: 'http', url: `http://127.0.0.1:${port}/x` })],
    ],
    ['a forward', 'kubectl port-forward svc/a "$PORT:80" &', () => []],
    ['a forward in a function', 'start', () => []],
    ['a forward whose output goes elsewhere', 'kubectl port-forward svc/a $PORT:80 >/dev/null &', () => []],
    ['a proxy', 'kubectl proxy --port=$PORT &', () => []],
  ])('must be free before, by %s, and who has it is named', async (_, script, waits) => {
    const port = await stranger('127.0.0.1');
    const { run, session } = await openShell();
    await run(`PORT=${port}; start() { kubectl port-forward svc/a "$PORT:80" & }`);
    const { readiness, exitCode, ended, stdout } = await run(script, { waits: waits(port) });
    expect(readiness?.ready).toBe(false);
    const reason = `^port ${port} is taken: ${owner} answers on 127\\.0\\.0\\.1:${port}, so this command was not run$`;
    expect(readiness?.reason).toMatch(new RegExp(reason));
    expect([exitCode, ended, stdout.text]).toEqual([null, 'normally', '']);
    expect(livingProcesses('sleep 68.5')).toEqual([]);
    expect(session.endedJobs()).toEqual([]);
  });

  it('may be taken again when what had it was killed', async () => {
    const { run } = await openShell();
    const server = "node -e \"require('http').createServer((q, s) => s.end()).listen(18092, '127.0.0.1')\"";
    const waits = [wait({ kind: 'port', port: 18092 })];
    expect((await run(`${server} &`, { waits })).readiness?.ready).toBe(true);
    const again = await run(`${server} &`, { waits });
    expect(again.readiness?.reason).toMatch(/started by a command above\)|another process/);
    await run('kill %1');
    expect((await run(`${server} &`, { waits })).readiness?.ready).toBe(true);
  });

  it('may be in use on another machine', async () => {
    const { run } = await openShell();
    const waits = [wait({ kind: 'http', url: 'http://192.0.2.1:80/' }, 200)];
    expect((await run('sleep 69.5 &', { waits })).readiness?.reason).toBe(
      'no an answer from http://192.0.2.1:80/ within 0.2 s',
    );
  });

  it('is forwarded on every address of localhost, or it is not ready', async () => {
    const { run } = await openShell({ ONLY: '[::1]' });
    const { readiness, exitCode, ended } = await run('kubectl port-forward svc/a 18093:80 &');
    expect(readiness).toEqual({
      ready: false,
      reason:
        'port 18093 is forwarded on one address of localhost only: kubectl could not listen on 127.0.0.1:18093',
    });
    expect([exitCode, ended]).toEqual([null, 'normally']);
  });

  it('is forwarded on one address when nobody has the other one', async () => {
    const { run } = await openShell({ ONLY: '127.0.0.1' });
    expect((await run('kubectl port-forward svc/a 18094:80 &')).readiness?.ready).toBe(true);
    const other = await openShell({ ONLY: '10.0.0.1' });
    expect(
      (await other.run('kubectl port-forward --address 10.0.0.1 svc/a 18094:80 &')).readiness?.ready,
    ).toBe(true);
  });
});
