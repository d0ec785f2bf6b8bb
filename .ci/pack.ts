import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Packs what is published into a folder (`packed` if none is named), and prints the path of the tarball. Its package.json
 * has nothing that only concerns this repository: no scripts, so that nothing runs at anybody's installation, and no
 * dependencies, since `dist` holds all it needs. Build first.
 *
 * `RUNBOOK_REPOSITORY` is the address of the sources, which npm compares with the provenance of a release.
 */
function pack(destination: string): string {
  const stage = mkdtempSync(join(tmpdir(), 'runbook-pack-'));
  try {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const local of ['private', 'scripts', 'devDependencies', 'allowScripts']) delete manifest[local];
    const files: readonly string[] = ['LICENSE', 'README.md', ...manifest.files];
    for (const file of files) cpSync(file, join(stage, file), { recursive: true });
    const { RUNBOOK_REPOSITORY: url } = process.env;
    const repository = url ? { repository: { type: 'git', url: `git+${url}.git` } } : {};
    writeFileSync(
      join(stage, 'package.json'),
      `${JSON.stringify({ ...manifest, ...repository }, undefined, 2)}\n`,
    );
    mkdirSync(destination, { recursive: true });
    execFileSync('npm', ['pack', stage, '--ignore-scripts', '--silent', '--pack-destination', destination]);
    return join(destination, `${manifest.name}-${manifest.version}.tgz`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

process.stdout.write(`${pack(resolve(process.argv[2] ?? 'packed'))}\n`);
