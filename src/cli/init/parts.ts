import { join, relative } from 'node:path';
import { helloPage } from './hello-page.ts';
import { packageManagers } from './package-managers.ts';
import type { Repository } from './repository.ts';
import { textOf } from './text-of.ts';
import { workflow } from './workflow.ts';

/**
 * What becomes of a part: a file that is to be there, with this text or `or` another one, lines for a file that is
 * somebody's own, or nothing, since what the part is for is there in another form.
 */
export type Proposal =
  | { readonly kind: 'file'; readonly path: string; readonly text: string; readonly or?: string }
  | { readonly kind: 'lines'; readonly file: string; readonly lines: readonly string[] }
  | { readonly kind: 'enough'; readonly why: string };

/** One thing that `runbook init` can add. `version` is runbook's own. */
type Part = {
  readonly summary: string;
  /** What it is for; where there is no sign of that, it is added only when asked for. */
  readonly tool?: string;
  isWanted(repository: Repository): boolean;
  propose(repository: Repository, version: string): Proposal;
};

/** Every part, in the order in which they are shown. */
export const parts = {
  runbook: {
    summary: 'a first runbook',
    isWanted: () => true,
    propose: ({ cwd, pages, hasKubectl }) => {
      const path = join(cwd, 'runbooks/hello.md');
      if (pages.length > 0 && !pages.includes('runbooks/hello.md'))
        return { kind: 'enough', why: `there are pages already, such as ${pages[0]}` };
      // Written on a machine that had kubectl when this one has none, or the other way round, it is as good.
      const or = helloPage({ hasKubectl: !hasKubectl });
      return { kind: 'file', path, text: helloPage({ hasKubectl }), or };
    },
  },
  vitest: {
    summary: 'runbooks as tests of vitest',
    tool: 'vitest',
    isWanted: ({ dependencies, vitestConfig }) =>
      dependencies.has('vitest') || vitestConfig?.startsWith('vitest.') === true,
    propose: ({ cwd, vitestConfig }) => {
      if (vitestConfig === undefined)
        return { kind: 'file', path: join(cwd, 'vitest.config.mts'), text: vitestText };
      if (textOf(join(cwd, vitestConfig))?.includes('runbook/vitest'))
        return { kind: 'enough', why: `${vitestConfig} has it` };
      return { kind: 'lines', file: vitestConfig, lines: vitestLines };
    },
  },
  github: {
    summary: 'a workflow that checks and runs them',
    tool: 'GitHub',
    isWanted: ({ isOnGitHub }) => isOnGitHub,
    propose: (repository, version) => {
      const { root, workflows } = repository;
      const path = join(root, '.github/workflows/runbooks.yml');
      const other = workflows.find((file) => file !== relative(root, path));
      if (other !== undefined) return { kind: 'enough', why: `${other} runs runbooks` };
      return { kind: 'file', path, text: workflow(repository, version) };
    },
  },
  'pre-commit': {
    summary: 'checks before a commit',
    tool: 'pre-commit',
    isWanted: ({ preCommitConfig }) => preCommitConfig !== undefined,
    propose: ({ cwd, preCommitConfig, packageManager = packageManagers['package.json'] }) => {
      const { run } = packageManager;
      const path = join(cwd, '.pre-commit-config.yaml');
      if (preCommitConfig === undefined)
        return { kind: 'file', path, text: ['repos:', ...hookLines(run), ''].join('\n') };
      if (/\brunbook (?:check|fmt)\b|\bid: runbook-/.test(textOf(join(cwd, preCommitConfig)) ?? ''))
        return { kind: 'enough', why: `${preCommitConfig} has it` };
      return { kind: 'lines', file: preCommitConfig, lines: hookLines(run) };
    },
  },
} as const satisfies Readonly<Record<string, Part>>;

export type PartName = keyof typeof parts;

/** `.mts` is a module whatever package.json says. */
const vitestText = `import { runbook } from 'runbook/vitest';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [runbook({ target: 'sandbox' })],
});
`;

const vitestLines = [
  "import { runbook } from 'runbook/vitest';",
  "plugins: [runbook({ target: 'sandbox' })], // in the configuration, with the other plugins",
];

function hookLines(run: string): readonly string[] {
  return [
    '  - repo: local',
    '    hooks:',
    '      - id: runbook-check',
    '        name: check runbooks',
    `        entry: ${run} check --skip-plain`,
    '        language: system',
    '        files: ^runbooks/.*\\.md$',
  ];
}
