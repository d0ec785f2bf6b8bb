import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import { readReport } from '../../../../src/engine/expectations/object-report.ts';
import { type ReadRequest, readObjects } from '../../../../src/engine/kube/read-objects.ts';
import type { ObjectArgs } from '../../../../src/engine/model/runbook.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { startApi, type TestApi } from '../../sandbox/apiserver/start-api.ts';
import { readExpectation } from '../expectations/read-expectation.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  const maps = ['one', 'two', 'three'].map((name) => map(name, `labels: { set: ${name} }`));
  const secret =
    'apiVersion: v1\nkind: Secret\nmetadata: { name: door, namespace: default }\nstringData: { key: hunter22 }';
  const large = `${map('large', '')}\ndata:\n  asked: ${'a'.repeat(9_000)}\n  other: ${'b'.repeat(9_000)}`;
  await api.kubectl('apply -f -', [...maps, secret, large].join('\n---\n'));
});
afterAll(() => api.close());

const map = (name: string, more: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: default\n  ${more}`;

const { signal } = new AbortController();

/** Reads what documents ask for. */
async function read(document: string, more: Partial<ReadRequest> = {}) {
  const { args } = readExpectation(`\`\`\`yaml assert\n${document}\n\`\`\``);
  const kubeconfig = api.env.KUBECONFIG ?? '';
  const request = { kubeconfig, context: 'test', timeoutMs: patienceMs, signal, variables: {} };
  const output = await readObjects({ ...request, wanted: [args as ObjectArgs], ...more });
  return { output, section: readReport(output.stdout.text)[0] };
}

const names = (section: Awaited<ReturnType<typeof read>>['section']) =>
  section?.found?.map(({ metadata }) => (metadata as { readonly name: string }).name);

describe('reading an object', () => {
  it('by its name gives it as it is, without what the server keeps for itself', async () => {
    const { output, section } = await read('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }');
    expect(output).toMatchObject({ exitCode: 0, stderr: { text: '' }, ended: 'normally' });
    expect(output).not.toHaveProperty('applied');
    expect(names(section)).toEqual(['one']);
    expect(section?.asked).toBe('ConfigMap one');
    expect(output.stdout.text).toContain('"set": "one"');
    expect(output.stdout.text).not.toMatch(/managedFields|last-applied/);
  });

  it('that is not there is no failure: it tells which others there are, the most similar first', async () => {
    const { output, section } = await read('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: tow }');
    expect(output.exitCode).toBe(0);
    expect(section).toMatchObject({ found: [], others: ['two', 'large', 'one', 'three'] });
  });

  it('without a name gives those of the kind that come closest, and how many there are', async () => {
    const { section } = await read('apiVersion: v1\nkind: ConfigMap\nmetadata: { labels: { set: two } }');
    expect(names(section)?.[0]).toBe('two');
    expect(section?.found).toHaveLength(3);
    expect(section).toMatchObject({ of: 4, found: [{ apiVersion: 'v1', kind: 'ConfigMap' }, {}, {}] });
  });

  it('without a name looks at all pages of a long list, and tells only of a few', async () => {
    const many = Array.from({ length: 620 }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `event-${index}`, namespace: 'default' },
      reason: index === 611 ? 'Wanted' : 'Other',
    }));
    for (const event of many) api.world.store.create('events', event);
    const { section } = await read('apiVersion: v1\nkind: Event\nreason: Wanted');
    expect(names(section)?.[0]).toBe('event-611');
    expect(section).toMatchObject({ of: 620, found: [{}, {}, {}] });
  });

  it('by the form of its name looks at all of them', async () => {
    const { section } = await read('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: th... }');
    expect(names(section)?.[0]).toBe('three');
  });

  it('takes variables for what they are in the session', async () => {
    const document = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "${NAME}", namespace: "${NS}" }';
    const { section } = await read(document, { variables: { NAME: 'one', NS: 'default' } });
    expect(names(section)).toEqual(['one']);
    const unset = await read(document, { variables: { NAME: 'one' } });
    expect(unset.section).toEqual({ asked: 'ConfigMap ${NS}/${NAME}' });
    expect(unset.output.exitCode).toBe(0);
  });

  it('looks in the namespace of the document, of the request, or of the context', async () => {
    const inSystem = await read(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one, namespace: kube-system }',
    );
    expect(names(inSystem.section)).toEqual([]);
    const asked = await read('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }', {
      namespace: 'kube-system',
    });
    expect(names(asked.section)).toEqual([]);
  });

  it('of no namespace finds it whatever the fence says', async () => {
    const { section } = await read('apiVersion: v1\nkind: Namespace\nmetadata: { name: default }', {
      namespace: 'shop',
    });
    expect(names(section)).toEqual(['default']);
  });

  it('never reads the values of a Secret', async () => {
    const { output } = await read(
      'apiVersion: v1\nkind: Secret\nmetadata: { name: door }\ndata: { key: ... }',
    );
    expect(output.stdout.text).toContain('"key": "***"');
    expect(output.stdout.text).not.toMatch(/hunter22|aHVudGVyMjI=/);
  });

  it('that is large leaves out what nobody asked for', async () => {
    const { output } = await read(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: large }\ndata: { asked: ... }',
    );
    expect(output.stdout.text).toContain(`"asked": "${'a'.repeat(9_000)}"`);
    expect(output.stdout.text).toContain('"other": "… 9002 characters …"');
  });
});

describe('reading fails', () => {
  it.each([
    [
      'when the server has no such kind, and tells the near one',
      'apiVersion: v1\nkind: ConfigMpa\nmetadata: { name: one }',
      {},
      'ConfigMpa one: no matches for kind "ConfigMpa" in version "v1"',
      'Did you mean `ConfigMap`?',
    ],
    [
      'when the server has no such group',
      'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: one }',
      {},
      'Thing one: no matches for kind "Thing" in version "example.com/v1"',
      'Is what brings this kind installed, in this version?',
    ],
    [
      'when what is asked for is no name',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ../secrets/door }',
      {},
      'ConfigMap ../secrets/door: "../secrets/door" is no name of an object',
      undefined,
    ],
  ])('%s', async (_, document, more, message, hint) => {
    const { output, section } = await read(document, more);
    expect(output).toMatchObject({ exitCode: 1, stderr: { text: `${message}\n` } });
    expect(section?.found).toBeUndefined();
    expect(section?.hint).toBe(hint);
  });

  const document = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }';

  it.each<[string, Partial<ReadRequest>, RegExp]>([
    ['when the context is none of the runbook’s', { context: 'production' }, /`production` is not one of/],
    ['when the namespace is a variable that is not set', { namespace: '' }, /no namespace is named/],
  ])('%s', async (_, more, message) => {
    const { output, section } = await read(document, more);
    expect(output.exitCode).toBe(1);
    expect(output.stderr.text).toMatch(message);
    expect(section).toBeUndefined();
  });

  it('when nobody answers', async () => {
    const gone = await startApi();
    const folder = await mkdtemp(join(tmpdir(), 'runbook-read-test-'));
    const kubeconfig = join(folder, 'kubeconfig');
    await copyFile(gone.env.KUBECONFIG ?? '', kubeconfig);
    await gone.close();
    const { output, section } = await read(document, { kubeconfig });
    expect(output).toMatchObject({
      exitCode: 1,
      stderr: { text: expect.stringMatching(/no API server listens at/) },
    });
    expect(section).toMatchObject({ problem: expect.stringMatching(/no API server listens at/) });
    await rm(folder, { recursive: true });
  });

  it.each(['', ' absent'])('when the server refuses, and then nothing is met (`assert%s`)', async (words) => {
    const folder = await mkdtemp(join(tmpdir(), 'runbook-read-test-'));
    const kubeconfig = join(folder, 'kubeconfig');
    const known = await readFile(api.env.KUBECONFIG ?? '', 'utf8');
    await writeFile(kubeconfig, known.replaceAll(api.token, 'another'));
    const { output, section } = await read(document, { kubeconfig });
    await rm(folder, { recursive: true });
    expect(output.exitCode).toBe(1);
    expect(section?.problem).toMatch(/Unauthorized/);
    const expectation = readExpectation(`\`\`\`yaml assert${words}\n${document}\n\`\`\``);
    const observed = { text: output.stdout.text, exits: [output], variables: {} };
    expect(judgeExpectation(expectation, observed)).toMatchObject({ met: false, actual: section?.problem });
  });

  it('when it is interrupted', async () => {
    const { output } = await read(document, { signal: AbortSignal.abort() });
    expect(output).toMatchObject({ exitCode: 1, ended: 'interrupt' });
  });
});
