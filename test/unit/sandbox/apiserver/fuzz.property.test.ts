import { connect } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SpdyConnection } from '../../../../src/sandbox/apiserver/stream/spdy-connection.ts';
import { controlFrame, dataFrame, uint32 } from '../../../../src/sandbox/apiserver/stream/spdy-frames.ts';
import { runs } from '../../../helpers/budget.ts';
import { runningPod, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  api.world.store.create('pods', runningPod('p'));
});
afterAll(() => api.close());

const segment = fc.constantFrom(
  'api',
  'apis',
  'v1',
  'apps',
  'namespaces',
  'default',
  'pods',
  'p',
  'configmaps',
  'deployments',
  'status',
  'scale',
  'log',
  'exec',
  'openapi',
  'v3',
  '..',
  '%2f',
  '%',
  '__proto__',
  'constructor',
  '',
);
const query = fc.constantFrom(
  '',
  '?limit=-1',
  '?limit=x&continue=%00',
  '?fieldManager=f&force=true',
  '?dryRun=All',
  '?dryRun=Some',
  '?labelSelector=%28',
  '?fieldSelector=%3D',
  '?fieldValidation=Maybe',
  '?resourceVersion=-1',
  '?tailLines=x',
  '?container=none',
  '?&&&==',
);
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD');
const contentType = fc.constantFrom(
  'application/json',
  'application/yaml',
  'application/merge-patch+json',
  'application/json-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/vnd.kubernetes.protobuf',
  'text/plain',
);
const anyMetadata = fc.record(
  {
    name: fc.constantFrom('a', 'p', '', 'A B'),
    labels: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.jsonValue()),
    finalizers: fc.jsonValue(),
    managedFields: fc.jsonValue(),
    resourceVersion: fc.constantFrom('1', 'x'),
  },
  { requiredKeys: [] },
);
const anyBody = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .record({ metadata: anyMetadata, spec: fc.jsonValue(), status: fc.jsonValue() }, { requiredKeys: [] })
    .map((object) => JSON.stringify(object)),
  fc
    .array(
      fc.record({
        op: fc.constantFrom('add', 'remove', 'test', 'move'),
        path: fc.string(),
        value: fc.jsonValue(),
      }),
    )
    .map((operations) => JSON.stringify(operations)),
);

test('any request gets an answer, and none that blames the server', async () => {
  const request = fc.record({
    method,
    path: fc.array(segment, { maxLength: 7 }).map((parts) => `/${parts.join('/')}`),
    query,
    contentType,
    body: anyBody,
  });
  const property = fc.asyncProperty(request, async ({ method, path, query, contentType, body }) => {
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const response = await api.request(`${path}${query}`, {
      method,
      headers: { 'content-type': contentType },
      ...(hasBody ? { body } : {}),
    });
    expect(isCrash(response.status, await response.text())).toBe(false);
    expect(response.status).toBeGreaterThanOrEqual(200);
  });
  await fc.assert(property, { numRuns: runs(130) });
  expect((await api.request('/healthz')).status).toBe(200);
});

/** A 500 is ours, but for the one that a real server answers too: fields that server-side apply has no type for. */
const isCrash = (status: number, text: string): boolean =>
  status === 500 && !text.includes('"message":"failed to create typed patch object');

test('any write to an object that is there is done or refused, and leaves it readable', async () => {
  const path = '/api/v1/namespaces/default/configmaps/a';
  const patch = fc.record({ contentType, body: anyBody, method: fc.constantFrom('PATCH', 'PUT') });
  const property = fc.asyncProperty(patch, async ({ contentType, body, method }) => {
    api.world.store.remove({ resource: 'configmaps', namespace: 'default', name: 'a' });
    api.world.store.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'default' },
    });
    const headers = { 'content-type': contentType };
    const response = await api.request(`${path}?fieldManager=f`, { method, headers, body });
    const text = await response.text();
    expect(isCrash(response.status, text), text).toBe(false);
    expect((await api.request(path)).status).toBe(200);
  });
  await fc.assert(property, { numRuns: runs(35) });
});

test('upgrades that are no upgrades are refused or hung up on', async () => {
  const upgrade = fc.constantFrom('SPDY/3.1', 'websocket', 'h2c', '');
  const headers = fc.constantFrom(
    '',
    'X-Stream-Protocol-Version: v4.channel.k8s.io\r\n',
    'X-Stream-Protocol-Version: portforward.k8s.io\r\n',
    'Sec-WebSocket-Protocol: v5.channel.k8s.io\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n',
  );
  const property = fc.asyncProperty(
    fc.constantFrom('exec?command=cat', 'exec', 'attach', 'portforward', 'log', 'nothing'),
    upgrade,
    headers,
    fc.uint8Array({ maxLength: 64 }),
    async (subresource, upgrade, headers, noise) => {
      const path = `/api/v1/namespaces/default/pods/p/${subresource}`;
      const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.token}\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n${headers}\r\n`;
      await exchange(
        Buffer.concat([Buffer.from(head), Buffer.from([0x80, 0x03, 0, 1, 0, 0xff, 0xff, 0xff]), noise]),
      );
    },
  );
  await fc.assert(property, { numRuns: runs(100) });
  expect((await api.request('/healthz')).status).toBe(200);
});

/** Sends bytes and waits until the server has answered or closed; then leaves. */
function exchange(bytes: Buffer): Promise<void> {
  const { port } = new URL(api.url);
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: '127.0.0.1', ca: api.authority }, () =>
      socket.write(bytes),
    );
    socket.once('data', () => socket.destroy());
    socket.on('error', () => {});
    socket.once('close', () => resolve());
  });
}

test('no bytes crash a SPDY connection, however they are cut', async () => {
  const frame = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(fc.nat(10), fc.uint8Array({ maxLength: 40 }))
      .map(([type, body]) => controlFrame(type, Buffer.from(body))),
    fc
      .uint8Array({ maxLength: 40 })
      .map((block) => controlFrame(1, Buffer.concat([uint32(1, 0), Buffer.alloc(2), block]))),
    fc.tuple(fc.nat(5), fc.uint8Array()).map(([id, data]) => dataFrame(id, Buffer.from(data), true)),
  );
  const property = fc.asyncProperty(
    fc.array(frame, { maxLength: 6 }),
    fc.integer({ min: 1, max: 20 }),
    async (frames, size) => {
      const connection = new SpdyConnection({ send: async () => {}, onStream: (stream) => stream.resume() });
      const bytes = Buffer.concat(frames);
      try {
        for (let at = 0; at < bytes.length; at += size) await connection.feed(bytes.subarray(at, at + size));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      } finally {
        connection.close();
      }
    },
  );
  await fc.assert(property, { numRuns: runs(160) });
});
