import { expect, it } from 'vitest';
import { checkOptions, type RunbookOptions } from '../../../src/vitest/options.ts';

it.for<[string, object, string]>([
  ['an option that is none', { targets: 'sandbox' }, 'no option `targets`; it has include, target'],
  ['a target that is none', { target: 'clusters' }, 'is auto, sandbox, cluster, not `clusters`'],
  ['a limit that is none', { timeout: 0 }, 'a number of milliseconds above 0'],
])('%s is refused', ([, options, message]) => {
  expect(() => checkOptions(options as RunbookOptions)).toThrow(message);
});

it('right options are taken', () => {
  expect(() => checkOptions({ target: 'sandbox', timeout: 1000, env: {}, keepGoing: true })).not.toThrow();
});
