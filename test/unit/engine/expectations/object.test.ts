import { describe, expect, it } from 'vitest';
import type { JsonMap } from '../../../../src/engine/expectations/json-map.ts';
import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import { type ObjectSection, writeReport } from '../../../../src/engine/expectations/object-report.ts';
import { readExpectation } from './read-expectation.ts';

type Told = { readonly words?: string; readonly variables?: Readonly<Record<string, string>> };

/** Judges a document by what was read for it. */
function judge(
  document: string,
  section: Omit<ObjectSection, 'asked'> | string,
  { words = '', variables = {} }: Told = {},
) {
  const expectation = readExpectation(`\`\`\`yaml assert${words}\n${document}\n\`\`\``);
  const text = typeof section === 'string' ? section : writeReport([{ asked: '', ...section }]);
  const exits = [{ exitCode: 0, pipeStatus: [] }];
  return judgeExpectation(expectation, { text, exits, variables });
}

const head = 'apiVersion: v1\nkind: Pod\n';
const pod = (name: string, more: JsonMap = {}): JsonMap => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app: 'web' }, generation: 2 },
  ...more,
});

describe('an object that was read', () => {
  it('is as asked when it has what the document has', () => {
    const wanted = `${head}metadata: { name: web, labels: { app: web } }\nstatus: { phase: Running }`;
    expect(judge(wanted, { found: [pod('web', { status: { phase: 'Running' } })] })).toEqual({ met: true });
  });

  it('says the first difference, what else is, and how many others there are', () => {
    const wanted = `${head}metadata: { labels: { app: web } }\nstatus: { phase: Running, podIP: 10.x.x.x }`;
    const found = [
      pod('a', { status: { phase: 'Failed' } }),
      pod('b', { status: { phase: 'Pending', podIP: '10.1.2.3' } }),
    ];
    expect(judge(wanted, { found, of: 12 })).toEqual({
      met: false,
      expected: '.status.phase = "Running"',
      actual: 'Pod shop/b: .status.phase = "Pending"',
      hint: 'Of 12 objects this one comes closest.',
    });
    expect(judge(wanted, { found: found.slice(0, 1) })).toMatchObject({
      actual: '.status.phase = "Failed"',
      hint: 'Also expected: .status.podIP = "10.x.x.x".',
    });
  });

  it.each([
    ['web-...', 'web-6b9-x7', true],
    ['web-...', 'db-6b9-x7', false],
    ['...b9...', 'web-6b9-x7', true],
    ['${APP}-0', 'web-0', true],
    ['${APP}-0', 'db-0', false],
    ['10.1.x.x', '10.1.2.3', true],
    ['10.1.x.x', '10.11.2.3', false],
    ['web  0', 'web 0', false],
    ['web — 0', 'web — 1', false],
    ['\'"${APP}..."\'', '${APP}...', true],
    ['\'"${APP}..."\'', 'web...', false],
    ['\'"quoted"\'', '"quoted"', true],
  ])('whose text is asked for as %s and is %s', (wanted, actual, met) => {
    const document = `${head}metadata: { name: web }\nspec:\n  text: ${wanted}`;
    const judgement = judge(
      document,
      { found: [pod('web', { spec: { text: actual } })] },
      { variables: { APP: 'web' } },
    );
    expect(judgement.met).toBe(met);
  });

  it('is matched over the lines of a long text', () => {
    const document = `${head}metadata: { name: web }\nspec:\n  text: first ... last`;
    expect(judge(document, { found: [pod('web', { spec: { text: 'first\nsecond\nlast' } })] }).met).toBe(
      true,
    );
  });
});

describe('what a status says of an earlier generation', () => {
  const wanted = `${head}metadata: { name: web }\nstatus: { conditions: [{ type: Ready, status: "True" }] }`;
  const withStatus = (status: JsonMap) => judge(wanted, { found: [pod('web', { status })] });

  it('does not count for a condition', () => {
    expect(
      withStatus({ conditions: [{ type: 'Ready', status: 'True', observedGeneration: 1 }] }),
    ).toMatchObject({
      met: false,
      actual:
        '.status.conditions[type=Ready].status = "Unknown" (Stale: still that of generation 1, while the object is at 2)',
    });
    expect(withStatus({ conditions: [{ type: 'Ready', status: 'True', observedGeneration: 2 }] }).met).toBe(
      true,
    );
    expect(withStatus({ conditions: [{ type: 'Ready', status: 'True' }] }).met).toBe(true);
  });

  it('does not count for anything in it when it says so for all', () => {
    expect(
      withStatus({ observedGeneration: 1, conditions: [{ type: 'Ready', status: 'True' }] }),
    ).toMatchObject({
      met: false,
      actual: '.status = "still that of generation 1, while the object is at 2"',
    });
    expect(withStatus({ observedGeneration: '2', conditions: [{ type: 'Ready', status: 'True' }] }).met).toBe(
      true,
    );
  });
});

describe('an object that is not there', () => {
  const wanted = `${head}metadata: { name: wbe, namespace: shop }`;

  it('is told with the name that may have been meant, or with those that are there', () => {
    expect(judge(wanted, { found: [], others: ['web', 'db'] })).toEqual({
      met: false,
      expected: 'Pod shop/wbe',
      actual: 'there is no Pod shop/wbe',
      hint: 'Did you mean `web`?',
    });
    expect(judge(wanted, { found: [], others: ['front', 'db'] })).toMatchObject({
      hint: 'Of this kind there are front, db.',
    });
    expect(judge(wanted, { found: [], others: [] })).toMatchObject({
      hint: 'There is no Pod at all in that place.',
    });
  });

  it('is what `absent` asks for', () => {
    const absent = { words: ' absent' };
    expect(judge(wanted, { found: [], others: ['web'] }, absent)).toEqual({ met: true });
    expect(judge(`${head}metadata: { name: web }\nspec: { a: 1 }`, { found: [pod('web')] }, absent)).toEqual({
      met: true,
    });
    const leaving = pod('wbe', {
      metadata: {
        name: 'wbe',
        namespace: 'shop',
        deletionTimestamp: '2026-01-01T00:00:00Z',
        finalizers: ['x/y'],
      },
    });
    expect(judge(wanted, { found: [leaving] }, absent)).toMatchObject({
      met: false,
      expected: 'not Pod shop/wbe',
      actual: 'Pod shop/wbe (being deleted, waiting for x/y)',
    });
  });

  it.each([
    ['nothing was read', ''],
    ['something else was printed', 'Error: no\n{ "a": 1'],
    ['it says nothing of what was found', {}],
    ['reading failed', { problem: 'connect ECONNREFUSED', hint: 'x' }],
  ])('is not taken for absent when %s', (_, section) => {
    for (const words of ['', ' absent']) expect(judge(wanted, section, { words }).met).toBe(false);
  });

  it('can’t be judged while a variable of it is not set', () => {
    for (const words of ['', ' absent']) {
      expect(judge(`${head}metadata: { name: "\${APP}" }`, { found: [] }, { words })).toMatchObject({
        met: false,
        errored: true,
        actual: '`APP` is not set in the session',
      });
    }
  });
});

describe('what is expected', () => {
  it('names the object and the first values', () => {
    const more = 'spec:\n  a: 1\n  list: [{ name: x, on: true }, 2]\n  more: { b: {} }';
    const document = `${head}metadata:\n  name: web\n  labels: { app.io/name: x }\n${more}`;
    expect(judge(document, { found: [] })).toMatchObject({
      expected:
        'Pod web with .metadata.labels["app.io/name"] = "x", .spec.a = 1, .spec.list[name=x].on = true and 2 more',
    });
  });
});
