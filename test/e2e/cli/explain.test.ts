import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { diagnosticCodes } from '../../../src/engine/model/codes.ts';
import { runHere } from '../../helpers/run-here.ts';

const cwd = fileURLToPath(new URL('../../fixtures/cli', import.meta.url));
const explain = (...args: readonly string[]) => runHere(['explain', ...args], { cwd });

it('without a code it lists all of them, each with its title', async () => {
  const { stdout, code } = await explain();
  for (const [each, title] of Object.entries(diagnosticCodes)) {
    expect(stdout).toMatch(new RegExp(`^  ${each} +${title}$`, 'm'));
  }
  expect(code).toBe(0);
});

it('of an area it lists those of the area', async () => {
  const { stdout } = await explain('plan');
  expect(stdout).toContain('plan/no-such-step');
  expect(stdout).not.toContain('parse/');
});

it('with a code it says what it means, why, what is wrong and how it is fixed', async () => {
  const { stdout, stderr, code } = await explain('parse/bad-duration');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^A duration cannot be understood {2}\[parse\/bad-duration\]\n/);
  expect(stdout).toContain('  - # expect within 30: Running\n');
  expect(stdout).toContain('error  `within` needs a duration such as');
  expect(stdout).toContain('  + # expect within 30s: Running\n');
});

it('takes the part behind the slash, and brackets as they are copied', async () => {
  const whole = await explain('parse/prompt');
  expect(await explain('prompt')).toEqual(whole);
  expect(await explain('[parse/prompt]')).toEqual(whole);
});

it.each([
  ['parse/bad-duratoin', 'runbook explain parse/bad-duration'],
  ['bad-durations', 'runbook explain parse/bad-duration'],
  ['heredoc', 'runbook explain parse/unclosed-heredoc'],
  ['whatever', 'See `runbook explain`'],
])('of the unknown code %s it names the nearest one', async (code, hint) => {
  const result = await explain(code);
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toContain(`There is no code \`${code}\``);
  expect(result.stderr).toContain(hint);
});
