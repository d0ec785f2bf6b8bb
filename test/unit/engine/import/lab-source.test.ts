import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import { importText } from '../../../../src/engine/import/import-text.ts';
import { loadRunbook } from '../../../../src/engine/load.ts';
import type { Expectation, Runbook, Statement } from '../../../../src/engine/model/runbook.ts';
import { parse } from '../../../../src/engine/parse.ts';

const source = readFileSync(
  new URL('../../../fixtures/import/prose/lab-source/input.txt', import.meta.url),
  'utf8',
);
const contexts = { CLUSTER1: 'kind-east-ag', CLUSTER2: 'kind-west-ag' };

const imported = importText({ file: 'lab-source.txt', text: source }, { contexts });
if (imported.kind !== 'imported') throw new Error('the source was not imported');
const { runbook, diagnostics } = parse({ file: 'lab.md', path: '/lab.md', text: imported.text });

/** The labs as we finished them by hand, in the order of the source. */
const labs = ['lab0', 'lab1', 'lab2', 'lab3', 'cleanup'].map((name) => {
  const path = fileURLToPath(new URL(`../../../../runbooks/labs/${name}.md`, import.meta.url));
  return loadRunbook({ file: `${name}.md`, path }).runbook;
});

type Checked = { readonly command: string; readonly expectations: readonly Expectation[] };

function commandsOf({ steps }: Runbook): readonly Checked[] {
  const segments = steps.flatMap(({ blocks }) => blocks.flatMap((block) => block.segments));
  return segments.flatMap(({ statements, expectations }) =>
    statements.map((statement, index) => ({
      command: commandOf(statement),
      expectations: index === statements.length - 1 ? expectations : [],
    })),
  );
}

/** A manifest is the same whether a here-document hands it to kubectl or the engine applies it. */
function commandOf({ action }: Statement): string {
  if (action.kind === 'apply') return applied(action.cluster, action.manifest);
  if (action.kind === 'file') return `write ${action.path}`;
  if (action.kind === 'assert') return `assert on ${action.cluster}: ${action.manifest}`;
  const [, cluster, manifest] =
    /^kubectl --context (\$\w+) apply -f - <<'EOF'\n(.*)EOF\s*$/s.exec(action.script) ?? [];
  return manifest === undefined ? action.script : applied(cluster ?? '', manifest);
}

function applied(cluster: string, manifest: string): string {
  const objects = parseAllDocuments(manifest).map((document) => document.toJS() as unknown);
  return `apply to ${cluster.replace(/[{}]/g, '')}: ${JSON.stringify(objects)}`;
}

const url = 'https://raw.githubusercontent.com/istio/istio/release-1.24/samples/bookinfo/platform/kube';

/** Where the finished labs say it otherwise: networks and istiod's cluster by name, a local copy of Bookinfo, and steps that can be taken twice. */
const changed: readonly (readonly [before: string, after: string])[] = [
  [
    'do\n  kubectl --context $CTX create namespace bookinfo',
    `do
  NETWORK=$NETWORK1
  if [ $CTX = $CLUSTER2 ]; then NETWORK=$NETWORK2; fi
  kubectl --context $CTX create namespace bookinfo`,
  ],
  ['network=${CTX#kind-}', 'network=$NETWORK'],
  ['"istioClusterId":"east-ag"', '"istioClusterId":"${ISTIO_CLUSTER_ID}"'],
  [`BOOKINFO=${url}`, `BOOKINFO=\${BOOKINFO:-${url}}`],
  ['create namespace istio-egress', 'create namespace istio-egress 2>/dev/null || true'],
  ['use-waypoint=egress-gateway', 'use-waypoint=egress-gateway --overwrite'],
  ['delete httproute reviews -n bookinfo', 'delete httproute reviews -n bookinfo --ignore-not-found'],
  ['delete gateway agw-waypoint -n bookinfo', 'delete gateway agw-waypoint -n bookinfo --ignore-not-found'],
  ['istio.io/use-waypoint- --overwrite', 'istio.io/use-waypoint- --overwrite 2>/dev/null || true'],
];

function sameCommand(ours: string, theirs: string): boolean {
  const text = changed.reduce((written, [before, after]) => written.replace(before, () => after), ours);
  return ours === theirs || text === theirs;
}

describe('the source of our labs', () => {
  test('becomes a runbook without mistakes, on the clusters it uses', () => {
    expect(diagnostics).toEqual([]);
    expect(runbook.meta.clusters).toEqual(contexts);
    expect(runbook.title).toBe('Cloud Connectivity Lab — failover, waypoint, egress');
  });

  test('has the commands of the finished labs, in their order, and no others', () => {
    const finished = labs.flatMap(commandsOf).map(({ command }) => command);
    let at = 0;
    const missing = commandsOf(runbook).filter(({ command }) => {
      const found = finished.findIndex((each, index) => index >= at && sameCommand(command, each));
      if (found >= 0) at = found + 1;
      return found < 0;
    });
    expect(missing.map(({ command }) => command)).toEqual([]);
    expect(commandsOf(runbook)).toHaveLength(
      source.match(/^(?:curl|for|istioctl|kill|kubectl) /gm)?.length ?? 0,
    );
  });

  test('has the steps of the finished labs, of which only the last one was cut up', () => {
    const plain = (title: string) => title.replace(' — ', ': ').replaceAll(' + ', ' and ').toLowerCase();
    const titles = new Set(labs.flatMap(({ steps }) => steps.map(({ title }) => plain(title))));
    const own = runbook.steps.map(({ title }) => plain(title));
    expect(own.filter((title) => !titles.has(title))).toEqual(['cleanup']);
    expect(own).toHaveLength(21);
  });
});

/** What each checked command prints when all is well, and when it isn't. */
const outputs: readonly (readonly [command: RegExp, good: string, bad: string])[] = [
  [/^curl .*ingress: HTTP/, 'ingress: HTTP 200\n', 'ingress: HTTP 503\n'],
  [
    /ztunnel-config service \| grep productpage$/,
    `bookinfo autogen.bookinfo.productpage 240.240.0.2,2001:2::2 None 1/1
bookinfo productpage   10.96.41.7 None 0/0
bookinfo productpage-v1 10.96.9.1 None 0/0\n`,
    `bookinfo autogen.bookinfo.productpage 240.240.0.2,2001:2::2 None 0/1
bookinfo productpage-v2 10.96.41.7 None 0/0
bookinfo productpage-v1 10.97.9.1 None 0/0\n`,
  ],
  [
    /mesh\.internal:9080/,
    'HTTP 200 via 240.240.0.2\npod "mesh-curl" deleted\n',
    'HTTP 503 via 240.240.1.2\n',
  ],
  [/http:\/\/productpage:9080/, 'HTTP 000 via 10.96.41.7\n', 'HTTP 200 via 10.244.0.3\n'],
  [
    /ztunnel-config service \| grep bookinfo$/,
    [
      'reviews 10.96.1.1 agw-waypoint 3/3',
      'productpage 10.96.1.2 agw-waypoint 1/1',
      'details 10.96.1.3 agw-waypoint 1/1',
      'ratings 10.96.1.4 agw-waypoint 1/1',
    ]
      .map((row) => `bookinfo ${row}\n`)
      .join(''),
    'bookinfo reviews 10.96.1.1 None 3/3\n',
  ],
  [/glyphicon-star"$/, '', '<span class="glyphicon glyphicon-star"></span>\n'],
  [
    /logs -l gateway\.networking/,
    'gateway=bookinfo/agw-waypoint listener=waypoint route=bookinfo/reviews endpoint=10.244.0.9 http.status=200\n',
    'gateway=bookinfo/agw-waypoint listener=waypoint route=bookinfo/reviews http.status=503\n',
  ],
];

describe('its expectations mean what those of the finished labs mean', () => {
  const own = commandsOf(runbook).filter(({ expectations }) => expectations.length > 0);
  const finished = labs.flatMap(commandsOf).filter(({ expectations }) => expectations.length > 0);

  test('and there is one group for each command that the source says something about', () => {
    expect(own.map(({ command }) => outputs.findIndex(([form]) => form.test(command)))).toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ]);
  });

  test.each(outputs)('%s', (form, good, bad) => {
    const ours = own.find(({ command }) => form.test(command))?.expectations ?? [];
    const theirs = finished.find(({ command }) => form.test(command))?.expectations ?? [];
    expect(ours.length).toBeGreaterThan(0);
    expect(theirs.length).toBeGreaterThan(0);
    for (const expectation of [...ours, ...theirs]) {
      expect(met(expectation, good), expectation.source).toBe(true);
    }
    expect(ours.every((expectation) => met(expectation, bad))).toBe(false);
    expect(theirs.every((expectation) => met(expectation, bad))).toBe(false);
  });

  test('and what the source only hints at is what the labs check', () => {
    const suggested = imported.remarks.flatMap((remark) => remark.suggested ?? []);
    expect(suggested).toEqual([
      '# expect: 1 globally shared service',
      '# expect within 30s row: bookinfo reviews 10.x.x.x agw-waypoint 3/3',
      '# expect: RBAC: access denied',
    ]);
  });
});

function met(expectation: Expectation, text: string): boolean {
  return judgeExpectation(expectation, { text, exits: [{ exitCode: 0, pipeStatus: [0] }], variables: {} })
    .met;
}
