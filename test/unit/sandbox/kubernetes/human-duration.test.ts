import { expect, test } from 'vitest';
import { humanDuration, timeSince } from '../../../../src/sandbox/apiserver/human-duration.ts';

const [minute, hour, day] = [60, 3600, 86400];

test.each([
  [-5, '<invalid>'],
  [-1, '0s'],
  [0, '0s'],
  [119, '119s'],
  [2 * minute, '2m'],
  [2 * minute + 10, '2m10s'],
  [10 * minute + 59, '10m'],
  [179 * minute, '179m'],
  [3 * hour, '3h'],
  [3 * hour + 5 * minute, '3h5m'],
  [8 * hour + 59 * minute, '8h'],
  [47 * hour, '47h'],
  [48 * hour, '2d'],
  [2 * day + 3 * hour, '2d3h'],
  [8 * day + 23 * hour, '8d'],
  [729 * day, '729d'],
  [730 * day, '2y'],
  [735 * day, '2y5d'],
  [8 * 365 * day + 5 * day, '8y'],
])('%i seconds are shown as %s', (seconds, expected) => {
  expect(humanDuration(seconds * 1000)).toBe(expected);
});

test('the age of what has no time is unknown', () => {
  expect(timeSince(undefined, new Date())).toBe('<unknown>');
});
