import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findAllFiles } from '../find-files.ts';
import type { Io } from '../io.ts';
import { gitRootOf, hasGitHubRemote } from './git.ts';
import { dependenciesOf } from './manifest.ts';
import { type PackageManager, packageManagers } from './package-managers.ts';
import { textOf } from './text-of.ts';

/** What is there already, where `runbook init` is to add something. Paths are absolute, names relative to `cwd`. */
export type Repository = {
  readonly cwd: string;
  /** Of git; else `cwd`. */
  readonly root: string;
  readonly isOnGitHub: boolean;
  /** Workflows that run runbooks already. */
  readonly workflows: readonly string[];
  /** Undefined where no package.json is. */
  readonly packageManager?: PackageManager;
  /** What gave the package manager away. */
  readonly lockFile?: string;
  /** Names and version ranges. */
  readonly dependencies: ReadonlyMap<string, string>;
  readonly vitestConfig?: string;
  readonly preCommitConfig?: string;
  /** Markdown files below `runbooks/`. */
  readonly pages: readonly string[];
  readonly hasKubectl: boolean;
};

/** Looks around, and changes nothing. @throws RunbookError when package.json can't be read. */
export function repositoryAt({ cwd, env }: Pick<Io, 'cwd' | 'env'>): Repository {
  const gitRoot = gitRootOf(cwd);
  const root = gitRoot ?? cwd;
  const vitestConfig = firstOf('{vitest,vite}.config.{ts,mts,cts,js,mjs,cjs}', cwd);
  const preCommitConfig = firstOf('.pre-commit-config.{yaml,yml}', cwd);
  const hasPackage = existsSync(join(cwd, 'package.json'));
  return {
    cwd,
    root,
    isOnGitHub: existsSync(join(root, '.github')) || (gitRoot !== undefined && hasGitHubRemote(gitRoot)),
    workflows: workflowsIn(root),
    dependencies: hasPackage ? dependenciesOf(join(cwd, 'package.json')) : new Map(),
    pages: findAllFiles(cwd)
      .map(({ file }) => file)
      .filter((file) => file.endsWith('.md')),
    hasKubectl: isOnPath('kubectl', env.PATH),
    ...(hasPackage ? packageManagerIn(cwd) : {}),
    ...(vitestConfig === undefined ? {} : { vitestConfig }),
    ...(preCommitConfig === undefined ? {} : { preCommitConfig }),
  };
}

function packageManagerIn(cwd: string): Pick<Repository, 'lockFile' | 'packageManager'> {
  const found = Object.entries(packageManagers).find(([file]) => existsSync(join(cwd, file)));
  return found === undefined ? {} : { lockFile: found[0], packageManager: found[1] };
}

/** `vitest.config` wins over `vite.config`, as it does for vitest. */
function firstOf(pattern: string, cwd: string): string | undefined {
  return globSync(pattern, { cwd }).toSorted().toReversed()[0];
}

function workflowsIn(root: string): readonly string[] {
  const found = globSync('.github/workflows/*.{yml,yaml}', { cwd: root }).toSorted();
  return found.filter((file) => /\brunbook exec\b|\/runbook@/.test(textOf(join(root, file)) ?? ''));
}

function isOnPath(command: string, path = ''): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
