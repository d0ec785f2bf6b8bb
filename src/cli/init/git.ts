import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { textOf } from './text-of.ts';

/** The folder that holds `.git`: the one given or the nearest above it; undefined outside of a repository. */
export function gitRootOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : gitRootOf(above);
}

/** The address of a remote at a host that is called github, as `https://…`, `ssh://git@…` or `git@…:…`. */
const gitHubRemote = /^\s*url\s*=\s*(?:\w+:\/\/)?(?:[^@/\s]+@)?(?:[\w-]+\.)*github\./m;

/** Whether a repository has a remote on GitHub, on github.com or a server of one's own that is called so. */
export function hasGitHubRemote(root: string): boolean {
  return gitHubRemote.test(textOf(join(gitFolderOf(root), 'config')) ?? '');
}

/**
 * Where the settings are: of a worktree or a submodule `.git` is a file that names the folder.
 * @see gitrepository-layout(5), "gitdir" and "commondir"
 */
function gitFolderOf(root: string): string {
  const git = join(root, '.git');
  const named = /^gitdir: (.+)$/m.exec(textOf(git) ?? '')?.[1];
  const folder = resolve(root, named ?? git);
  return resolve(folder, textOf(join(folder, 'commondir'))?.trim() ?? '.');
}
