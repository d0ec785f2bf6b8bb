import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { format } from '../../../../src/engine/format/format.ts';
import { loadRunbook, loadSource, resolveBeside } from '../../../../src/engine/load.ts';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { run } from '../../../../src/engine/run/run.ts';
import { localTarget } from '../../../../src/targets/local.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'includes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fence = (info: string, ...lines: readonly string[]) =>
  [`\`\`\`${info}`, ...lines, '```', ''].join('\n');

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const load = (file = 'page.md') => loadRunbook({ file, path: join(folder, file) });
const messages = (file?: string) =>
  load(file).diagnostics.map(({ severity, message, span }) => `${span?.start.line} ${severity} ${message}`);

async function runPage(): Promise<readonly RunEvent[]> {
  const { runbook, diagnostics } = load();
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const planned = plan([runbook], { interactive: false }, resolveBeside);
  expect(planned.diagnostics).toEqual([]);
  const events: RunEvent[] = [];
  const signal = new AbortController().signal;
  for await (const event of run(planned.plan, { target: localTarget, signal })) events.push(event);
  return events;
}

const statements = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.type === 'statement-finished' ? [`${event.statement} ${event.outcome}`] : [],
  );
const printed = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'output' ? [event.text] : [])).join('');

test('the blocks of a part run where it is included, in the shell of the page, and are cleaned up after it', async () => {
  write({
    'page.md': `# Page\n\n## Use it\n\n${fence('bash', 'echo before')}\n<!-- include: parts/set-up.md -->\n\n${fence('bash', 'greet $WHO', '# expect: hello you')}`,
    'parts/set-up.md': `---\nenv: { WHO: you }\ntools: { bash: "*" }\n---\n# Set up\n\n${fence('bash', 'greet() { echo "hello $1"; }', 'echo made', '# expect: made')}\n## Tidy\n\n${fence('bash cleanup', 'echo tidied')}`,
  });
  const events = await runPage();
  expect(statements(events)).toEqual([
    'use-it/1.1 passed',
    'use-it/2.1 passed',
    'use-it/2.2 passed',
    'use-it/4.1 passed',
    'use-it/3.1 passed',
  ]);
  expect(printed(events)).toContain('tidied');
  expect(load().runbook.meta).toMatchObject({ env: { WHO: 'you' }, tools: { bash: '*' } });
});

test('what is in a part stands at the line that includes it, and says where it is from', () => {
  write({ 'page.md': `# Page\n\n<!-- include: part.md -->\n`, 'part.md': fence('bash', 'true', 'false') });
  const [block] = load().runbook.steps[0]?.blocks ?? [];
  expect(block).toMatchObject({ id: 'page/1', from: 'part.md', included: true });
  expect(block?.segments[0]?.statements.map(({ span }) => span.start.line)).toEqual([3, 3]);
});

test('formatting a page leaves what it includes alone', () => {
  const text = `# Page\n\n<!-- include: part.md -->\n\n${fence('bash', 'date', '# expect: 20...')}`;
  write({ 'page.md': text, 'part.md': fence('bash', 'true', '#   expect: x') });
  const source = loadSource({ file: 'page.md', path: join(folder, 'page.md') });
  expect(format(source, { arrows: false, fix: false })).toMatchObject({
    errors: [{ code: 'parse/unreadable-part' }],
  });
  write({ 'part.md': fence('bash', 'date', '# expect:   20...') });
  expect(format(source, { arrows: false, fix: false })).toMatchObject({ text });
});

test('a part with a mistake, that is not there, that is outside, or that includes the page is refused where it is included', () => {
  mkdirSync(join(folder, 'docs'));
  write({
    'docs/page.md': `${['wrong.md', 'none.md', '../out.md', 'page.md'].map((path) => `<!-- include: ${path} -->\n`).join('\n')}\n${fence('bash', 'true')}`,
    'docs/wrong.md': `# Wrong\n\n${fence('bash', 'echo "')}`,
    'out.md': fence('bash', 'true'),
  });
  expect(messages('docs/page.md')).toEqual([
    "1 error `wrong.md` can't be included: This double quote is never closed in its line 4.",
    "3 error `none.md` can't be included: there is no such file.",
    expect.stringContaining("5 error `../out.md` can't be included: it is outside of"),
    "7 error `page.md` can't be included: it includes this page in turn.",
  ]);
});

test('expected output below an inclusion is not that of the block above it', () => {
  write({
    'page.md': `${fence('bash', 'echo a')}\n<!-- include: part.md -->\n\n${fence('output', 'a')}`,
    'part.md': fence('bash', 'echo b'),
  });
  expect(messages()).toEqual(['7 error No command block above this output.']);
});
