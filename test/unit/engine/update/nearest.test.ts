import { describe, expect, test } from 'vitest';
import { parsePattern } from '../../../../src/engine/expectations/pattern.ts';
import { byForm } from '../../../../src/engine/update/moving.ts';
import { type Manner, nearestLine } from '../../../../src/engine/update/nearest.ts';
import { patternFields } from '../../../../src/engine/update/pattern-fields.ts';
import { textOf } from '../../../../src/engine/update/pieces.ts';

const variables = { VIP: '10.1.2.3' };

function becomes(pattern: string, output: string, manner: Manner = 'within'): string {
  const nearest = nearestLine(patternFields(parsePattern(pattern), variables), output.split('\n'), {
    manner,
    moving: byForm,
  });
  return 'why' in nearest ? `refused: ${nearest.why}` : textOf(nearest.pieces);
}

describe('a text becomes what stands on the nearest line', () => {
  test.for([
    ['ingress: HTTP 200', 'waiting\ningress: HTTP 503', 'ingress: HTTP 503'],
    ['HTTP 200', 'HTTP/2 503', 'HTTP 503'],
    ['HTTP 2xx', 'HTTP/1.1 404 Not Found', 'HTTP 404'],
    ['20', '18', '18'],
    ['condition met', 'pod/a condition unmet', 'condition unmet'],
    ['version v1.33.1', 'Server version v1.34.0-gke.1', 'version v1.34.0-gke.1'],
    ['code=200', 'request code=503, done', 'code=503'],
    ['count 9', 'count 9.5 of load', 'count 9.5'],
    ['state ready', 'state not-ready now', 'state not-ready'],
    ['hello world', 'hello small world ok', 'hello small world'],
    ['hello big world', 'hello world', 'hello world'],
    ['a   b   c', 'a b d', 'a   b   d'],
    ['"Host": "httpbin.org"', '  "Host": "example.org",', '"Host": "example.org"'],
  ] as const)('%s in %j: %s', ([pattern, output, expected]) => {
    expect(becomes(pattern, output)).toBe(expected);
  });
});

describe('what still fits of a pattern stays', () => {
  test.for([
    ['HTTP 200 via 240.240.0.x', 'HTTP 503 via 240.240.0.17', 'HTTP 503 via 240.240.0.x'],
    ['at ${VIP} port 80', 'at 10.1.2.3 port 81', 'at ${VIP} port 81'],
    ['prod... is 1', 'productpage is 2', 'prod... is 2'],
    ['from ... to b c', 'from a to b d', 'from ... to b d'],
  ] as const)('%s in %j: %s', ([pattern, output, expected]) => {
    expect(becomes(pattern, output)).toBe(expected);
  });
});

describe('what will be another next time becomes a hole', () => {
  test.for([
    ['web 10.96.4.7 ready', 'web 10.96.8.1 ready', 'web 10.96.x.x ready'],
    ['web a ready', 'web 10.96.8.1 ready', 'web x.x.x.x ready'],
    ['took 5s', 'it took 7s today', 'took ...'],
    ['started 2024-01-02T03:04:05Z by me', 'started 2025-01-02T03:04:05Z by me', 'started ... by me'],
    ['at ${VIP} port 80', 'at 10.1.2.4 port 80', 'at x.x.x.x port 80'],
  ] as const)('%s in %j: %s', ([pattern, output, expected]) => {
    expect(becomes(pattern, output)).toBe(expected);
  });
});

describe('a row becomes the fields that stand in its place', () => {
  const services =
    'NS SVC VIP WAYPOINT ENDPOINTS\nbookinfo reviews 10.96.7.1 agw 2/3\nbookinfo ratings 10.96.7.2 None 1/1';
  test.for([
    ['bookinfo reviews 10.x.x.x None 3/3', services, 'bookinfo reviews 10.x.x.x agw 2/3'],
    ['reviews 3/3', services, 'reviews 2/3'],
    ['reviews ... 3/3', services, 'reviews ... 2/3'],
    ['a=1 b=2 c=3', 'a=1 x=9 b=5 c=3', 'a=1 b=5 c=3'],
    [
      'web-675fc69cf-bcdfg 1/1 5m',
      'ns web-675fc69cf-zzzzz 1/1 Running 5m3s',
      "refused: it can't be told which word has come in place of `5m`",
    ],
    ['web-675fc69cf-bcdfg 1/1 5m', 'ns web-675fc69cf-zzzzz 1/1 5m3s', 'web-... 1/1 ...'],
  ] as const)('%s: %s', ([pattern, output, expected]) => {
    expect(becomes(pattern, output, 'row')).toBe(expected);
  });
});

test('a whole output becomes the whole of the other one', () => {
  expect(becomes('1.33.1', '1.34.0', 'whole')).toBe('1.34.0');
  expect(becomes('Ready: ... of 3', 'Ready: 2 of 4', 'whole')).toBe('Ready: ... of 4');
  expect(becomes('a b', 'x a b y', 'whole')).toBe('x a b y');
});

describe('nothing is proposed', () => {
  test.for([
    ['when no line has half of the words', 'hello', 'goodbye', 'no line of the output comes near it'],
    [
      'when few words fit',
      'deployment "x" created',
      'deployment "y" configured',
      'no line of the output comes near it',
    ],
    [
      'when two lines are equally near',
      'reviews 1/1',
      'reviews 2/2\nreviews 3/3',
      'two lines of the output are equally near: `reviews 2/2` and `reviews 3/3`',
    ],
    [
      'when two places of a line are',
      'HTTP 200',
      'HTTP 503, HTTP 404',
      'two places of one line are equally near: `HTTP 503` and `HTTP 404`',
    ],
    [
      'when a gap leaves open which word it is',
      'web-... Running',
      'web-abc 1/1 Failed',
      "it can't be told which word has come in place of `Running`",
    ],
    ['for a pattern without words', '... - ...', 'a - b', 'no line of the output comes near it'],
  ] as const)('%s', ([, pattern, output, why]) => {
    expect(becomes(pattern, output)).toBe(`refused: ${why}`);
  });

  test('but lines that come to the same are one', () => {
    expect(becomes('took 5s', 'took 7s\ntook 8s')).toBe('took ...');
  });
});
