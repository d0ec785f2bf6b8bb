import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createAuthority } from '../../../../src/sandbox/apiserver/tls/certificate.ts';
import { connectFrom } from '../../../../src/sandbox/dataplane/connect-from.ts';
import type { Headers, HttpResponse } from '../../../../src/sandbox/dataplane/message.ts';
import { header } from '../../../../src/sandbox/dataplane/message.ts';
import { defaultSwitches } from '../../../../src/sandbox/dataplane/switches.ts';
import type {
  Condition,
  GatewayObject,
  HttpRouteObject,
  ServiceObject,
} from '../../../../src/sandbox/mesh/objects.ts';
import { placeOf } from '../../../helpers/clusters.ts';
import { TestClusters } from '../../../helpers/test-clusters.ts';

type Values = Readonly<Record<string, string>>;

type Asked = {
  readonly to?: string;
  readonly port?: number;
  readonly secure?: boolean;
  readonly method?: string;
  readonly host?: string;
  readonly path: string;
  readonly headers?: Values;
  /** Headers that the backend is asked to answer with. */
  readonly echo?: Values;
};

type Expected = {
  readonly status?: number;
  readonly backend?: string;
  readonly location?: Values;
  readonly answered?: Values;
  readonly unanswered?: readonly string[];
  readonly seen?: {
    readonly host?: string;
    readonly path?: string;
    readonly headers?: Values;
    readonly absent?: readonly string[];
  };
  readonly mirrored?: readonly string[];
  readonly percent?: number;
};

type ListenerFacts = {
  readonly gateway: string;
  readonly listener: string;
  readonly kinds?: readonly string[];
  readonly attached?: number;
  readonly ResolvedRefs?: string;
  readonly Programmed?: string;
};

type RouteFacts = { readonly route: string; readonly Accepted?: string; readonly ResolvedRefs?: string };

type Scenario = {
  readonly name: string;
  readonly objects: readonly GatewayObject[];
  readonly requests?: readonly (Asked & Expected)[];
  readonly listeners?: readonly ListenerFacts[];
  readonly routes?: readonly RouteFacts[];
  readonly shares?: {
    readonly path: string;
    readonly of: Readonly<Record<string, number>>;
    readonly seen?: string;
  };
};

type Suite = { readonly there: readonly GatewayObject[]; readonly scenarios: readonly Scenario[] };

const file = new URL('../../../../docs-site/gateway-api-conformance.yaml', import.meta.url);
const { there, scenarios } = parse(readFileSync(file, 'utf8')) as Suite;
const text = (objects: readonly object[]): string =>
  objects.map((each) => JSON.stringify(each)).join('\n---\n');

let clusters: TestClusters;

beforeAll(async () => {
  clusters = new TestClusters();
  const authority = await createAuthority('conformance', new Date());
  const names = ['example.org', 'second-example.org', 'unknown-example.org'];
  const { certificate, key } = await authority.serve('conformance', names);
  const data = {
    'tls.crt': Buffer.from(certificate).toString('base64'),
    'tls.key': Buffer.from(key).toString('base64'),
  };
  const secret = (name: string, namespace: string, content: Values) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    data: content,
  });
  const malformed = { 'tls.crt': 'SGVsbG8gd29ybGQK', 'tls.key': 'SGVsbG8gd29ybGQK' };
  const secrets = [
    secret('tls-validity-checks-certificate', 'infra', data),
    secret('certificate', 'web', data),
    secret('malformed-certificate', 'infra', malformed),
  ];
  await clusters.apply(text([...there, ...secrets]));
});

let applied: Scenario['objects'] = [];

afterEach(async () => {
  for (const object of applied) clusters.east.store.remove(placeOf(object));
  await clusters.settle();
});

/** The Gateway that requests go to when they don't say so. */
const gatewayOf = ({ objects }: Scenario): string => {
  const own = objects.find(({ kind }) => kind === 'Gateway');
  const routed = objects
    .filter(({ kind }) => kind.endsWith('Route'))
    .map((object) => (object as HttpRouteObject).spec?.parentRefs?.[0]?.name);
  return own && routed.includes(own.metadata.name) && own.metadata.name !== otherPort
    ? own.metadata.name
    : (routed[0] ?? 'same-namespace');
};

const otherPort = 'same-namespace-with-http-listener-on-8080';

async function ask(scenario: Scenario, asked: Asked): Promise<HttpResponse> {
  const { east } = clusters;
  const name = asked.to ?? gatewayOf(scenario);
  const service = east.store.get<ServiceObject>({ resource: 'services', namespace: 'infra', name });
  const { clusterIP: address = '' } = service?.spec ?? {};
  const named = asked.host ?? 'gateway.example';
  const port = asked.port ?? 80;
  const echo = Object.entries(asked.echo ?? {}).map(([key, value]) => `${key}:${value}`);
  const headers: Headers = [
    ['Host', port === 80 || port === 443 || named.includes(':') ? named : `${named}:${port}`],
    ...Object.entries(asked.headers ?? {}),
    ...(echo.length ? [['X-Echo-Set-Header', echo.join(',')] as const] : []),
  ];
  const origin = { world: east, pod: clusters.pod(east, 'client'), switches: defaultSwitches };
  const delivery = await connectFrom(
    origin,
    { host: named.replace(/:\d+$/, ''), address, port, tls: asked.secure ?? false, trust: 'anything' },
    { method: asked.method ?? 'GET', path: asked.path, headers, body: Buffer.alloc(0) },
  );
  if (delivery.kind === 'failure') throw new Error(`${delivery.failure} ${delivery.detail ?? ''}`);
  return delivery.response;
}

type Seen = {
  readonly pod: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
};

/** What came of a request, in the terms of what is expected of it. */
function found(response: HttpResponse, expected: Expected): Expected {
  const echoed =
    expected.backend || expected.seen ? (JSON.parse(response.body.toString()) as Seen) : undefined;
  const sent = (name: string): string => (echoed?.headers[name] ?? []).join(',');
  const { seen, location, answered, unanswered } = expected;
  return {
    ...(expected.status === undefined ? {} : { status: response.status }),
    ...(expected.backend && echoed ? { backend: echoed.pod } : {}),
    ...(seen && echoed
      ? {
          seen: {
            ...(seen.host ? { host: echoed.host } : {}),
            ...(seen.path ? { path: echoed.path } : {}),
            ...(seen.headers ? { headers: mapped(seen.headers, sent) } : {}),
            ...(seen.absent ? { absent: seen.absent.filter((name) => !sent(name)) } : {}),
          },
        }
      : {}),
    ...(location ? { location: partsOf(header(response.headers, 'location') ?? '', location) } : {}),
    ...(answered ? { answered: mapped(answered, (name) => allOf(response.headers, name)) } : {}),
    ...(unanswered ? { unanswered: unanswered.filter((name) => !header(response.headers, name)) } : {}),
  };
}

const mapped = (wanted: Values, value: (name: string) => string): Values =>
  Object.fromEntries(Object.keys(wanted).map((name) => [name, value(name)]));

const allOf = (headers: Headers, name: string): string =>
  headers
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value)
    .join(',');

function partsOf(location: string, wanted: Values): Values {
  const url = new URL(location);
  const parts: Values = {
    scheme: url.protocol.replace(':', ''),
    host: url.hostname,
    port: url.port,
    path: url.pathname,
  };
  return mapped(wanted, (name) => parts[name] ?? '');
}

const expectedOf = ({ status, backend, location, answered, unanswered, seen }: Expected): Expected =>
  JSON.parse(JSON.stringify({ status, backend, location, answered, unanswered, seen })) as Expected;

const conditionOf = (conditions: readonly Condition[] | undefined, type: string): string => {
  const one = conditions?.find((each) => each.type === type);
  return `${one?.status} ${one?.reason}`;
};

function listenerFacts({ gateway, listener, ...wanted }: ListenerFacts): object {
  const key = { resource: 'gateways.gateway.networking.k8s.io', namespace: 'infra', name: gateway };
  const status = clusters.east.store
    .get<GatewayObject>(key)
    ?.status?.listeners?.find(({ name }) => name === listener);
  const values: Readonly<Record<string, unknown>> = {
    kinds: status?.supportedKinds.map(({ kind }) => kind),
    attached: status?.attachedRoutes,
    ResolvedRefs: conditionOf(status?.conditions, 'ResolvedRefs'),
    Programmed: conditionOf(status?.conditions, 'Programmed'),
  };
  return { gateway, listener, ...Object.fromEntries(Object.keys(wanted).map((key) => [key, values[key]])) };
}

function routeFacts({ route, ...wanted }: RouteFacts): object {
  const [namespace = '', name = ''] = route.split('/');
  const key = { resource: 'httproutes.gateway.networking.k8s.io', namespace, name };
  const conditions = clusters.east.store.get<HttpRouteObject>(key)?.status?.parents?.[0]?.conditions;
  const values = Object.keys(wanted).map((type) => [type, conditionOf(conditions, type)]);
  return { route, ...Object.fromEntries(values) };
}

const copies = async (path: string, pod: string): Promise<number> =>
  (await clusters.log(clusters.east, pod)).filter((line) => line.includes(`request made to ${path} to`))
    .length;

/** How many of a hundred requests are copied is random: far from what is wanted is far from it. */
async function isMirrored(scenario: Scenario, asked: Asked & Expected): Promise<void> {
  const times = asked.percent === undefined ? 1 : 200;
  for (let turn = 0; turn < times; turn += 1) await ask(scenario, asked);
  for (const pod of asked.mirrored ?? []) {
    const wanted = (times * (asked.percent ?? 100)) / 100;
    await expect.poll(() => copies(asked.path, pod), { timeout: 60_000 }).toBeGreaterThan(wanted * 0.5 - 1);
    expect(await copies(asked.path, pod)).toBeLessThan(wanted * 1.6 + 2);
  }
}

/** Of many requests each backend gets about its share, and with its own header where it has a filter for that. */
async function isShared(scenario: Scenario): Promise<void> {
  const { shares } = scenario;
  if (!shares) return;
  const total = 300;
  const counts: Record<string, number> = {};
  for (let turn = 0; turn < total; turn += 1) {
    const { pod, headers } = JSON.parse((await ask(scenario, shares)).body.toString()) as Seen;
    counts[pod] = (counts[pod] ?? 0) + 1;
    if (shares.seen) expect(headers[shares.seen]).toEqual([pod]);
  }
  for (const [pod, share] of Object.entries(shares.of))
    expect(Math.abs((counts[pod] ?? 0) / total - share)).toBeLessThan(share === 0 ? 1e-9 : 0.15);
}

describe('conformance of the Gateway API', () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (_name, scenario) => {
      applied = scenario.objects;
      await clusters.apply(text(applied));
      const { requests = [], listeners = [], routes = [] } = scenario;
      for (const asked of requests) {
        const { percent: _percent, mirrored, ...rest } = asked;
        if (mirrored) await isMirrored(scenario, asked);
        expect({ asked, ...found(await ask(scenario, rest), rest) }).toEqual({ asked, ...expectedOf(rest) });
      }
      expect(listeners.map(listenerFacts)).toEqual(listeners);
      expect(routes.map(routeFacts)).toEqual(routes);
      await isShared(scenario);
    },
  );
});
