/** How a repository's packages are installed in CI, and how a command of theirs is run. */
export type PackageManager = {
  /** Lines of a workflow; `cache` is what `actions/setup-node` calls it. */
  readonly install: readonly string[];
  readonly cache?: 'npm' | 'yarn';
  /** Runs only what is installed. */
  readonly run: string;
  /** Adds a package for developers. */
  readonly add: string;
};

const npm = { run: 'npx --no-install runbook', add: 'npm install --save-dev' };

/** By the file that gives it away, the first that is there. `package.json` alone means npm without a lock file. */
export const packageManagers = {
  'pnpm-lock.yaml': {
    install: ['corepack enable', 'pnpm install --frozen-lockfile'],
    run: 'pnpm exec runbook',
    add: 'pnpm add --save-dev',
  },
  '.yarnrc.yml': {
    install: ['corepack enable', 'yarn install --immutable'],
    run: 'yarn runbook',
    add: 'yarn add --dev',
  },
  'yarn.lock': {
    install: ['yarn install --frozen-lockfile'],
    cache: 'yarn',
    run: 'yarn runbook',
    add: 'yarn add --dev',
  },
  'package-lock.json': { ...npm, install: ['npm ci'], cache: 'npm' },
  'npm-shrinkwrap.json': { ...npm, install: ['npm ci'], cache: 'npm' },
  'package.json': { ...npm, install: ['npm install'] },
} as const satisfies Readonly<Record<string, PackageManager>>;
