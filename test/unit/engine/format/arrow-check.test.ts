import { describe, expect, test } from 'vitest';
import { arrowCheck, arrowOf } from '../../../../src/engine/format/arrows/arrow-check.ts';
import { directiveOf } from '../../../../src/engine/format/arrows/check-line.ts';
import { hintedChecks, hintedSeconds, patience } from '../../../../src/engine/format/arrows/hinted-checks.ts';

describe('an arrow comment reads as', () => {
  test.for([
    ['# → ingress: HTTP 200', '# expect: ingress: HTTP 200'],
    ['# → HTTP 200 via 240.240.0.2', '# expect: HTTP 200 via 240.240.0.2'],
    [
      '# → HTTP 000 (connection reset — local VIP 10.96.x.x has 0 endpoints)',
      '# expect: HTTP 000 — connection reset — local VIP 10.96.x.x has 0 endpoints',
    ],
    [
      '# → bookinfo   reviews   10.x.x.x   agw-waypoint   3/3',
      '# expect row: bookinfo reviews 10.x.x.x agw-waypoint 3/3',
    ],
    [
      '# → no output — locked to reviews-v1 (no ratings)',
      '# expect: no output — locked to reviews-v1 (no ratings)',
    ],
    [
      '# → gateway=bookinfo/agw-waypoint listener=waypoint route=bookinfo/reviews http.status=200',
      '# expect row: gateway=bookinfo/agw-waypoint listener=waypoint route=bookinfo/reviews http.status=200',
    ],
    ['# → a   ← b', '# expect: a ← b'],
    ['# ⇒ a\tb', '# expect row: a b'],
    ['#-> (no output)', '# expect: no output'],
    ['# => f(x) (twice (or so))', '# expect: f(x) — twice (or so)'],
    ['# → f (x) y', '# expect: f (x) y'],
    ['# → "a  b — c" (so)', '# expect: "a  b — c" — so'],
    ['# → code=200', '# expect: code=200'],
  ] as const)('%s', ([comment, directive]) => {
    const check = arrowCheck(arrowOf(comment)?.text ?? '');
    expect(check && directiveOf(check)).toBe(directive);
  });
});

describe('an arrow comment says nothing that can be looked for', () => {
  test.for(['# → (takes a while)', '# → — a note', '# → should contain "a"', '# → you will see it'])(
    '%s',
    (comment) => {
      const arrow = arrowOf(comment);
      expect(arrow).toBeDefined();
      expect(arrowCheck(arrow?.text ?? '')).toBeUndefined();
    },
  );
});

describe('prose hints at', () => {
  test.for([
    ['# Confirm: it should now show "1 globally shared service"', '1 globally shared service'],
    ['# The response should contain RBAC: access denied.', 'RBAC: access denied'],
    ['# it will print `ready`', 'ready'],
  ] as const)('a check: %s', ([prose, text]) => {
    expect(hintedChecks(prose).map(({ check }) => check.text)).toEqual([text]);
  });

  test.for([
    ['# Wait ~5s, then verify', 'within 30s'],
    ['# takes about 2 minutes', 'within 4m'],
  ] as const)('a time: %s', ([prose, word]) => {
    expect(patience(hintedSeconds(prose) ?? 0)).toBe(word);
  });

  test.for(['# Wait for it', '# This should work', '# it should be fine'])('nothing: %s', (prose) => {
    expect([hintedChecks(prose), hintedSeconds(prose)]).toEqual([[], undefined]);
  });
});
