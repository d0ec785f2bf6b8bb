import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordJson } from '../../../src/engine/record/record-json.ts';
import { readFolder } from '../../../src/site/read-folder.ts';
import { driftTold } from '../../../src/site/report.ts';
import { runHere } from '../../helpers/run-here.ts';
import { type Mutation, mutations } from './table.ts';

/**
 * One run is recorded; then each mutation is made in a copy, and what `check` says is compared with what two builds do:
 * `runbook site`, and the reading with which builds of Starlight and Docusaurus begin.
 */
let recorded = '';
beforeAll(async () => {
  recorded = mkdtempSync(join(tmpdir(), 'runbook-evidence-'));
  cpSync(fileURLToPath(new URL('../../fixtures/evidence', import.meta.url)), join(recorded, 'pages'), {
    recursive: true,
    preserveTimestamps: true,
  });
  const { code, stderr } = await runHere(['exec', 'pages/shop.md', '--record'], {
    cwd: recorded,
  });
  expect(stderr).toContain('Recorded');
  expect(code).toBe(0);
}, 120_000);
afterAll(() => rmSync(recorded, { recursive: true, force: true }));

/** What a page and its record come to: what is said, and whether a build publishes it. */
type Found = { readonly said: string; readonly refused: boolean };

async function check(cwd: string, options: readonly string[]): Promise<Found> {
  const { code, stderr } = await runHere(['check', 'pages', ...options], { cwd });
  return { said: stderr, refused: code !== 0 };
}

async function build(cwd: string, options: readonly string[]): Promise<Found> {
  const { code, stderr } = await runHere(['site', 'pages', '--output', 'site', ...options], { cwd });
  expect(existsSync(join(cwd, 'site'))).toBe(code === 0);
  return { said: stderr, refused: code !== 0 };
}

/** As generators begin; `fail` carries the code apart from its words. */
function buildOfGenerator(cwd: string, options: readonly string[]): Found {
  const asked = {
    requireRecord: options.includes('--require-record'),
    ...(options.includes('--max-age') ? { maxAgeDays: 30 } : {}),
  };
  try {
    const pages = readFolder({ root: join(cwd, 'pages'), ...asked });
    return { said: driftTold(pages).join('\n'), refused: false };
  } catch (error) {
    const { ruleId, reason } = error as { readonly ruleId: string; readonly reason: string };
    return { said: `${reason} [${ruleId}]`, refused: true };
  }
}

function mutate(cwd: string, mutation: Mutation): void {
  const path = (name: string) => join(cwd, 'pages', name);
  if ('forge' in mutation) {
    const name = path('shop.record.json');
    const { digest: _, ...record } = JSON.parse(readFileSync(name, 'utf8'));
    writeFileSync(name, recordJson(mutation.forge(record) as Parameters<typeof recordJson>[0]));
    return;
  }
  const { file, to, change } = mutation;
  const text = change(existsSync(path(file)) ? readFileSync(path(file), 'utf8') : '');
  if (text === undefined) rmSync(path(file));
  else writeFileSync(path(file), text);
  if (to !== undefined) renameSync(path(file), path(to));
}

async function inCopy<T>(use: (cwd: string) => Promise<T>): Promise<T> {
  const cwd = mkdtempSync(join(tmpdir(), 'runbook-mutated-'));
  try {
    cpSync(recorded, cwd, { recursive: true, preserveTimestamps: true });
    return await use(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

it('as it was recorded nothing is said, and the page is published', () =>
  inCopy(async (cwd) => {
    const right = { said: '', refused: false };
    expect(await check(cwd, ['--max-age', '30d'])).toEqual(right);
    expect(await build(cwd, ['--max-age', '30d'])).toEqual(right);
    expect(buildOfGenerator(cwd, ['--max-age'])).toEqual(right);
    expect(readFileSync(join(cwd, 'site/shop.html'), 'utf8')).toContain('Simulated run of');
  }));

describe.each(Object.entries(mutations))('a change %s is found by check and by builds', (_, rows) => {
  it.each(rows)('$title', (mutation) =>
    inCopy(async (cwd) => {
      const { code, hint = /`runbook exec \S*shop\.md --record`/, warns = false, options = [] } = mutation;
      mutate(cwd, mutation);
      const found = [await check(cwd, options), await build(cwd, options), buildOfGenerator(cwd, options)];
      for (const { said, refused } of found) {
        expect(said).toContain(`[${code}]`);
        expect(said).toMatch(hint);
        expect(refused).toBe(!warns);
      }
      if (code !== 'record/prose-changed') return;
      // What is published says so itself.
      expect(readFileSync(join(cwd, 'site/shop.html'), 'utf8')).toContain('The page has changed since.');
    }),
  );
});
