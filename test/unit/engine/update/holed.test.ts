import { expect, test } from 'vitest';
import { holed } from '../../../../src/engine/update/align-field.ts';
import { byForm } from '../../../../src/engine/update/moving.ts';
import { textOf } from '../../../../src/engine/update/pieces.ts';
import { printedFields } from '../../../../src/engine/update/printed-field.ts';

/** A word of an output as a pattern. */
function written(field: string): string {
  return printedFields(field, byForm)
    .map((each) => textOf(holed(each)))
    .join(' ');
}

test.for([
  ['10.96.74.131', 'x.x.x.x'],
  ['10.96.74.131:8080', 'x.x.x.x:8080'],
  ['(10.1.2.3,2001:2::2)', '(x.x.x.x,...)'],
  ['5m3s', '...'],
  ['12d', '...'],
  ['(2m', '(...'],
  ['took=0.25s', 'took=...'],
  ['2026-01-31T12:00:00.5Z', '...'],
  ['2026-01-31', '...'],
  ['12:00:01', '...'],
  ['1769860800123', '...'],
  ['id=123e4567-e89b-12d3-a456-426614174000;', 'id=...;'],
  ['sha256:6b8e4c1d2f3a5b7c9d0e', 'sha256:...'],
  ['web-675fc69cf-x2x4z', 'web-...'],
  ['pod/web-7d4b9c6f58-bkqzw', 'pod/web-...'],
  ['replicaset.apps/web-7d4b9c6f58', 'replicaset.apps/web-...'],
  ['kube-proxy-x7f4k', 'kube-proxy-...'],
] as const)('%s is written as %s, for the next run', ([field, pattern]) => {
  expect(written(field)).toBe(pattern);
});

test.for([
  'productpage-v1',
  'v1.33.1',
  '3/3',
  '200',
  'HTTP/1.1',
  'kube-proxy',
  'web-https',
  'reviews-v10',
  '500Mi',
  '1.5',
  'deadbeef',
  'a:b:c',
  '2x',
])('%s stays as it is', (field) => {
  expect(written(field)).toBe(field);
});
