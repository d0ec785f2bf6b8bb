import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The folder that holds `.git`: the one given or the nearest above it; undefined outside of a repository. */
export function gitRootOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : gitRootOf(above);
}

/** Whether a repository has a remote on GitHub, on github.com or a server of one's own that is called so. */
export function hasGitHubRemote(root: string): boolean {
  const config = join(gitFolderOf(root), 'config');
  return existsSync(config) && /^\s*url\s*=\s*\S*\bgithub\.\S+$/m.test(readFileSync(config, 'utf8'));
}

/**
 * Where the settings are: of a worktree or a submodule `.git` is a file that names the folder.
 * @see gitrepository-layout(5), "gitdir" and "commondir"
 */
function gitFolderOf(root: string): string {
  const git = join(root, '.git');
  if (statSync(git).isDirectory()) return git;
  const named = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1];
  const folder = resolve(root, named ?? '.git');
  const common = join(folder, 'commondir');
  return existsSync(common) ? resolve(folder, readFileSync(common, 'utf8').trim()) : folder;
}
