import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { moduleOf } from '../../../src/vitest/module-of.ts';
import { Page, refuse } from '../../../src/vitest/page.ts';
import { runbook } from '../../../src/vitest/plugin.ts';

const root = fileURLToPath(new URL('../../fixtures/vitest/told/', import.meta.url));
const options = { root, settings: {}, runtime: '/where/page.mjs', host: '/where/host.mjs' };

function linesOf(file: string): readonly string[] {
  const text = readFileSync(root + file, 'utf8');
  return moduleOf({ file, path: root + file, text }, options).split('\n');
}

/** Names of the tests and suites that a line declares. */
function declared(line = ''): readonly string[] {
  return [...line.matchAll(/\b(?:test|describe)\("([^"]*)"/g)].map(([, name = '']) => name);
}

describe('the test module of a page', () => {
  it('declares each step on the line of its heading, so that places need no source map', () => {
    const headings = readFileSync(`${root}page.md`, 'utf8').split('\n');
    const lines = linesOf('page.md');
    expect(lines).toHaveLength(headings.length);
    for (const [index, heading] of headings.entries())
      if (heading.startsWith('## ')) expect(declared(lines[index])).toEqual([heading.slice(3)]);
  });

  it('has what the page requires where that is said, and cleanup at the end, last first', () => {
    const lines = linesOf('page.md');
    expect(declared(lines[2])).toEqual(['requires Base', 'Lay the ground', 'requires Ready', 'Not needed']);
    expect(lines.at(-1)).toMatch(/^undo0\(\); undo1\(\); +describe\("cleanup of Base"/);
    expect(lines.find((line) => line.includes('const undo0'))).toContain('Clean up more');
  });

  it('fails with every mistake of a malformed page', () => {
    const [line = ''] = linesOf('malformed.md');
    expect(line).toContain('refuse([{');
    expect(line.match(/"places":\[\{/g)).toHaveLength(2);
  });

  it('is a test that is left out when nothing of the page can run', () => {
    expect(linesOf('README.md').join()).toMatch(
      /test\("README.md", .* skip\("it has no block that can run"\)/,
    );
  });
});

describe('the tests of a page', () => {
  it('start nothing when none of them is selected', async () => {
    const page = new Page({
      root,
      file: 'page.md',
      path: `${root}page.md`,
      options: {},
      host: '/nowhere.mjs',
    });
    await expect(page.end()).resolves.toBeUndefined();
  });

  it('fail when the process that runs the page cannot be had', async () => {
    const page = new Page({
      root,
      file: 'page.md',
      path: `${root}page.md`,
      options: {},
      host: '/nowhere.mjs',
    });
    await page.begin({ type: 'suite', mode: 'run', meta: {}, tasks: [] });
    await expect(page.end()).rejects.toThrow(/The run broke off\. [\s\S]*nowhere\.mjs/);
  });

  it('lead to the page by their stack, whatever a message looks like', () => {
    const places = [{ path: '/a folder/page.md', line: 3, column: 1 }];
    const fail = () => refuse([{ message: 'it said:\n    at serve (server.js:1:1)', places }]);
    expect(fail).toThrow('it said');
    expect(fail).toThrow(
      expect.objectContaining({
        stack: 'RunbookFailure: it said:     at serve (server.js:1:1)\n    at file:///a%20folder/page.md:3:1',
      }),
    );
  });
});

it('the plugin is there for vitest alone', () => {
  expect(runbook({ target: 'sandbox' })).toMatchObject({ name: 'runbook', enforce: 'pre' });
});
