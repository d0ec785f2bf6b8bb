import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { mayMakeObjects } from '../../../../src/engine/run/left-behind.ts';
// Read before the clock of any run: it is loaded with the first question.
import '../../../../src/sandbox/clusters.ts';
import { sandboxTarget } from '../../../../src/targets/sandbox.ts';
import { play } from '../../../helpers/play.ts';

const target = sandboxTarget({ latency: 0 });

/** The same clusters behind a kubeconfig alone, as real ones are. */
const served: typeof target = {
  ...target,
  open: async (...args) => {
    const { objects: _, ...open } = await target.open(...args);
    return open;
  },
};

function leftOf(events: readonly RunEvent[]) {
  return events.find((event) => event.type === 'left-behind')?.objects;
}

describe('what a run leaves behind', () => {
  it.each([
    ['as the target knows it', target],
    ['as servers tell it', served],
  ])('is what it made and did not delete, with the runbook whose output says so: %s', async (_, target) => {
    const { events, state, exitCode } = await play(['run/leaves.md'], { target });
    expect(exitCode).toBe(0);
    expect(leftOf(events)?.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      {
        context: 'kind-left-east',
        resource: 'configmap',
        namespace: 'default',
        name: 'kept',
        runbook: 'run/leaves.md',
      },
      {
        context: 'kind-left-west',
        resource: 'namespace',
        name: 'left',
        holds: 1,
        runbook: expect.stringMatching(/leaves-base\.md$/),
      },
      { context: 'kind-left-east', resource: 'configmap', namespace: 'default', name: 'quiet' },
    ]);
    expect(state.leftBehind).toEqual(leftOf(events));
    expect(events.at(-2)?.type).toBe('left-behind');
  });

  it('is not asked for when there is no cluster, or nothing could make an object', async () => {
    const local = await play(['run/passes.md']);
    expect(leftOf(local.events)).toBeUndefined();
    const harmless = await play(['run/harmless.md'], { target });
    expect(leftOf(harmless.events)).toBeUndefined();
  });

  it('is not known when the clusters cannot be looked at, and the run says so', async () => {
    const blind = {
      ...served,
      open: async (...args: Parameters<typeof target.open>) => {
        const open = await served.open(...args);
        const clusters = open.facts.clusters.map((cluster) => ({ ...cluster, context: 'elsewhere' }));
        return { ...open, facts: { ...open.facts, clusters } };
      },
    };
    const { events, exitCode } = await play(['run/makes.md'], { target: blind });
    expect(exitCode).toBe(0);
    expect(events.find((event) => event.type === 'left-behind')).toMatchObject({
      objects: [],
      unseen: [{ context: 'elsewhere', why: expect.stringContaining('no context elsewhere') }],
    });
  });
});

describe('a manifest that may take no field from another manager', () => {
  it('passes when a conflict is what is expected, and takes the field over otherwise', async () => {
    const { events, exitCode } = await play(['run/conflict.md'], { target });
    const applied = events.flatMap((event) =>
      event.type === 'attempt-finished' ? (event.output.applied ?? []) : [],
    );
    expect(applied.map(({ result, taken }) => [result, taken?.[0]?.manager])).toEqual([
      ['conflict', undefined],
      ['configured', 'gitops'],
    ]);
    expect(exitCode).toBe(0);
  });
});

describe('a statement that can make no object', () => {
  const text = (script: string) => `# T\n\n## Step\n\n\`\`\`bash\n${script}\n\`\`\`\n`;
  const may = (script: string) => {
    const { runbook } = parse({ file: 't.md', path: '/t.md', text: text(script) });
    const options = { interactive: false };
    return mayMakeObjects(plan([runbook], options, () => ({ diagnostics: [] })).plan);
  };
  it.each([
    'true',
    'echo "$HOME" done',
    'export A=b',
    'cd /tmp',
    'X=5',
    'sleep 1',
    'printf x \\\n  y',
    'test -f x',
  ])('is `%s`', (script) => {
    expect(may(script)).toBe(false);
  });
  it.each([
    'kubectl get ns',
    './setup.sh',
    'echo $(kubectl create ns a)',
    'echo x | kubectl apply -f -',
    'X=`kubectl create ns a`',
    'X=1 kubectl create ns a',
    'true && make deploy',
    'echoes',
    'sleep 1 & kubectl create ns a',
  ])('is not `%s`', (script) => {
    expect(may(script)).toBe(true);
  });
});
