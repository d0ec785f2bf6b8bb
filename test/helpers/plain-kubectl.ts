import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, realpathSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kubernetesVersion } from '../../src/sandbox/versions.ts';

const folder = fileURLToPath(new URL('../../node_modules/.runbook-kubectl', import.meta.url));

/**
 * The PATH of the tests. Google Cloud's kubectl is a dispatcher: each call asks the server for its version and then
 * becomes the kubectl of that version, which lies beside it. A call costs twice as much by that, and there are
 * thousands, so the tests call the one that it would choose for the sandbox. Any other kubectl is called as it is.
 */
export function pathOfTests({ PATH = '' } = process.env): string {
  const chosen = behindDispatcher();
  if (chosen === undefined) return PATH;
  mkdirSync(folder, { recursive: true });
  // Renamed into its place, as other runs of tests may look there.
  const made = join(folder, String(process.pid));
  symlinkSync(chosen, made);
  renameSync(made, join(folder, 'kubectl'));
  return `${folder}:${PATH}`;
}

/** @returns The path of the kubectl that a dispatcher chooses for the sandbox, if the one of the PATH is a dispatcher. */
function behindDispatcher(): string | undefined {
  try {
    const told = execFileSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
    if (!JSON.parse(told).clientVersion.gitVersion.endsWith('-dispatcher')) return undefined;
    const found = execFileSync('bash', ['-c', 'type -P kubectl'], { encoding: 'utf8' }).trim();
    const [, minor] = kubernetesVersion.split('.');
    return globSync(join(dirname(realpathSync(found)), `kubectl.1.${minor}`))[0];
  } catch {
    return undefined;
  }
}
