import { expect, it } from 'vitest';
import type { PlanOptions } from '../../../../src/engine/model/plan.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { replan } from '../../../../src/engine/plan/replan.ts';

const read = (text: string) => parse({ file: 'page.md', path: '/page.md', text }).runbook;

/** A page with a step of one block for each name; the fence's options after a blank. */
function page(...steps: readonly string[]): string {
  const blocks = steps.map((step) => {
    const [name = '', ...options] = step.split(' ');
    return `## ${name}\n\n\`\`\`bash ${options.join(' ')}\ntrue\n\`\`\`\n`;
  });
  return `# Page\n\n${blocks.join('\n')}`;
}

/** Why which steps don't run, in a new text of a page that was planned so. */
function skippedIn(text: string, options: Partial<PlanOptions> = {}) {
  const before = page('one', 'two', 'three');
  const [item] = plan([read(before)], { interactive: true, ...options }, () => ({ diagnostics: [] })).plan
    .runbooks;
  if (item === undefined) throw new Error('nothing is planned');
  return replan(item, read(text)).skipped;
}

it('a new block follows the block before it: selected or not', () => {
  const text = page('one', 'new-one', 'two', 'new-two', 'three', 'new-three');
  expect(skippedIn(text)).toEqual({});
  expect(skippedIn(text, { only: ['two'] })).toEqual({
    one: 'not selected',
    'new-one': 'not selected',
    three: 'not selected',
    'new-three': 'not selected',
  });
  expect(skippedIn(text, { from: 'two' })).toEqual({ one: 'not selected', 'new-one': 'not selected' });
});

it('what the new text says of a block holds', () => {
  expect(skippedIn(page('one skip="not today"', 'two', 'three manual'))).toEqual({ one: 'not today' });
  expect(skippedIn(page('one', 'two', 'three manual'), { interactive: false })).toEqual({
    three: 'needs a person to do it',
  });
});
