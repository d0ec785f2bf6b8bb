import { beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
// Read before the clock of any run: it is loaded with the first question.
import '../../../../src/sandbox/clusters.ts';
import { sandboxTarget } from '../../../../src/targets/sandbox.ts';
import { type Played, play } from '../../../helpers/play.ts';

type Diagnosis = Extract<RunEvent, { type: 'diagnosis' }>;

function diagnosisOf({ events }: Played, statement: string): Diagnosis | undefined {
  return events.filter((event) => event.type === 'diagnosis').find((event) => event.statement === statement);
}

describe('after a failure on a cluster', () => {
  let played: Played;
  beforeAll(async () => {
    played = await play(['run/ends-badly.md'], {
      target: sandboxTarget({ latency: 0, opaque: [] }),
      keepGoing: true,
      inherited: { ...process.env, SOME_SECRET: 'nowhere.example' },
    });
  });

  it('the run says what shows as its cause, and what a person would look at', () => {
    const found = diagnosisOf(played, 'pull/1.4');
    expect(found?.cause).toMatch(/^Pod `web-\S+` does not start: its image `\*\*\*\/web:1` cannot be pulled/);
    expect(found?.looks.map(({ title }) => title)).toEqual([
      'conditions of deployment.apps/web',
      'pods in shop that are not ready',
      'latest warnings in shop',
    ]);
    expect(played.state.runbooks['run/ends-badly.md']?.statements[3]?.diagnosis).toEqual({
      cause: found?.cause,
      looks: found?.looks,
    });
  });

  it('no secret is in what was seen', () => {
    const spoken = played.events.filter(({ type }) => type !== 'runbook-started');
    expect(JSON.stringify(spoken)).not.toContain('nowhere.example');
  });

  it('the objects of a manifest are looked at, where it was applied', () => {
    const found = diagnosisOf(played, 'apply/1.1');
    expect(found?.looks[0]).toMatchObject({
      title: 'conditions of gateway.gateway.networking.k8s.io/entry',
      command: 'kubectl --context kind-left-east -n shop describe gateway.gateway.networking.k8s.io entry',
    });
  });

  it('the objects of an assert block are looked for, where it asks for them', () => {
    expect(diagnosisOf(played, 'assert/1.1')?.cause).toBe(
      'There is no `deployment.apps/wbe` in namespace `shop` on `kind-left-east`. There is `web`.',
    );
  });

  it('a port is known whose port-forward has ended', () => {
    expect(diagnosisOf(played, 'forward/1.3')?.cause).toBe(
      'Nothing listens on port 18091: the port-forward of line 32 has ended.',
    );
  });

  it('it comes right after the statement that failed', () => {
    const at = played.events.findIndex((event) => event.type === 'diagnosis');
    expect(played.events[at - 1]).toMatchObject({
      type: 'statement-finished',
      statement: 'pull/1.4',
      outcome: 'failed',
    });
  });
});

describe('after a deletion that ran out of time', () => {
  it('the hint says what holds the object, and of a command that only looks at others that it may take longer', async () => {
    const played = await play(['run/stuck-deletion.md'], {
      target: sandboxTarget({ latency: 0 }),
      keepGoing: true,
    });
    const failures = played.events.flatMap((event) =>
      event.type === 'statement-finished' && event.failure?.kind === 'timeout' ? [event.failure] : [],
    );
    expect(failures.map(({ hint }) => hint)).toEqual([
      'More time does not help: `configmap/held` is being deleted and stays: the owner of its finalizer example.com/hold has not removed it.',
      'Give it longer with `timeout=5m` in the fence, or `--timeout 5m`.',
    ]);
    expect(diagnosisOf(played, 'delete/1.1')?.cause).toMatch(/^`configmap\/held` is being deleted and stays/);
  });
});

describe('without a cluster', () => {
  it('a cause is told all the same', async () => {
    const played = await play(['run/no-command.md']);
    expect(diagnosisOf(played, 'call/1.1')).toEqual(
      expect.objectContaining({ cause: 'There is no command `no-such-command` on PATH.', looks: [] }),
    );
  });

  it('nothing is said when nothing shows', async () => {
    const played = await play(['run/fails.md']);
    expect(played.events.filter(({ type }) => type === 'diagnosis')).toEqual([]);
  });
});
