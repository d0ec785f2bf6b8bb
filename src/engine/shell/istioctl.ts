import { type CommandLine, type CommandTable, readCommandLine } from './command-line.ts';
import type { SimpleCommand } from './simple-commands.ts';

/** @see https://istio.io/latest/docs/reference/commands/istioctl/ */
const table: CommandTable = {
  options: {
    values: 'as as-group as-uid context istioNamespace/i kubeclient-timeout kubeconfig/c namespace/n vklog',
    switches: '',
  },
  commands: {
    analyze: {
      values: 'failure-threshold meshConfigFile output/o output-threshold revision suppress/S timeout',
      switches:
        'all-namespaces/A color ignore-unknown list-analyzers/L recursive/R remote-contexts use-kube/k verbose/v',
    },
    dashboard: { values: 'address port/p', switches: 'browser' },
    install: {
      values: 'charts/d filename/f manifests/d readiness-timeout revision/r set/s',
      switches: 'dry-run force skip-confirmation/y verify',
    },
    'proxy-config': { values: '', switches: '' },
    'proxy-status': {
      values: 'file/f output/o revision/r xds-address xds-label xds-port xds-via-agents-limit',
      switches: 'insecure plaintext xds-via-agents',
    },
    version: { values: 'output/o revision', switches: 'remote short/s' },
    waypoint: { values: 'name', switches: '' },
    'waypoint apply': {
      values: 'for name revision/r waypoint-timeout',
      switches: 'enroll-namespace overwrite wait/w',
    },
    'waypoint delete': { values: 'name revision/r', switches: 'all' },
    'waypoint generate': { values: 'for name revision/r', switches: '' },
    'waypoint list': { values: 'name', switches: 'all-namespaces/A' },
    'waypoint status': { values: 'name waypoint-timeout', switches: 'all-namespaces/A wait/w' },
    'ztunnel-config': { values: 'output/o', switches: '' },
  },
  aliases: {},
};

/** Reads a simple command as istioctl's; undefined for another's. */
export function readIstioctl(command: SimpleCommand): CommandLine | undefined {
  return command.name === 'istioctl' ? readCommandLine(command, table) : undefined;
}
