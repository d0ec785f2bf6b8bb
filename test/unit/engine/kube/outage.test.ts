import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Target } from '../../../../src/engine/model/target.ts';
import { longRun } from '../../../helpers/budget.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { type PlayOptions, playText } from '../../../helpers/play.ts';
import { startApi, type TestApi } from '../../sandbox/apiserver/start-api.ts';
import { type FaultProxy, proxiedTarget, startFaultProxy } from './fault-proxy.ts';

/** How long each answer of the slow server takes, and how long the dead one is away. */
const slowMs = longRun ? 3_000 : 150;
const deadMs = longRun ? 50_000 : 1_200;
/** A time in which everything else is answered. */
const briefMs = 10 * slowMs;

let api: TestApi;
let proxy: FaultProxy;
let target: Target;
beforeAll(async () => {
  api = await startApi();
  proxy = await startFaultProxy(api.env.KUBECONFIG ?? '', 'test');
  target = proxiedTarget(await proxy.kubeconfig());
});
afterEach(() => proxy.set());
afterAll(async () => {
  await proxy.close();
  await api.close();
});

let count = 0;
/** A page that applies a ConfigMap, asks for it and reads it with kubectl; `more` stands in each fence. */
function page({ more = '', within = '' } = {}): string {
  count += 1;
  const name = `map-${count}`;
  const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { key: value }\n`;
  return `---
clusters: { CLUSTER1: proxied }
---
# Page

## Apply

\`\`\`yaml apply cluster=$CLUSTER1${more}
${map}# expect${within}: created
\`\`\`

## Assert

\`\`\`yaml assert cluster=$CLUSTER1${more}
${map}\`\`\`

## Read

\`\`\`bash${more}
kubectl --context $CLUSTER1 get configmap ${name} -o jsonpath={.data.key}
# expect${within}: value
\`\`\`
`;
}

const play = (text: string, options: PlayOptions = {}) => playText(text, { target, ...options });

/**
 * The server goes away at a step: when its request comes, which gets no answer, or before kubectl is there to send one.
 * `endedAfterwards` if the step ended only when the server was there again.
 */
function deadFrom(step: string, forMs: number) {
  const path = new RegExp(`/configmaps/map-${count}\\b`);
  const method = step === 'apply' ? 'PATCH' : 'GET';
  if (step !== 'read') proxy.set({ method, path, times: 1, does: { awayMs: forMs } });
  let endedAfterwards: boolean | undefined;
  let hasLeft = false;
  return {
    onEvent: (event: { readonly type: string; readonly statement?: string }) => {
      if (event.statement !== `${step}/1.1`) return;
      if (event.type === 'statement-started' && step === 'read' && !hasLeft) {
        hasLeft = true;
        void proxy.leave(forMs);
      }
      if (event.type === 'statement-finished') endedAfterwards = !proxy.isAway;
    },
    endedAfterwards: () => endedAfterwards,
    back: () => {
      proxy.callBack();
      return expect.poll(() => proxy.isAway).toBe(false);
    },
  };
}

describe('a server whose answers take long', () => {
  it('is waited for by every part of a run', async () => {
    proxy.set({ does: { delayMs: slowMs } });
    const played = await play(page({ within: ' within 2m' }));
    expect(played.statements).toEqual(['apply/1.1 passed', 'assert/1.1 passed', 'read/1.1 passed']);
  });

  it('is named where the time of a statement is shorter than its answer', async () => {
    proxy.set({ method: 'PATCH', does: { delayMs: 2 * briefMs } });
    const played = await play(page({ more: ` timeout=${briefMs}ms` }));
    const output = played.events.find((event) => event.type === 'attempt-finished')?.output;
    expect(output).toMatchObject({ ended: 'timeout' });
    expect(output?.stderr.text).toMatch(
      /no answer to PATCH https:\/\/127\.0\.0\.1:\d+\/api\/v1\/.* within \d/,
    );
    expect(played.exitCode).toBe(1);
  });
});

describe('a server that is dead for a while', () => {
  it.each(['apply', 'assert', 'read'])('is survived by the step %s that may take as long', async (step) => {
    const text = page({ more: ' within=4m', within: ' within 4m' });
    const dead = deadFrom(step, deadMs);
    const before = proxy.awayTimes;
    const played = await play(text, dead);
    expect(played.statements).toEqual(['apply/1.1 passed', 'assert/1.1 passed', 'read/1.1 passed']);
    expect(proxy.awayTimes).toBe(before + 1);
    expect(dead.endedAfterwards()).toBe(true);
  });

  it.each(['apply', 'read'])('fails the step %s that is tried once, with its address', async (step) => {
    const text = page();
    const dead = deadFrom(step, patienceMs);
    const played = await play(text, dead);
    expect(dead.endedAfterwards()).toBe(false);
    await dead.back();
    expect(played.exitCode).toBe(1);
    const diagnosis = played.events.find((event) => event.type === 'diagnosis');
    expect(diagnosis?.cause).toMatch(/No API server listens at (https:\/\/)?127\.0\.0\.1:\d+/);
  });

  it('is said before anything runs when it is dead from the beginning', async () => {
    await proxy.down();
    const played = await play(page());
    await proxy.up();
    expect(played.exitCode).toBe(3);
    expect(played.events.find((event) => event.type === 'diagnostic')?.diagnostic).toMatchObject({
      code: 'target/unreachable',
      message: expect.stringMatching(/`proxied` \(CLUSTER1\) does not answer: .*127\.0\.0\.1:\d+/),
    });
  });
});
