import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../../../src/engine/report/markdown.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { sharedPlay } from '../../../helpers/play.ts';
import { eventsWithDiagnosis } from './events-with-diagnosis.ts';
import { normalized, runReporter, simulated } from './run-reporter.ts';

/** The page as GitHub reads it. */
function read(page: string) {
  return fromMarkdown(page, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children;
}

describe('the markdown reporter', () => {
  it.each(['passes', 'fails', 'differs', 'exits', 'background', 'skips'])(
    'tells of run/%s.md',
    async (name) => {
      const { events } = await sharedPlay([`run/${name}.md`]);
      const page = normalized(await runReporter('markdown', events));
      expectGolden(page, new URL(`../../../goldens/report/markdown/${name}.md`, import.meta.url));
    },
  );

  it('has a row for each step and a block of code for each failure', async () => {
    const { events } = await sharedPlay(['run/fails.md', 'run/differs.md']);
    const nodes = read(await runReporter('markdown', events));
    const tables = nodes.filter((node) => node.type === 'table');
    const steps = tables.map(({ children }) => children.map((row) => textOf(row.children[1])));
    expect(steps).toEqual([
      ['step', 'First', expect.stringMatching(/^Second/), 'Tidy'],
      ['step', 'Look'],
    ]);
    const blocks = nodes.filter((node) => node.type === 'code');
    expect(blocks.map(({ lang }) => lang)).toEqual(['text', 'text', 'text', 'bash']);
    expect(blocks.at(-1)?.value).toBe('runbook exec run/fails.md\nrunbook exec run/differs.md');
  });

  it('tells what was found about a failure, and what is left behind', async () => {
    const page = normalized(await runReporter('markdown', await eventsWithDiagnosis('cluster')));
    expectGolden(page, new URL('../../../goldens/report/markdown/found.md', import.meta.url));
  });

  it('is the same page whatever was printed', async () => {
    const { events } = await sharedPlay(['run/hostile.md']);
    const nodes = read(await runReporter('markdown', events));
    expect(nodes.map(({ type }) => type)).toEqual([
      'heading',
      'paragraph',
      'paragraph',
      'paragraph',
      'heading',
      'paragraph',
      'table',
      'heading',
      'code',
      'paragraph',
      'code',
    ]);
    expect(textOf(nodes[0])).toBe('✗ failed: Prints <what> | breaks reports ]]> *');
    const rows = nodes.flatMap((node) => (node.type === 'table' ? node.children : []));
    expect(textOf(rows[1]?.children[1])).toBe('A step | with marks & <tags>');
  });

  it('says plainly that something is simulated', async () => {
    const { events } = await sharedPlay(['run/passes.md']);
    const page = await runReporter('markdown', simulated(events));
    expect(page).toContain(
      'Target: **SIMULATED**: sandbox, the sandbox `CLUSTER1=kind-one v1.33.1+sandbox`\n',
    );
  });

  it('keeps to a limit and says what is missing', async () => {
    const { state } = await sharedPlay(['run/fails.md', 'run/differs.md', 'run/hostile.md']);
    const whole = Buffer.byteLength(markdownReport(state));
    for (let limit = 1000; limit < whole; limit += 500) {
      const page = markdownReport(state, { limit });
      expect(Buffer.byteLength(page)).toBeLessThanOrEqual(limit);
      expect(page).toMatch(/… \d+ more parts? left out/);
    }
  });

  it('says that a run broke off', async () => {
    const { events } = await sharedPlay(['run/passes.md']);
    expect(await runReporter('markdown', events.slice(0, -1))).toContain('The run did not come to its end.');
  });
});
