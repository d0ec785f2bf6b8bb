import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunbookError } from '../../../src/engine/diagnostics/error.ts';
import { type ChooseOptions, choose } from '../../../src/targets/choose.ts';

const both = { CLUSTER1: 'kind-east', CLUSTER2: 'kind-west' };
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function optionsWith(
  contexts: readonly string[],
  more: Partial<ChooseOptions> = {},
): Promise<ChooseOptions> {
  const file = join(folder, `config-${contexts.join('-')}`);
  const config = {
    contexts: contexts.map((name) => ({ name, context: { cluster: name, user: name } })),
    'current-context': contexts[0] ?? '',
  };
  await writeFile(file, JSON.stringify(config));
  return { target: 'auto', named: new Set(), env: { KUBECONFIG: file }, latency: 0, ...more };
}

function messagesOf(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof RunbookError)
      return error.diagnostics.map(({ message, hint }) => `${message} ${hint}`);
    throw error;
  }
}

describe('auto', () => {
  it('takes the clusters when the kubeconfig has all contexts', async () => {
    const chosen = choose(both, await optionsWith(['kind-west', 'kind-east', 'production']));
    expect(chosen).toMatchObject({ target: { name: 'cluster' }, clusters: both });
    expect(chosen.notice).toBeUndefined();
  });

  it('takes the sandbox when it has none, and says so', async () => {
    const chosen = choose(both, await optionsWith(['production']));
    expect(chosen.target.name).toBe('sandbox');
    expect(chosen.notice).toBe(
      'The kubeconfig has no context `kind-east`, `kind-west`: running on the sandbox.',
    );
  });

  it('refuses when only some are there, naming the missing ones', async () => {
    const options = await optionsWith(['kind-east', 'kind-wset']);
    expect(messagesOf(() => choose(both, options))).toEqual([
      'The kubeconfig has no context `kind-west` for CLUSTER2 Did you mean `--cluster CLUSTER2=kind-wset`?',
    ]);
  });

  it('refuses when none is there but the user named one', async () => {
    const options = await optionsWith(['production'], { named: new Set(['CLUSTER1']) });
    expect(messagesOf(() => choose(both, options))).toHaveLength(2);
  });

  it('takes no cluster when none is declared', async () => {
    expect(choose({}, await optionsWith(['production']))).toMatchObject({
      target: { name: 'local' },
      clusters: {},
    });
  });
});

describe('a target that the user names', () => {
  it('is the sandbox whatever the kubeconfig has', async () => {
    expect(
      choose(both, await optionsWith(['kind-east', 'kind-west'], { target: 'sandbox' })).target.name,
    ).toBe('sandbox');
  });

  it('gets one simulated cluster when none is declared', async () => {
    const chosen = choose({}, await optionsWith([], { target: 'sandbox' }));
    expect(chosen.clusters).toEqual({ CLUSTER: 'kind-sandbox' });
  });

  it('is never replaced by the sandbox when it is `cluster`', async () => {
    const options = await optionsWith(['production'], { target: 'cluster' });
    expect(messagesOf(() => choose(both, options))).toHaveLength(2);
  });

  it('is the current context when no cluster is declared', async () => {
    const chosen = choose({}, await optionsWith(['production'], { target: 'cluster' }));
    expect(chosen.clusters).toEqual({ CLUSTER: 'production' });
  });
});
