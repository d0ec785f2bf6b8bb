#!/usr/bin/env node
// Runs on any Node that knows modules: everything newer is behind the check.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`runbook needs Node.js 22.19 or newer; this is ${process.version}\n`);
  process.exitCode = 3;
} else {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
}
