import type { Plan, Runbook } from '../engine/index.ts';
import type { Fault } from './messages.ts';
import type { PageData } from './page.ts';
import { bodyTests, cleanupTests, type PageTest } from './page-tests.ts';

type PageModule = {
  readonly plan: Plan;
  readonly data: PageData;
  /** Absolute path of the module that the tests are made with. */
  readonly runtime: string;
};

/**
 * The test module that a page becomes. Each test is declared on the line of its heading, so that places in the module
 * are places in the page without a source map; names are literals, which `vitest list` reads without running it.
 */
export function pageModule({ plan, data, runtime }: PageModule): string {
  const page = plan.runbooks.at(-1)?.runbook;
  if (page === undefined) throw new Error('a plan without a runbook');
  const required = plan.runbooks.slice(0, -1).map(({ runbook }) => runbook);
  const lines = new Map<number, string[]>();
  const put = (line: number, code: string) => lines.set(line, [...(lines.get(line) ?? []), code]);
  put(1, opening(page, required, { data, runtime }));
  const line = page.meta.spans.requires?.start.line ?? 1;
  for (const runbook of required) put(line, requiredTests(runbook));
  for (const item of bodyTests(page)) put(item.line, test(item));
  const cleanups = cleanupTests(page);
  for (const [index, item] of cleanups.entries()) put(item.line, `const undo${index} = () => ${test(item)}`);
  const last = [
    ...cleanups.map((_, index) => `undo${index}();`),
    ...required.toReversed().map(requiredCleanup),
    '});',
  ];
  put(page.source.text.split(/\r\n|\r|\n/).length, last.join(' '));
  const count = Math.max(...lines.keys());
  return Array.from({ length: count }, (_, index) => (lines.get(index + 1) ?? []).join(' ')).join('\n');
}

type RefusingModule = {
  readonly title: string;
  readonly faults: readonly Fault[];
  readonly runtime: string;
};

/** The test module of a page that can't run: it fails with what is wrong. The test is for `vitest list`. */
export function refusingModule({ title, faults, runtime }: RefusingModule): string {
  return [
    'import { test } from "vitest";',
    `import { refuse } from ${literal(runtime)};`,
    `refuse(${literal(faults)});`,
    `test(${literal(title)}, () => {});`,
  ].join(' ');
}

/** The test module of a page without a block that can run. */
export function plainModule(title: string): string {
  const why = literal('it has no block that can run');
  return `import { test } from "vitest"; test(${literal(title)}, ({ skip }) => skip(${why}));`;
}

/** The required pages are imported for vitest to know them: it shows their lines too. */
function opening(
  page: Runbook,
  required: readonly Runbook[],
  { data, runtime }: Omit<PageModule, 'plan'>,
): string {
  return [
    'import { afterAll, beforeAll, describe, test } from "vitest";',
    `import { Page } from ${literal(runtime)};`,
    ...required.map(({ source }) => `import ${literal(`${source.path}?runbook-required`)};`),
    `const page = new Page(${literal(data)});`,
    `describe(${literal(page.title)}, page.alone, () => {`,
    'beforeAll(({}, suite) => page.begin(suite), 0); afterAll(() => page.end(), 0);',
  ].join(' ');
}

function requiredTests(runbook: Runbook): string {
  const tests = bodyTests(runbook).map(test).join(' ');
  return `describe(${literal(`requires ${runbook.title}`)}, () => { ${tests} });`;
}

function requiredCleanup(runbook: Runbook): string {
  const tests = cleanupTests(runbook);
  if (tests.length === 0) return '';
  return `describe(${literal(`cleanup of ${runbook.title}`)}, () => { ${tests.map(test).join(' ')} });`;
}

function test({ name, unit }: PageTest): string {
  return `test(${literal(name)}, { meta: { runbookUnit: ${literal(unit)} } }, page.unit(${literal(unit)}));`;
}

function literal(value: unknown): string {
  return JSON.stringify(value);
}
