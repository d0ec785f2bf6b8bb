import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { openSession } from '../../../../src/engine/execute/session.ts';
import type { Output } from '../../../../src/engine/model/output.ts';
import type { Session, SessionChunk, SessionRequest } from '../../../../src/engine/model/session.ts';

/** A session for one test, with what it said; closed at the test's end. */
export type OpenShell = {
  readonly session: Session;
  readonly chunks: readonly SessionChunk[];
  readonly notices: readonly string[];
  /** Runs a statement; `&` at its end makes it a background one. */
  run(
    script: string,
    request?: Partial<SessionRequest> & Pick<Partial<SessionRequest['action']>, 'waits'>,
  ): Promise<Output>;
  /** Standard output of a statement. */
  text(script: string): Promise<string>;
};

const fakeCommands = resolve(import.meta.dirname, '../../../fixtures/execute/bin');

export async function openShell(env: Readonly<Record<string, string>> = {}, cwd = '/'): Promise<OpenShell> {
  const chunks: SessionChunk[] = [];
  const notices: string[] = [];
  const session = await openSession({
    cwd,
    env: { ...inherited(), PATH: `${fakeCommands}:${process.env.PATH}`, ...env },
    ...(process.env.TEST_SHELL === undefined ? {} : { shell: process.env.TEST_SHELL }),
    onChunk: (chunk) => chunks.push(chunk),
    onNotice: (notice) => notices.push(notice),
  });
  onTestFinished(() => session.close());
  let count = 0;
  const run: OpenShell['run'] = (script, { waits = [], ...request } = {}) =>
    session.run({
      statement: `step/1.${++count}`,
      action: { kind: 'shell', script, background: /[^&]&\s*$/.test(script), waits },
      timeoutMs: 20_000,
      line: 1,
      signal: new AbortController().signal,
      ...request,
    });
  const text = async (script: string) => (await run(script)).stdout.text;
  return { session, chunks, notices, run, text };
}

function inherited(): Readonly<Record<string, string>> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(entries);
}
