import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyLabs } from '../e2e/copy-labs.ts';
import { groundOf } from '../e2e/mutations/ground.ts';
import { newContext } from './visit.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Where the copy of the labs forwards to, beside all others. */
const port = 8097;

/** What the reader saw at each place of the page. */
const seen: Record<string, unknown> = {};
let folder = '';
let reader: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-browser-'));
  const context = await newContext({});
  const page = await context.newPage();
  // The lab's own statements call the reader, and wait until he has looked.
  reader = createServer((request, response) => {
    const place = request.url?.slice(1) ?? '';
    look(page, place).then(
      () => response.end('looked'),
      (error: unknown) => response.end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(reader, 'listening');
});

afterAll(async () => {
  reader?.close();
  await rm(folder, { recursive: true, force: true });
});

async function look(page: Page, place: string): Promise<void> {
  await page.goto(`http://localhost:${port}/productpage`);
  seen[`${place} ${await page.title()}`] = await stars(page);
  if (place === 'anonymous') return;
  await page.getByRole('button', { name: 'Sign in' }).first().click();
  await page.getByLabel('Username').fill('jason');
  await page.getByLabel('Password').fill('jason');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Sign out').waitFor();
  seen['as jason'] = await stars(page);
  seen.address = page.url();
  await page.getByText('Sign out').click();
  await page.locator('#sign-in-button').waitFor();
  seen['signed out again'] = await stars(page);
}

/** The colours of the stars that are in sight, one after another. */
const stars = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`[...document.querySelectorAll('[id="glyphicon glyphicon-star"]')]
    .filter((star) => star.getBoundingClientRect().width > 0)
    .map((star) => getComputedStyle(star).color)`);

test('LAB 2 in a browser: black stars for jason, none for others, at the port that the run forwards', async () => {
  const { port: readerPort } = reader.address() as AddressInfo;
  const call = (place: string): string => `curl -s http://127.0.0.1:${readerPort}/${place}\n# expect: looked`;
  await copyLabs(folder, port, (text, file) => {
    if (file === 'lab0.md') return groundOf(text);
    if (file !== 'lab2.md') return text;
    return text
      .replace(/(^# expect: no output — reviews-v1.*$)/m, `$1\n${call('anonymous')}`)
      .replace(
        /^```bash name=browser manual\n[\s\S]*?^```$/m,
        `\`\`\`bash name=browser\n${call('browser')}\n\`\`\``,
      );
  });
  expect((await readFile(join(folder, 'lab2.md'), 'utf8')).match(/expect: looked/g)).toHaveLength(2);
  expect(await run(join(folder, 'lab2.md'))).toBe('0');
  const black = 'rgb(0, 0, 0)';
  expect(seen).toEqual({
    'anonymous Simple Bookstore App': [],
    'browser Simple Bookstore App': [],
    'as jason': Array.from({ length: 9 }, () => black),
    address: `http://localhost:${port}/productpage`,
    'signed out again': [],
  });
});

/** Runs a page; gives its exit code, with what it printed where it failed. */
function run(page: string): Promise<string> {
  const argv = [join(repository, 'src/cli/bin.ts'), 'exec', page, '--target', 'sandbox'];
  const env = { ...process.env, KUBECONFIG: join(folder, 'none') };
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: repository, env }, (error, stdout, stderr) =>
      resolve(error ? `${error.code}\n${stdout}\n${stderr}` : '0'),
    );
  });
}
