import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, the longest first, by the end of their paths. Vitest knows how long a file took from the run
 * before and goes by its size where there was none, as in CI; but a table or a lab is short and takes long.
 */
const long = [
  // Apart from each other and from LAB 0: they wait for the same local port.
  'labs/lab1.md',
  'unit/engine/execute/success.property.test.ts',
  'unit/engine/execute/constructs.test.ts',
  'unit/engine/export/run-both.test.ts',
  'labs/lab2.md',
  'kubernetes/network-policies.md',
  'kubernetes/probes.md',
  'unit/engine/execute/background.test.ts',
  'unit/engine/execute/watchdog.test.ts',
  'unit/engine/execute/limits.test.ts',
  'unit/engine/run/objects.test.ts',
  'unit/engine/run/run.test.ts',
  'unit/engine/kube/outage.test.ts',
  'unit/sandbox/dataplane/conformance.test.ts',
  'unit/sandbox/apiserver/kubectl.test.ts',
  'unit/sandbox/kubectl-tasks.test.ts',
  'e2e/mutations/lab0.test.ts',
  'e2e/mutations/lab2.test.ts',
  'e2e/mutations/lab3.test.ts',
  'e2e/cli/export.test.ts',
  'e2e/labs.test.ts',
  'e2e/kubernetes-tasks/tasks.test.ts',
  'e2e/kubernetes-tasks/mutants.test.ts',
  'e2e/github-action.test.ts',
  'e2e/cli/many.test.ts',
  'e2e/mutations/lab1.test.ts',
  'e2e/vitest-plugin.test.ts',
  'e2e/cli/record.test.ts',
  'e2e/kill.test.ts',
  'e2e/cluster-target.test.ts',
  'e2e/cli/kubernetes-job.test.ts',
  'e2e/cli/import.test.ts',
  'unit/engine/import/first-run.test.ts',
  'e2e/sandbox.test.ts',
  'e2e/cli/init.test.ts',
  'e2e/cli/bad-machine.test.ts',
  'e2e/package.test.ts',
];

/** Starts what takes long before the rest of its group, so that no worker waits for the last file of another. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = long.findIndex((end) => moduleId.endsWith(`/${end}`));
      return project.config.sequence.groupOrder * (long.length + 1) + (at < 0 ? long.length : at);
    };
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
