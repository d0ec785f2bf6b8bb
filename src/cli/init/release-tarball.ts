import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../package-folder.ts';

/**
 * Where npm gets this version: the tarball of its release, whose address follows from the repository that a released
 * package names; of one that was packed by hand, the file. Never a name in a registry, which may be anybody's.
 */
export function releaseTarball(version: string): string {
  const { repository } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
  const address = /^git\+(https:.+)\.git$/.exec(repository?.url ?? '')?.[1];
  const file = `runbook-${version}.tgz`;
  return address === undefined ? `./${file}` : `${address}/releases/download/v${version}/${file}`;
}
