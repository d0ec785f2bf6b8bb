import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { judgeExpectation, variablesOf } from '../../src/engine/expectations/judge-expectation.ts';
import type { RecordedBlock } from '../../src/engine/model/record.ts';
import type { Block, Expectation, Runbook } from '../../src/engine/model/runbook.ts';
import { blocksOf } from '../../src/engine/model/statements.ts';
import { parse } from '../../src/engine/parse.ts';
import { loadRecord } from '../../src/engine/record/load-record.ts';
import { recordedBlocks } from '../../src/engine/record/match-blocks.ts';
import { panelsOf } from '../../src/site/panels.ts';
import { copyLabs } from '../e2e/copy-labs.ts';
import { type Pasted, type ReadersShell, readersShell } from './readers-shell.ts';
import { visit } from './visit.ts';

const labs = fileURLToPath(new URL('../../runbooks/labs/', import.meta.url));

/** In their order, since each stands on those before it. */
const names = ['lab0', 'lab1', 'lab2', 'lab3', 'cleanup'];

async function runbookOf(name: string): Promise<Runbook> {
  const path = `${labs}${name}.md`;
  return parse({ file: `${name}.md`, path, text: await readFile(path, 'utf8') }).runbook;
}

/** What there is to copy of a block, and what is to be seen after each. */
type ToPaste = { readonly text: string; readonly expectations: readonly Expectation[] };

describe.each(['bash', 'zsh'] as const)('what the copy buttons of all labs give, pasted into %s', (shell) => {
  const port = shell === 'bash' ? 8094 : 8095;

  test('block by block, shows what the page says', { timeout: 600_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pasted-'));
    await copyLabs(folder, port);
    const reader = await readersShell(shell, folder);
    try {
      await reader.paste('export BOOKINFO=manifests/bookinfo');
      for (const name of names) {
        const runbook = await runbookOf(name);
        const blocks = blocksOf(runbook).filter(isForReaders);
        const copied = await copiedFrom(`labs/${name}/`, blocks, runbook);
        for (const [block, all] of copied)
          for (const each of all) await pasteAndLook(reader, each, { port, about: `${name} ${block.id}` });
      }
    } finally {
      await reader.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** What needs eyes, or is only shown. */
const isForReaders = ({ options }: Block): boolean => !options.manual && options.skip === undefined;

/** Presses every copy button of the blocks of a page. */
async function copiedFrom(path: string, blocks: readonly Block[], runbook: Runbook) {
  const copied = new Map<Block, readonly ToPaste[]>();
  const { record } = loadRecord(runbook.source);
  const recorded = record === undefined ? new Map() : recordedBlocks(runbook, record);
  const complaints = await visit(path, {}, async (page) => {
    for (const block of blocks) {
      const texts = await copiedOf(page, block);
      const expected = expectedOf(block, runbook, recorded.get(block.id));
      expect(texts.length, block.id).toBe(expected.length);
      copied.set(
        block,
        texts.map((text, at) => ({ text, expectations: expected[at] ?? [] })),
      );
    }
  });
  expect(complaints).toEqual([]);
  return copied;
}

async function copiedOf(page: Page, block: Block): Promise<readonly string[]> {
  const buttons = await page.locator(`[id="${block.id}"] .copy button`).filter({ visible: true }).all();
  expect(buttons.length, block.id).toBeGreaterThan(0);
  const texts: string[] = [];
  for (const button of buttons) {
    await page.evaluate('navigator.clipboard.writeText("nothing")');
    await button.click();
    await expect
      .poll(() => page.evaluate('navigator.clipboard.readText()'), { timeout: 60_000 })
      .not.toBe('nothing');
    texts.push(await page.evaluate<string>('navigator.clipboard.readText()'));
  }
  return texts;
}

/** The expectations under each panel. Of conditions of objects no command that is copied tells. */
function expectedOf(block: Block, { source }: Runbook, recorded: RecordedBlock | undefined) {
  if (block.kind !== 'shell') return [[]];
  const { start, end } = block.span;
  const lines = source.text.split('\n').slice(start.line, end.line - 1);
  const panels = panelsOf(block, recorded, { lines, first: start.line + 1 });
  return panels.map(({ expectations }) => expectations);
}

type Where = { readonly port: number; readonly about: string };

/** Pastes, and once more where the page says so, until what it prints is what the page says. */
async function pasteAndLook(
  reader: ReadersShell,
  { text, expectations }: ToPaste,
  { port, about }: Where,
): Promise<void> {
  const own = text
    .replaceAll(/\b8080:(808\d)\b/g, `${port}:$1`)
    .replaceAll('localhost:8080', `localhost:${port}`);
  const deadline = Date.now() + 120_000;
  for (;;) {
    const pasted = await reader.paste(own);
    const unmet = await unmetBy(pasted, expectations, reader);
    if (unmet.length === 0) return;
    const mayBeRepeated = expectations.some(({ withinMs }) => withinMs !== undefined);
    if (!mayBeRepeated || Date.now() > deadline)
      expect.fail(`${about}: ${unmet.join('; ')}\n${own}\n--- printed:\n${pasted.printed}`);
    await pause(200);
  }
}

async function unmetBy(
  { printed, exitCode }: Pasted,
  expectations: readonly Expectation[],
  reader: ReadersShell,
): Promise<readonly string[]> {
  const unmet: string[] = [];
  for (const expectation of expectations) {
    const values = new Map<string, string>();
    for (const name of variablesOf(expectation)) values.set(name, await reader.valueOf(name));
    const exits = [{ exitCode, pipeStatus: [exitCode] }];
    const judgement = judgeExpectation(expectation, {
      text: printed,
      exits,
      variables: Object.fromEntries(values),
    });
    if (!judgement.met) unmet.push(`${expectation.source}: ${judgement.actual}`);
  }
  return unmet;
}
