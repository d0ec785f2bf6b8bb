import { defineConfig } from 'vitest/config';
import { runbook } from './src/vitest/plugin.ts';
import { longRun } from './test/helpers/budget.ts';
import { LongestFirst } from './test/helpers/longest-first.ts';
import { patient } from './test/helpers/patience.ts';
import { pathOfTests } from './test/helpers/plain-kubectl.ts';

const hour = 3_600_000;

export default defineConfig({
  test: {
    ...patient,
    ...(longRun ? { testTimeout: hour } : {}),
    // On two cores: half of their time tests wait for processes and clusters.
    maxWorkers: 4,
    maxConcurrency: 2,
    sequence: { sequencer: LongestFirst },
    // Hundreds of kubectl live for a moment each: a fifth of what they cost is collecting garbage, by Go's usual setting.
    env: { GOGC: '400', PATH: pathOfTests() },
    // A lab prints what its commands print, which is of interest when it fails.
    silent: 'passed-only',
    // The files of a worker share what they import: none of them changes a module, the environment or the folder.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: ['**/*.property.test.ts'],
          // What is concurrent here mostly waits.
          maxConcurrency: 6,
        },
      },
      {
        extends: true,
        test: {
          // Generated cases, and how time grows with size: few in every run, many in `npm run test:long`.
          name: 'property',
          include: ['test/unit/**/*.property.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          // What talks to clusters, against the one that RUNBOOK_TEST_KUBECONFIG names; else against the sandbox.
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/helpers/build.ts',
          // After the others, and so after the labs: one file here has labs that forward port 8080 as they do.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // Each lab alone, from a bare platform.
        plugins: [runbook({ include: ['runbooks/labs/*.md'], target: 'sandbox' })],
        test: { name: 'labs', include: [] },
      },
      {
        extends: true,
        // At no pace of a cluster: what these pages wait for is in the labs, too.
        plugins: [
          runbook({ include: ['runbooks/{kubernetes,tutorial}/*.md'], target: 'sandbox', latency: 0 }),
        ],
        test: { name: 'kubernetes', include: [] },
      },
      {
        extends: true,
        // The same labs for free software, at no pace of a cluster either.
        plugins: [runbook({ include: ['runbooks/upstream/*.md'], target: 'sandbox', latency: 0 })],
        test: { name: 'upstream', include: [] },
      },
      // What only `npm run test:long` runs: the same thing hundreds of times.
      ...(longRun
        ? [
            {
              extends: true as const,
              test: {
                name: 'long',
                include: ['test/long/**/*.test.ts'],
                globalSetup: 'test/helpers/build.ts',
                fileParallelism: false,
                testTimeout: 6 * hour,
                sequence: { groupOrder: 3 },
              },
            },
          ]
        : []),
    ],
  },
});
