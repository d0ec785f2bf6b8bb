/**
 * Every diagnostic there is, with its title. Codes are `area/slug`; a code has a fixture folder of the same name
 * under `test/fixtures/diagnostics/`. Kept in alphabetical order.
 */
export const diagnosticCodes = {
  'cli/no-such-file': 'A file named on the command line is not there',
  'cli/unreadable-file': 'A file named on the command line cannot be read',
  'cli/usage': 'The command line cannot be understood',
  'kube/unsupported': 'A manifest asks for something that is not possible',
  'parse/empty-document': 'The file is empty',
  'parse/no-runnable-block': 'Nothing in the file can run',
  'plan/cluster-conflict': 'Two runbooks give one cluster variable different contexts',
  'plan/no-such-step': 'No step or block has the name that was asked for',
  'plan/required-missing': 'A required runbook is not there',
  'plan/requires-cycle': 'Runbooks require each other in a circle',
  'session/failed': 'The shell session could not be started or was lost',
  'target/context-missing': 'A context is not in the kubeconfig',
  'target/kubeconfig-unreadable': 'The kubeconfig cannot be read',
  'target/object-missing': 'An object that a runbook needs is not there',
  'target/sandbox-failed': 'The sandbox could not be started',
  'target/tool-missing': 'A tool that a runbook needs is not there',
  'target/tool-version': 'A tool has a version that the runbook does not allow',
  'target/unreachable': 'A cluster does not answer',
} as const satisfies Record<string, string>;

export type DiagnosticCode = keyof typeof diagnosticCodes;
