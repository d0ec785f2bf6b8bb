import { describe, expect, it } from 'vitest';
import { settled, withoutNames } from '../../../../src/engine/record/settled.ts';

describe('what differs from run to run is no difference', () => {
  it.for([
    ['web-7d4b9c6f58-bkqzw   1/1   Running   0   5s', 'web-6c5d8b9f7c-x2x4z 1/1 Running 0 2m14s'],
    ['web  ClusterIP  10.96.74.131  <none>  9080/TCP  12d', 'web ClusterIP 10.96.1.2 <none> 9080/TCP 3s'],
    ['web NodePort 10.96.1.2 <none> 80:31234/TCP', 'web NodePort 10.96.1.3 <none> 80:30001/TCP'],
    ['bookinfo 240.240.0.1,2001:2::1 None', 'bookinfo 240.240.0.12,2001:2::c None'],
    ['listening on http://127.0.0.1:43121/', 'listening on http://127.0.0.1:55001/'],
    ['src.addr=10.244.1.11:34958', 'src.addr=10.244.1.12:32916'],
    ['* Connected from 127.0.0.1 port 50234', '* Connected from 127.0.0.1 port 61000'],
    ['date: Sat, 31 Jan 2026 12:00:00 GMT', 'date: Wed, 25 Nov 2026 02:00:13 GMT'],
    ['Sat Jan 31 12:00:00 UTC 2026', 'Wed Nov  4 02:00:13 UTC 2026'],
    ['2026-01-31T12:00:00.123Z info took=12ms', '2026-11-25T02:00:13Z info took=1.4s'],
    ['real\t0m1.203s', 'real\t0m0.002s'],
    ['  resourceVersion: "1238"', '  resourceVersion: "21444"'],
    ['"resourceVersion":"1238","uid":"a"', '"resourceVersion":"9","uid":"a"'],
    [
      'Kubernetes control plane is running at https://127.0.0.1:38421',
      'Kubernetes control plane is running at https://127.0.0.1:41007',
    ],
    [
      'certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSQ==',
      'certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSQabc=',
    ],
    [
      'x-request-id: 123e4567-e89b-12d3-a456-426614174000',
      'x-request-id: 00000000-e89b-12d3-a456-426614174000',
    ],
  ] as const)('%s, and %s', ([one, other]) => {
    expect(settled(one)).toBe(settled(other));
  });

  it.for([
    'Waiting for deployment "web" rollout to finish: 0 of 3 updated replicas are available...',
    'Waiting for deployment spec update to be observed and roll out',
    'Waiting for deployment spec update to be observed...',
    'Waiting for 2 pods to be ready...',
  ])('%s, or no such line', (line) => {
    expect(settled(line)).toBeUndefined();
  });
});

describe('what matters is a difference', () => {
  it.for([
    ['web 1/1 Running', 'web 0/1 Running'],
    ['web ClusterIP 10.96.1.2 <none> 9080/TCP', 'web ClusterIP 10.96.1.2 <none> 9081/TCP'],
    ['Forwarding from 127.0.0.1:8080 -> 8080', 'Forwarding from 127.0.0.1:8081 -> 8080'],
    ['HTTP/1.1 200 OK', 'HTTP/1.1 503 Service Unavailable'],
    ['reviews-v1 3', 'reviews-v2 3'],
    ['route=bookinfo/reviews', 'route=bookinfo/ratings'],
    ['Waiting for approval', 'Waiting for a review'],
    ['deployment "web" successfully rolled out', 'deployment "db" successfully rolled out'],
    ['[]', '[1]'],
    ['  observedGeneration: 2', '  observedGeneration: 3'],
  ] as const)('%s, and %s', ([one, other]) => {
    expect(settled(one)).not.toBe(settled(other));
  });
});

describe('names that only one cluster has', () => {
  const plain = withoutNames(['east-ag', 'east-ag-worker', '127.0.0.1:16443']);
  it.for([
    ['web-1 10.244.1.13 east-ag-worker <none>', 'web-1 10.244.1.13 … <none>'],
    ['Node:  east-ag-worker/172.18.0.3', 'Node:  …/172.18.0.3'],
    ['running at https://127.0.0.1:16443', 'running at https://…'],
  ] as const)('are the same as those of another: %s', ([line, same]) => {
    expect(plain(line)).toBe(same);
  });
  it.for(['east-ag-workers', 'north-east-ag-worker', '127.0.0.1:164430', 'www.east-ag-worker'])(
    'are no part of a longer name: %s',
    (line) => {
      expect(plain(line)).toBe(line);
    },
  );
});
