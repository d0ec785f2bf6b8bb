import { describe, expect, test } from 'vitest';
import {
  acceptsExit,
  judgeExpectation,
  variablesOf,
} from '../../../../src/engine/expectations/judge-expectation.ts';
import type { FailedExit } from '../../../../src/engine/expectations/kind.ts';
import type { Judgement } from '../../../../src/engine/model/verdict.ts';
import { readExpectation } from './read-expectation.ts';

const ok = { exitCode: 0, pipeStatus: [0] };

function judge(
  directive: string,
  output: string,
  more: { exit?: typeof ok; variables?: Record<string, string> } = {},
): Judgement {
  const observed = { text: output, exits: [more.exit ?? ok], variables: more.variables ?? {} };
  return judgeExpectation(readExpectation(directive), observed);
}

describe('text and rows of the labs', () => {
  const services = [
    'NAMESPACE  SERVICE NAME                  SERVICE VIP            WAYPOINT      ENDPOINTS',
    'bookinfo   autogen.bookinfo.productpage  240.240.0.2,2001:2::2  None          1/1',
    'bookinfo   productpage                   10.96.74.131           None          0/0',
    'bookinfo   productpage-v1                10.96.11.4             None          0/0',
    'bookinfo   reviews                       10.96.3.7              agw-waypoint  3/3',
  ].join('\n');
  const log =
    'info request gateway=bookinfo/agw-waypoint listener=waypoint route=bookinfo/reviews src=10.1.1.1 http.status=200 duration=1ms';

  test.each([
    [
      '# expect row: bookinfo autogen.bookinfo.productpage 240.240.0.x,... None 1/1 ← cross-cluster',
      services,
      true,
    ],
    ['# expect row: bookinfo productpage 10.96.x.x None 0/0', services, true],
    ['# expect row: productpage 10.96.x.x None 1/1', services, false],
    ['# expect row: ratings', services, false],
    ['# expect row: bookinfo reviews 10.x.x.x agw-waypoint 3/3', services, true],
    ['# expect row: bookinfo reviews 10.x.x.x agw-waypoint 13/3', services, false],
    [
      '# expect row: gateway=bookinfo/agw-waypoint listener=waypoint route=bookinfo/reviews http.status=200',
      log,
      true,
    ],
    [
      '# expect: gateway=bookinfo/agw-waypoint listener=waypoint route=bookinfo/reviews http.status=200',
      log,
      false,
    ],
    ['# expect: HTTP 200 via 240.240.0.2', 'HTTP 200 via 240.240.0.2\npod "mesh-curl" deleted\n', true],
    ['# expect: HTTP 200 via 240.240.0.2', 'HTTP 200 via 240.240.0.23\n', false],
    ['# expect: HTTP 20', 'HTTP 200\n', false],
    ['# expect: HTTP 2xx', 'HTTP 2\n', false],
    ['# expect: HTTP 200', 'HTTP/2 200\r\n', true],
    ['# expect row: HTTP 2xx', 'HTTP/1.1 204 No Content\n', true],
    ['# expect row: HTTP 2xx', 'HTTP/1.1 20 No Content\n', false],
    ['# expect: "HTTP 200"', 'HTTP/2 200\n', false],
    ['# expect: "Host": "httpbin.org"', '    "Host":   "httpbin.org",\n', true],
    ['# expect: RBAC: access denied', '\u001b[31mRBAC: access denied\u001b[0m\n', true],
    ['# expect: 100%', '  0%\r 50%\r100%\n', true],
    ['# expect: 50%', '  0%\r 50%\r100%\n', false],
    ['# expect: Check: 1 globally shared service...', 'Shared Check: 1 globally shared services\n', true],
    ['# expect: foo ... bar', 'foo bar\n', true],
    ['# expect: foo ... bar', 'foo a b bar\n', true],
    ['# expect: foo ... bar', 'foobar\n', false],
    ['# expect: 10.x.x.x', '10.1.2.3456\n', false],
    ['# expect: x.y', 'x.y\n', true],
    ['# expect: äpfel', 'apfeläpfel\n', false],
    ['# expect: not found', 'Error: not found\n', true],
    ['# expect row: <none> <pending>', 'a <none> <pending> b\n', true],
    ['# expect not: agw-waypoint', services, false],
    ['# expect not row: waypoint', services, true],
  ])('%s', (directive, output, met) => {
    expect(judge(directive, output).met).toBe(met);
  });
});

describe('what an unmet expectation explains', () => {
  test('the closest line is shown with the columns of the first field that differs', () => {
    const judgement = judge(
      '# expect row: bookinfo reviews 10.x.x.x agw-waypoint 3/3',
      'default kubernetes 10.96.0.1 None 1/1\nbookinfo reviews 10.96.74.131 None 3/3\n',
    );
    expect(judgement).toMatchObject({
      met: false,
      expected: 'a line with bookinfo reviews 10.x.x.x agw-waypoint 3/3',
      closest: { line: 'bookinfo reviews 10.96.74.131 None 3/3', from: 31, to: 35, expected: 'agw-waypoint' },
    });
  });

  test('a missing last field is marked behind the line', () => {
    const judgement = judge('# expect row: a b c', 'a b\n');
    expect(judgement).toMatchObject({ closest: { line: 'a b', from: 4, to: 5, expected: 'c' } });
  });

  test('the status that came instead is named, and what the exit code of curl means', () => {
    const exit = { exitCode: 7, pipeStatus: [7] };
    expect(judge('# expect: ingress: HTTP 200', 'ingress: HTTP 000\n', { exit })).toMatchObject({
      actual: 'ingress: HTTP 000',
      closest: { from: 15, to: 18, expected: '200' },
      hint: expect.stringContaining('nothing listens'),
    });
  });

  test('words that stand apart point to `row`', () => {
    expect(judge('# expect: a c', 'a b c\n')).toMatchObject({
      hint: expect.stringContaining('# expect row:'),
    });
  });

  test('a text that begins with not teaches how to negate', () => {
    expect(judge('# expect: not ready', 'ready\n')).toMatchObject({
      hint: expect.stringContaining('# expect not: ready'),
    });
  });

  test('a negated one shows the line that should not be there', () => {
    expect(judge('# expect not: Error', 'fine\nan Error here\n')).toMatchObject({
      met: false,
      expected: 'not Error',
      actual: 'an Error here',
      closest: { from: 4, to: 9 },
    });
  });

  test('nothing printed is said as such', () => {
    expect(judge('# expect: x', '\n\n')).toMatchObject({ actual: 'no output' });
    expect(judge('# expect: no output', 'a\nb\n')).toMatchObject({ actual: 'a (and 1 more lines)' });
  });
});

describe('session variables', () => {
  test('a value is matched literally, blanks flexible', () => {
    const variables = { VERSION: '1.2 ...x' };
    expect(judge('# expect: v ${VERSION}', 'v 1.2   ...x\n', { variables }).met).toBe(true);
    expect(judge('# expect: v ${VERSION}', 'v 1.2 abcx\n', { variables }).met).toBe(false);
    expect(judge('# expect row: a ${TWO}', 'a b c\n', { variables: { TWO: 'b c' } }).met).toBe(true);
  });

  test.each(['# expect: ${VIPP}', '# expect not: ${VIPP}', '# expect row: a ${VIPP}'])(
    '%s can not be judged while the variable is unset or empty',
    (directive) => {
      for (const variables of [{}, { VIPP: '' }] as Record<string, string>[]) {
        expect(judge(directive, 'anything\n', { variables })).toMatchObject({ met: false, errored: true });
      }
      expect(variablesOf(readExpectation(directive))).toEqual(['VIPP']);
    },
  );

  test('names of object methods are no variables', () => {
    expect(judge('# expect: ${constructor}', 'x\n')).toMatchObject({ met: false, errored: true });
  });
});

describe('which failing commands an expectation excuses', () => {
  const accepts = (directive: string, failed: Partial<FailedExit>) =>
    acceptsExit(readExpectation(directive), {
      status: 1,
      ofStatement: failed.status ?? 1,
      final: true,
      judged: true,
      isSearch: false,
      isCount: false,
      ...failed,
    });

  test('text excuses none, `HTTP 000` what curl ends with when no answer came', () => {
    expect(accepts('# expect: HTTP 200', { status: 7 })).toBe(false);
    expect(accepts('# expect: HTTP 000 — refused', { status: 7 })).toBe(true);
    expect(accepts('# expect: HTTP 000', { status: 7, final: false, ofStatement: 0 })).toBe(true);
    expect(accepts('# expect: HTTP 000', { status: 1 })).toBe(false);
    expect(accepts('# expect not: HTTP 000', { status: 7 })).toBe(false);
  });

  test('`no output` excuses 1 of a search at the end, and nothing else', () => {
    expect(accepts('# expect: no output', { isSearch: true })).toBe(true);
    expect(accepts('# expect: no output', { isSearch: false })).toBe(false);
    expect(accepts('# expect: no output', { isSearch: true, final: false })).toBe(false);
    expect(accepts('# expect: no output', { isSearch: true, status: 2 })).toBe(false);
    expect(accepts('# expect not: no output', { isSearch: true })).toBe(false);
  });

  test('0 excuses 1 of a search that counts', () => {
    for (const directive of ['# expect: 0', '# expect exact: 0 — none', '# expect row: 0']) {
      expect(accepts(directive, { isSearch: true, isCount: true })).toBe(true);
      expect(accepts(directive, { isSearch: true })).toBe(false);
      expect(accepts(directive, { isSearch: true, isCount: true, status: 2 })).toBe(false);
    }
    expect(accepts('# expect: 10', { isSearch: true, isCount: true })).toBe(false);
  });

  test('`exit` speaks for the last command only, and for what made its status', () => {
    expect(accepts('# expect exit: 3', { status: 4 })).toBe(true);
    expect(accepts('# expect not exit: 0', { status: 4 })).toBe(true);
    expect(accepts('# expect exit: 3', { status: 4, judged: false })).toBe(false);
    expect(accepts('# expect exit: 3', { status: 3, ofStatement: 3, final: false })).toBe(true);
    expect(accepts('# expect exit: 3', { status: 7, ofStatement: 3, final: false })).toBe(false);
    expect(accepts('# expect exit: any', { status: 7, ofStatement: 0, final: false })).toBe(true);
  });
});

describe('a regular expression', () => {
  test('that would never end is stopped, and says that it could not be judged', () => {
    const judgement = judge('# expect regex: ^(a+)+$', `${'a'.repeat(60)}!`);
    expect(judgement).toMatchObject({ met: false, errored: true });
    expect(!judgement.met && judgement.actual).toContain('took too long');
  });

  test('shows where it was found when it should not be', () => {
    expect(judge('# expect not regex: [Ee]rror', 'a\nan Error: no\n')).toMatchObject({
      met: false,
      actual: 'an Error: no',
      closest: { from: 4, to: 9 },
    });
  });
});

describe('a value in JSON', () => {
  const pods = JSON.stringify({
    items: [
      { metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 'x' } }, phase: 'Running' },
      { metadata: { name: 'b' }, phase: 'Pending' },
    ],
  });

  test.each([
    ['.items[0].metadata.labels["app.kubernetes.io/name"] = x', 'met'],
    ['.items[-1].metadata.name = b — the last one', 'met'],
    ['.items[0].metadata = {"name":"a","labels":{"app.kubernetes.io/name":"x"}}', 'met'],
    ['.items[*].metadata.name', 'met'],
    ['.items[*].phase = Running', '.items[1].phase = "Pending"'],
    ['.items[*].metadata.labels', 'nothing, or null'],
    ['.items[2].phase = Running', 'there is no .items[2]'],
    ['.itemz[*].phase = Running', 'there is no .itemz'],
    ['.items[*].phase = Run...', '.items[1].phase = "Pending"'],
  ])('`%s` is %s', (path, expected) => {
    const judgement = judge(`# expect json: ${path}`, pods);
    expect(judgement.met ? 'met' : judgement.actual).toBe(expected);
  });

  test.each([
    ['.items[*].phase = Failed', 'met'],
    ['.items[*].phase = Pending', '.items[1].phase = "Pending"'],
    ['.items[*].fase = Failed', 'there is no .items[0].fase'],
    ['.items[0].deletionTimestamp', 'met'],
  ])('`not` `%s` is %s', (path, expected) => {
    const judgement = judge(`# expect not json: ${path}`, pods);
    expect(judgement.met ? 'met' : judgement.actual).toBe(expected);
  });

  test('is looked for on standard output alone, where warnings do not stand', () => {
    expect(readExpectation('# expect json: .a').stream).toBe('stdout');
    expect(readExpectation('# expect json stderr: .a').stream).toBe('stderr');
  });
});
