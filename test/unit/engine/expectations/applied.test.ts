import { describe, expect, it } from 'vitest';
import { writeApplied } from '../../../../src/engine/expectations/applied-report.ts';
import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import type { AppliedObject } from '../../../../src/engine/model/output.ts';
import { readExpectation } from './read-expectation.ts';

const documents = [
  ['v1', 'ConfigMap', 'settings'],
  ['apps/v1', 'Deployment', 'web'],
  ['apps/v1', 'Deployment', 'db'],
].map(([apiVersion, kind, name]) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }`);

function judge(directive: string, objects: readonly AppliedObject[]) {
  const expectation = readExpectation(`\`\`\`yaml apply\n${documents.join('\n---\n')}\n${directive}\n\`\`\``);
  const text = writeApplied(objects)
    .map((line) => `${line}\n`)
    .join('');
  return judgeExpectation(expectation, { text, exits: [{ exitCode: 0, pipeStatus: [] }], variables: {} });
}

const settings: AppliedObject = {
  resource: 'configmap',
  name: 'settings',
  result: 'created',
  conditions: {},
};
const web: AppliedObject = {
  resource: 'deployment.apps',
  name: 'web',
  result: 'created',
  conditions: {
    Available: { status: 'True', reason: 'MinimumReplicasAvailable' },
    Progressing: { status: 'True' },
  },
};
const db: AppliedObject = {
  ...web,
  name: 'db',
  conditions: { Available: { status: 'False', reason: 'Pending', message: 'waiting\nfor a pod' } },
};

describe('a result', () => {
  it('is that of every object, or of the one that is named', () => {
    expect(judge('# expect: created', [settings, web])).toEqual({ met: true });
    const changed = [settings, { ...web, result: 'configured' as const }];
    expect(judge('# expect: created', changed)).toMatchObject({
      met: false,
      actual: 'deployment.apps/web configured',
    });
    expect(judge('# expect: configmap/settings created', changed).met).toBe(true);
    expect(judge('# expect: deployment/web created', changed).met).toBe(false);
    expect(judge('# expect: Deployment.apps/web configured', changed).met).toBe(true);
  });

  it('with `not` is that of no object', () => {
    const mixed = [settings, { ...web, result: 'unchanged' as const }];
    expect(judge('# expect not: created', mixed)).toMatchObject({
      met: false,
      actual: 'configmap/settings created',
    });
    expect(judge('# expect not: configured', mixed)).toEqual({ met: true });
  });

  it('is that of no object when nothing was applied', () => {
    for (const words of ['', ' not']) expect(judge(`# expect${words}: created`, []).met).toBe(false);
    expect(judge('# expect not: deployment/web created', [settings]).met).toBe(false);
  });
});

describe('a condition', () => {
  it('is that of every object that has it, with the reason where it is not as expected', () => {
    expect(judge('# expect: Available=True', [settings, web])).toEqual({ met: true });
    expect(judge('# expect: Available=True', [settings, web, db])).toMatchObject({
      met: false,
      expected: 'Available=True',
      actual: 'deployment.apps/db Available=False (Pending: waiting for a pod)',
    });
    expect(judge('# expect: deployment/web Available=True', [web, db]).met).toBe(true);
  });

  it('must be there on every object of a kind that has it on one', () => {
    expect(judge('# expect: Progressing=True', [web, db])).toMatchObject({
      met: false,
      actual: 'deployment.apps/db has no Progressing yet',
    });
    expect(judge('# expect not: Progressing=False', [web, db])).toMatchObject({
      met: false,
      actual: 'deployment.apps/db has no Progressing yet',
    });
  });

  it('with `not` has this status on no object', () => {
    expect(judge('# expect not: Available=False', [settings, web])).toEqual({ met: true });
    expect(judge('# expect not: Available=False', [web, db])).toMatchObject({
      met: false,
      actual: 'deployment.apps/db Available=False (Pending: waiting for a pod)',
    });
  });

  it.each(['', ' not'])('that no object has is never met (`expect%s`), and the near one is told', (words) => {
    expect(judge(`# expect${words}: Availble=True`, [settings, web])).toMatchObject({
      met: false,
      actual: 'no object has the condition Availble',
      hint: 'Did you mean `Available`?',
    });
    expect(judge(`# expect${words}: Ready=True`, [web])).toMatchObject({
      hint: 'There is Available, Progressing.',
    });
    expect(judge(`# expect${words}: Ready=True`, [settings])).toMatchObject({
      met: false,
      hint: 'No object has reported any condition.',
    });
  });
});
