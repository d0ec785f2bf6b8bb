import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { buildSite } from './build-site.ts';
import { serve } from './serve.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built site, with a slash at its end. */
    readonly site: string;
    /** Where the tests connect to the one browser. */
    readonly browser: string;
  }
}

const root = fileURLToPath(new URL('../../docs-site/', import.meta.url));

/** Set by whoever has just built the site, as `.ci/run` has. */
const isBuilt = process.env.TEST_SITE_IS_BUILT === '1';

/** Builds the site, serves it and starts a browser, once for all test files. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const build = isBuilt ? undefined : await buildSite(root);
  if (build && build.code !== 0) throw new Error(`the site does not build:\n${build.printed}`);
  const served = await serve(`${root}dist`, '/runbook');
  const browser = await chromium.launchServer({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  provide('site', served.url);
  provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await served.close();
  };
}
