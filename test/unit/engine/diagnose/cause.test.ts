import { describe, expect, it } from 'vitest';
import { causeOf, type Evidence } from '../../../../src/engine/diagnose/cause.ts';
import type { Forward, Sighting } from '../../../../src/engine/model/finding.ts';
import type { Output } from '../../../../src/engine/model/output.ts';

const stream = (text: string) => ({ text, bytes: text.length, truncated: false });

function output(stderr: string, exitCode = 1, pipeStatus: readonly number[] = [exitCode]): Output {
  return {
    stdout: stream(''),
    stderr: stream(stderr),
    exitCode,
    pipeStatus,
    durationMs: 1,
    ended: 'normally',
  };
}

function cause(evidence: Partial<Evidence>): string | undefined {
  return causeOf({ script: '', forwards: [], contexts: [], tools: [], sightings: [], ...evidence });
}

const place = { context: 'kind-east', namespace: 'shop' } as const;
const pod = (reason: string, more: object = {}): Sighting => ({
  kind: 'pod',
  ...place,
  name: 'web-1',
  reason,
  ...more,
});
const forward = (state: Forward['state']): Forward => ({ port: 8080, line: 12, target: {}, state });

describe('a cause that the output shows', () => {
  const texts: readonly (readonly [string, Partial<Evidence>, string])[] = [
    [
      'a command that is not there',
      { output: output('bash: line 3: kubectll: command not found', 127), tools: ['kubectl'] },
      'There is no command `kubectll` on PATH. There is `kubectl`.',
    ],
    [
      'a context that the run does not have',
      { output: output('error: context "kind-eats" does not exist'), contexts: ['kind-east', 'kind-west'] },
      'This run has no context `kind-eats`; it has `kind-east`, `kind-west`. There is `kind-east`.',
    ],
    [
      'a context that the run does not have, in the words of client-go',
      { output: output('Error in configuration: context was not found for specified context: production') },
      'This run has no context `production`; it has none.',
    ],
    [
      'an object of a manifest that the server refuses',
      {
        output: {
          ...output(''),
          applied: [
            { resource: 'configmap', name: 'one', result: 'created', conditions: {} },
            {
              resource: 'gateway',
              name: 'web',
              result: 'failed',
              message: 'spec.x: not declared',
              conditions: {},
            },
          ],
        },
      },
      'The server did not take `gateway/web`: spec.x: not declared.',
    ],
    [
      'RBAC',
      {
        output: output(
          'Error from server (Forbidden): pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the namespace "shop"',
        ),
      },
      'RBAC does not let `dev` list pods in namespace `shop`.',
    ],
    [
      'credentials',
      { output: output('error: You must be logged in to the server (Unauthorized)') },
      'The API server did not accept the credentials of this context.',
    ],
    [
      'a port that is taken',
      {
        output: output(
          'Unable to listen on port 8080: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:8080: bind: address already in use]',
        ),
      },
      'Port 8080 of this machine is taken by another process.',
    ],
    [
      'a namespace that is not there',
      { output: output('Error from server (NotFound): namespaces "shpo" not found') },
      'There is no namespace `shpo`.',
    ],
    [
      'an object that is not there',
      { output: output('Error from server (NotFound): deployments.apps "wbe" not found') },
      'There is no `wbe` among the deployments.apps.',
    ],
    [
      'a resource that the cluster does not have',
      { output: output('error: the server doesn\'t have a resource type "waypoints"') },
      'The cluster has no resource called `waypoints`.',
    ],
    [
      'a kind that the cluster does not have',
      { output: output('error: no matches for kind "Gateway" in version "gateway.networking.k8s.io/v1"') },
      'The cluster does not know the kind `Gateway` of `gateway.networking.k8s.io/v1`.',
    ],
    [
      'an API server that is not there',
      {
        output: output(
          'The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?',
        ),
      },
      'No API server listens at 127.0.0.1:6443.',
    ],
    [
      'an API server that cannot be reached',
      {
        output: output('Unable to connect to the server: dial tcp: lookup east on 10.0.0.1:53: no such host'),
      },
      'The API server cannot be reached: dial tcp: lookup east on 10.0.0.1:53: no such host.',
    ],
    [
      'a host without address',
      { output: output('curl: (6) Could not resolve host: web.shop', 6) },
      'The name `web.shop` has no address.',
    ],
    [
      'a manifest that is not there',
      { output: output('error: the path "shop.yaml" does not exist') },
      'There is no file `shop.yaml`.',
    ],
    [
      'a script that is not there',
      { output: output('bash: line 4: ./setup.sh: No such file or directory', 127) },
      'There is no file `./setup.sh`.',
    ],
    [
      'an earlier member of a pipe',
      {
        script: 'curl -s http://web.shop/ | grep star',
        output: { ...output('', 1, [7, 1]) },
      },
      '`curl`, command 1 of the 2 in the pipe, ended with exit code 7: nothing listens at that address.',
    ],
    [
      'curl itself',
      { script: 'curl -s http://web/', output: output('', 52) },
      'curl ended with 52: the server closed the connection without an answer.',
    ],
  ];
  it.each(texts)('%s', (_, evidence, sentence) => {
    expect(cause(evidence)).toBe(sentence);
  });
});

describe('a port that nothing listens on', () => {
  const script = 'curl -s http://localhost:8080/productpage';
  it.each([
    ['ended', 'Nothing listens on port 8080: the port-forward of line 12 has ended.'],
    ['failed', 'Nothing listens on port 8080: the port-forward of line 12 failed.'],
    ['not run', 'Nothing listens on port 8080: the port-forward of line 12 was not run.'],
    ['open', 'curl ended with 7: nothing listens at that address.'],
  ] as const)('whose port-forward is %s', (state, sentence) => {
    expect(cause({ script, forwards: [forward(state)], output: output('', 7) })).toBe(sentence);
  });

  it('is known from what a tool says, too', () => {
    const said = "curl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server";
    expect(cause({ script: 'curl $URL', forwards: [forward('ended')], output: output(said, 7) })).toBe(
      'Nothing listens on port 8080: the port-forward of line 12 has ended.',
    );
  });

  it('is no cause for a failure elsewhere', () => {
    expect(cause({ script, forwards: [forward('ended')], output: output('', 22) })).toBe(
      'curl ended with 22: the server answered with an HTTP error.',
    );
  });
});

describe('a cause that was seen on the cluster', () => {
  it.each<[string, Sighting, string]>([
    [
      'a namespace that is not there',
      { kind: 'no-namespace', context: 'kind-east', namespace: 'shpo', near: 'shop' },
      'There is no namespace `shpo` on `kind-east`. There is `shop`.',
    ],
    [
      'an object that is not there',
      { kind: 'no-object', ...place, resource: 'deployment.apps', name: 'wbe', near: 'web' },
      'There is no `deployment.apps/wbe` in namespace `shop` on `kind-east`. There is `web`.',
    ],
    [
      'an image that cannot be pulled',
      pod('ImagePullBackOff', { image: 'nowhere/web:1' }),
      'Pod `web-1` does not start: its image `nowhere/web:1` cannot be pulled (ImagePullBackOff).',
    ],
    [
      'a container that keeps ending',
      pod('CrashLoopBackOff', { message: 'its container ended with exit code 3' }),
      'Pod `web-1` does not stay up (CrashLoopBackOff): its container ended with exit code 3.',
    ],
    [
      'a container that cannot be made',
      pod('CreateContainerConfigError', { message: 'configmap "settings" not found' }),
      'Pod `web-1` cannot start (CreateContainerConfigError): configmap "settings" not found.',
    ],
    [
      'a pod that fits on no node',
      pod('Unschedulable', { message: '0/1 nodes are available: 1 Insufficient cpu.' }),
      'Pod `web-1` cannot start (Unschedulable): 0/1 nodes are available: 1 Insufficient cpu.',
    ],
    [
      'a service with nobody behind it',
      { kind: 'no-endpoints', ...place, service: 'web' },
      'Service `web` in namespace `shop` has no ready endpoints.',
    ],
    [
      'a condition',
      {
        kind: 'condition',
        ...place,
        resource: 'gateway.gateway.networking.k8s.io',
        name: 'web',
        type: 'Programmed',
        status: 'False',
        reason: 'Invalid',
        message: 'no such class.',
      },
      '`gateway.gateway.networking.k8s.io/web` says Programmed=False (Invalid): no such class.',
    ],
  ])('%s', (_, sighting, sentence) => {
    expect(cause({ sightings: [sighting] })).toBe(sentence);
  });

  it('a gateway that has nobody to pass a request on to', () => {
    const sightings = [{ kind: 'no-endpoints', ...place, service: 'web' }] as const;
    expect(cause({ sightings, output: output('HTTP/1.1 503 Service Unavailable', 0) })).toBe(
      'The answer was 503, and service `web` in namespace `shop` has no ready endpoints.',
    );
  });

  it('counts less than one that the output shows', () => {
    const said = output('error: context "x" does not exist');
    expect(cause({ output: said, contexts: ['y'], sightings: [pod('Error')] })).toContain('no context `x`');
  });
});

describe('no cause', () => {
  it.each<[string, Partial<Evidence>]>([
    ['nothing is known', {}],
    ['a check is unmet and all went well', { output: output('', 0) }],
    ['an application says that somebody is unauthorized', { output: output('{"error":"Unauthorized"}', 22) }],
    ['a later member of a pipe closed it', { script: 'yes | head -1', output: output('', 0, [141, 0]) }],
    ['a member of a pipe has no name', { script: '(exit 3) | cat', output: output('', 0, [3, 0]) }],
    ['a pod is only not ready yet', { sightings: [pod('NotReady')] }],
  ])('is named when %s', (_, evidence) => {
    expect(cause(evidence)).toBeUndefined();
  });
});

it('is that nobody knows what is in an image, when the sandbox says so', () => {
  const stderr =
    'Error from server: sandbox: image "ghcr.io/acme/shop:1" is opaque: its log is not known; describe it';
  expect(cause({ output: output(stderr) })).toBe(
    'The sandbox knows only the name of the image `ghcr.io/acme/shop:1`: its log is not known.',
  );
});
