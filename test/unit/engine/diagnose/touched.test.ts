import { describe, expect, it } from 'vitest';
import { forwardingsIn, localPortsIn } from '../../../../src/engine/diagnose/forwards.ts';
import { touchedBy, touchedIn } from '../../../../src/engine/diagnose/touched.ts';
import type { Touched } from '../../../../src/engine/model/finding.ts';
import { simpleCommands } from '../../../../src/engine/shell/simple-commands.ts';

describe('what a command is about', () => {
  const cases: readonly (readonly [string, readonly Touched[]])[] = [
    [
      'kubectl --context $CLUSTER1 -n bookinfo get pods',
      [{ context: '$CLUSTER1', namespace: 'bookinfo', resource: 'pods' }],
    ],
    [
      'kubectl get deploy web other --namespace=shop -o wide',
      [
        { namespace: 'shop', resource: 'deploy', name: 'web' },
        { namespace: 'shop', resource: 'deploy', name: 'other' },
      ],
    ],
    [
      'kubectl -nshop wait --for=condition=Ready pod/web-1 svc/web --timeout 60s',
      [
        { namespace: 'shop', resource: 'pod', name: 'web-1' },
        { namespace: 'shop', resource: 'svc', name: 'web' },
      ],
    ],
    ['kubectl wait pod -l app=web --for=condition=Ready -n a', [{ namespace: 'a', resource: 'pod' }]],
    [
      'kubectl -n shop rollout status deploy/web --timeout=2m',
      [{ namespace: 'shop', resource: 'deploy', name: 'web' }],
    ],
    [
      'kubectl label namespace bookinfo istio.io/use-waypoint=w istio-injection- --overwrite',
      [{ resource: 'namespace', name: 'bookinfo' }],
    ],
    [
      'kubectl -n shop exec deploy/client -c curl -- curl -n other http://web',
      [{ namespace: 'shop', resource: 'deploy', name: 'client' }],
    ],
    ['kubectl -n shop logs -f web-1', [{ namespace: 'shop', resource: 'pods', name: 'web-1' }]],
    ['kubectl create namespace shop', [{ resource: 'namespace', name: 'shop' }]],
    [
      'kubectl -n a create secret generic s --from-literal k=v',
      [{ namespace: 'a', resource: 'secret', name: 's' }],
    ],
    ['kubectl -n a apply -f shop.yaml', [{ namespace: 'a' }]],
    ['kubectl -n a run web --image nginx', [{ namespace: 'a', resource: 'pods', name: 'web' }]],
    ['istioctl --context c -n shop proxy-status', [{ context: 'c', namespace: 'shop' }]],
    [
      "kubectl -n shop exec $(kubectl -n shop get pod -l app=a -o jsonpath='{.items[0].metadata.name}') -- true",
      [
        { namespace: 'shop', resource: 'pods' },
        { namespace: 'shop', resource: 'pod' },
      ],
    ],
    ['kubectl --context ${C:-x} -n a get pods; kubectl --context `c` get pods', []],
    ['kubectl -n shop run probe --rm -i --image curl -- curl http://web', [{ namespace: 'shop' }]],
    // What is to go is no loss, but that it stays says something.
    [
      'kubectl -n shop delete pod web-1',
      [{ namespace: 'shop', resource: 'pod', name: 'web-1', answered: true }],
    ],
    ['kubectl get pods -A', []],
    ['kubectl config use-context production', []],
    ['istioctl version; curl http://localhost; echo kubectl get pods', []],
  ];
  it.each(cases)('%s', (script, expected) => {
    expect(touchedBy(simpleCommands(script))).toEqual(expected);
  });

  it('is found in pipelines, substitutions and functions, and once for each round of a loop', () => {
    const script = [
      'IP=$(kubectl -n a get svc web) ',
      'show() { kubectl -n b get pod x | grep x; }',
      'for c in $ONE two; do kubectl --context "$c" -n ${NS} get pods; done',
    ].join('\n');
    expect(touchedBy(simpleCommands(script))).toEqual([
      { namespace: 'a', resource: 'svc', name: 'web' },
      { namespace: 'b', resource: 'pod', name: 'x' },
      { context: '$ONE', namespace: '${NS}', resource: 'pods' },
      { context: 'two', namespace: '${NS}', resource: 'pods' },
    ]);
  });

  it('of text that is no bash is nothing, however deep it goes', () => {
    expect(touchedBy(simpleCommands('if then'))).toEqual([]);
    expect(touchedBy(simpleCommands('$('.repeat(20_000)))).toEqual([]);
  });

  it('is also what the server answered for', () => {
    const output = 'namespace/shop unchanged\ndeployment.apps/web created\nhttps://x/y created by me\nfoo\n';
    expect(touchedIn(output)).toEqual([
      { resource: 'namespace', name: 'shop', answered: true },
      { resource: 'deployment.apps', name: 'web', answered: true },
    ]);
  });
});

describe('forwarded ports', () => {
  it('are those on this machine, with what they lead to', () => {
    const script = 'kubectl --context c -n shop port-forward svc/web 8080:80 9090 :70 &';
    expect(forwardingsIn(simpleCommands(script))).toEqual([
      { ports: [8080, 9090], target: { context: 'c', namespace: 'shop', resource: 'svc', name: 'web' } },
    ]);
  });

  it('are spoken to by an address of this machine', () => {
    expect(
      localPortsIn('curl http://localhost:8080/a https://127.0.0.1:9443 http://other:7070; nc localhost 22'),
    ).toEqual([8080, 9443, 22]);
  });
});
