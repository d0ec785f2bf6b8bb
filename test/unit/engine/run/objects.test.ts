import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { resolveBeside } from '../../../../src/engine/load.ts';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import type { Verdict } from '../../../../src/engine/model/verdict.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { reporters } from '../../../../src/engine/report/registry.ts';
import { run } from '../../../../src/engine/run/run.ts';
// Read before the clock of any run: it is loaded with the first question.
import '../../../../src/sandbox/clusters.ts';
import { sandboxTarget } from '../../../../src/targets/sandbox.ts';

const fixture = new URL('../../../fixtures/run/objects.md', import.meta.url);
const page = readFileSync(fixture, 'utf8');

/** Runs a text against simulated clusters with all their controllers. */
async function runText(text: string): Promise<readonly RunEvent[]> {
  const { runbook, diagnostics } = parse({ file: 'objects.md', path: fixture.pathname, text });
  expect(diagnostics).toEqual([]);
  const planned = plan([runbook], { interactive: false }, resolveBeside);
  const events: RunEvent[] = [];
  const options = { target: sandboxTarget({ latency: 0 }), signal: new AbortController().signal };
  for await (const event of run(planned.plan, options)) events.push(event);
  return events;
}

/** What is waited for in vain is waited for briefly: in the block of that statement, and no other. */
function hasten(text: string, statement: string): string {
  const [before, after] = fences[statement] ?? ['', ''];
  return text.replace(before, after);
}

const fences: Readonly<Record<string, readonly [string, string]>> = {
  'apply/1.1': ['```yaml apply', '```yaml apply within=3s'],
  'assert/2.1': ['name=state', 'name=state within=600ms'],
  'remove/2.1': ['yaml assert absent', 'yaml assert absent within=600ms'],
};

const outcomes = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.type === 'statement-finished' ? [`${event.statement} ${event.outcome}`] : [],
  );

/** What was not met at the last try. */
function unmet(events: readonly RunEvent[]): readonly (Verdict['judgement'] & { readonly source: string })[] {
  const last = events.findLast((event) => event.type === 'attempt-finished');
  return (last?.verdicts ?? []).flatMap(({ expectation, judgement }) =>
    judgement.met ? [] : [{ ...judgement, source: expectation.source }],
  );
}

test('a page of manifests and objects passes on simulated clusters with real controllers', async () => {
  const events = await runText(page);
  expect(outcomes(events)).toEqual([
    'apply/1.1 passed',
    'again/1.1 passed',
    'assert/1.1 passed',
    'assert/2.1 passed',
    'remove/1.1 passed',
    'remove/2.1 passed',
  ]);
  const finished = events.at(-1);
  expect(finished).toMatchObject({ totals: { expectations: { met: 9, unmet: 0 } } });
});

/** What is changed, which statement does not pass then, and why. */
const mutations: readonly [string, string, string, string, RegExp][] = [
  [
    'a misspelt image',
    'kennethreitz/httpbin',
    'kennethreitz/htpbin',
    'apply/1.1',
    /Available=False \(MinimumReplicas/,
  ],
  [
    'a class without a controller',
    'enterprise-agentgateway',
    'nobody',
    'apply/1.1',
    /front Programmed=Unknown \(Pending: Waiting/,
  ],
  [
    'a misspelt condition',
    'Programmed=True',
    'Programed=True',
    'apply/1.1',
    /no object has the condition Programed/,
  ],
  [
    'another object',
    'name: shop\n# expect',
    'name: shop2\n# expect',
    'again/1.1',
    /namespace\/shop2 created/,
  ],
  [
    'an address of another network',
    'value: 172.18.x.x',
    'value: 10.x.x.x',
    'assert/2.1',
    /status\.addresses has value 172\.18\./,
  ],
  [
    'a status as YAML’s truth',
    'status: "True"\n---',
    'status: True\n---',
    'assert/2.1',
    /type=Programmed\]\.status = "True"/,
  ],
  [
    'a parent that is none',
    'parentRef: { name: front }',
    'parentRef: { name: back }',
    'assert/2.1',
    /parentRef\.name = "front"|parents/,
  ],
  [
    'a misspelt kind',
    'kind: HTTPRoute\nmetadata:\n  name: web\nstatus',
    'kind: HTTPRuote\nmetadata:\n  name: web\nstatus',
    'assert/2.1',
    /no matches for kind "HTTPRuote"/,
  ],
  [
    'a label that nothing has',
    'labels: { app: web }\nstatus',
    'labels: { app: wbe }\nstatus',
    'assert/2.1',
    /metadata\.labels\.app = "web"/,
  ],
  ['a variable that is not set', 'name: ${NAME}', 'name: ${NOME}', 'assert/2.1', /`NOME` is not set/],
  [
    'a phase that it does not reach',
    'phase: Running',
    'phase: Succeeded',
    'assert/2.1',
    /status\.phase = "Running"/,
  ],
  ['a Deployment that stays', 'delete deployment web', 'get deployment web', 'remove/2.1', /Pod shop\/web-/],
  [
    'a misspelt kind that is absent',
    'absent for=600ms cluster=$CLUSTER1 namespace=shop name=gone\napiVersion: v1\nkind: Pod',
    'absent cluster=$CLUSTER1\napiVersion: v1\nkind: Pdo',
    'remove/2.1',
    /no matches for kind "Pdo"/,
  ],
];

test.each(mutations)('with %s it fails there and says why', async (_, from, to, statement, why) => {
  expect(page).toContain(from);
  const events = await runText(hasten(page.replace(from, to), statement));
  const bad = outcomes(events).find((line) => !line.endsWith('passed'));
  expect(bad).toMatch(new RegExp(`^${statement} (?:failed|errored)$`));
  expect(
    unmet(events)
      .map((judgement) => ('actual' in judgement ? judgement.actual : ''))
      .join('\n'),
  ).toMatch(why);
});

test('a report tells of an object on one line, and of one that differs what is expected', async () => {
  const events = await runText(hasten(page.replace('phase: Running', 'phase: Succeeded'), 'assert/2.1'));
  let said = '';
  const reporter = reporters.text(
    (text) => {
      said += text;
    },
    { color: false, columns: 100, verbose: false },
  );
  for (const event of events) reporter.onEvent(event);
  expect(said).toContain('✗ assert Gateway, HTTPRoute, Pod on $CLUSTER1');
  expect(said).toContain('✓ assert Gateway shop/${NAME}\n');
  expect(said).toMatch(
    /objects\.md:\d+:1 {2}assert Pod in shop\n {4}expected {2}\.status\.phase = "Succeeded"\n {4}actual {4}Pod shop\/web-\S+: \.status\.phase = "Running"\n/,
  );
});
