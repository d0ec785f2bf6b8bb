#!/usr/bin/env node
// Runs on any Node that knows modules: everything newer, `await` outside of a function included, is behind the check.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`runbook needs Node.js 22.19 or newer; this is ${process.version}\n`);
  process.exitCode = 3;
} else void start();

async function start(): Promise<void> {
  const [word, ...others] = process.argv.slice(2);
  if ((word === '--version' || word === '-V') && others.length === 0 && (await printVersion())) return;
  const { enableCompileCache } = await import('node:module');
  const { join } = await import('node:path');
  // Beside other caches of the user rather than in a folder for temporary files, where others could put theirs.
  const { HOME, NODE_COMPILE_CACHE, XDG_CACHE_HOME } = process.env;
  const caches = XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  enableCompileCache(NODE_COMPILE_CACHE || (caches && join(caches, 'runbook')) || undefined);
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
}

/**
 * Says only the version, which scripts ask for and which needs nothing of what the command line is read with. Standard
 * output may not take it at once, as a pipe that is full: then it is left to who knows how to wait.
 */
async function printVersion(): Promise<boolean> {
  const { writeSync } = await import('node:fs');
  const { productVersion } = await import('../engine/product-version.ts');
  try {
    writeSync(1, `${productVersion}\n`);
    return true;
  } catch {
    return false;
  }
}
