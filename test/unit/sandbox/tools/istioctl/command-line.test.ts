import { beforeAll, describe, expect, test } from 'vitest';
import { istioctlCommands } from '../../../../../src/sandbox/tools/istioctl/istioctl.ts';
import { seedClusters } from '../../../../helpers/clusters.ts';
import { runIstioctl } from '../../../../helpers/run-istioctl.ts';

let clusters: ReturnType<typeof seedClusters>;

beforeAll(() => {
  clusters = seedClusters();
});

const run = (...argv: readonly string[]) => runIstioctl(clusters, argv);

describe('help is laid out as that of the real program', () => {
  test('of a command with flags of its own and of those above it', async () => {
    const { code, stdout } = await run('waypoint', 'delete', '--help');
    expect(code).toBe(0);
    expect(stdout).toBe(`Delete waypoints

Usage:
  istioctl waypoint delete [flags]

Flags:
      --all               all of the namespace
  -h, --help              help for delete
  -r, --revision string   those of this revision

Global Flags:
      --as string                   user to act as
      --as-group stringArray        groups to act as
      --as-uid string               UID to act as
      --context string              context of the kubeconfig
  -i, --istioNamespace string       namespace of Istio's control plane (default "istio-system")
      --kubeclient-timeout string   how long a request may take (default "15s")
  -c, --kubeconfig string           kubeconfig file
      --name string                 name of the waypoint (default "waypoint")
  -n, --namespace string            namespace
      --vklog int                   how much is logged
`);
  });

  test.each([
    [
      [],
      /^Look into an Istio mesh[\s\S]*\nUsage:\n {2}istioctl \[command\]\n[\s\S]*\n {2}waypoint +Make, list/,
    ],
    [['zc'], /\nAliases:\n {2}ztunnel-config, zc\n\nAvailable Commands:\n {2}all +[\s\S]*\n {2}workload +/],
    [
      ['zc', 'pols'],
      /\nUse "istioctl ztunnel-config \[command\] --help" for more information about a command\.\n$/,
    ],
    [
      ['help', 'waypoint', 'apply'],
      /\n {6}--waypoint-timeout duration {3}how long to wait for it \(default 1m30s\)\n/,
    ],
    [['waypoint'], /\nUsage:\n {2}istioctl waypoint \[flags\]\n {2}istioctl waypoint \[command\]\n/],
    [
      ['-n', 'x', 'ps', '-h'],
      /\nUsage:\n {2}istioctl proxy-status \[<type>\/\]<name>\[\.<namespace>\] \[flags\]\n/,
    ],
  ])('%j', async (argv, text) => {
    const { code, stdout } = await run(...argv);
    expect(stdout).toMatch(text);
    expect(code).toBe(0);
  });
});

describe('a command line that cannot be read ends with 64', () => {
  test.each([
    [['frob'], 'Error: unknown command "frob" for "istioctl"\nRun \'istioctl --help\' for usage.\n'],
    [
      ['waypont', 'list'],
      'Error: unknown command "waypont" for "istioctl"\n\nDid you mean this?\n\twaypoint\n\nRun \'istioctl --help\' for usage.\n',
    ],
    [['precheck'], 'Error: unknown command "precheck" for "istioctl"\nRun \'istioctl --help\' for usage.\n'],
    [['zc', 'svc', '--frob'], 'Error: unknown flag: --frob\n'],
    [['zc', 'svc', '-x'], "Error: unknown shorthand flag: 'x' in -x\n"],
    [['zc', 'svc', '--context'], 'Error: flag needs an argument: --context\n'],
    [
      ['zc', 'svc', '--proxy-admin-port', 'x'],
      'Error: invalid argument "x" for "--proxy-admin-port" flag: strconv.ParseInt: parsing "x": invalid syntax\n',
    ],
    [
      ['install', '--skip-confirmation=maybe'],
      'Error: invalid argument "maybe" for "-y, --skip-confirmation" flag: strconv.ParseBool: parsing "maybe": invalid syntax\n',
    ],
  ])('%j', async (argv, stderr) => {
    expect(await run(...argv)).toEqual({ code: 64, stdout: '', stderr });
  });
});

describe('what goes wrong later ends with 1', () => {
  test.each([
    [['zc', 'svc', '-o', 'xml'], 'Error: output format "xml" not supported\n'],
    [
      ['zc', 'svc', '-i', 'none'],
      'Error: failed retrieving: daemonsets.apps "ztunnel" not found in the "none" namespace\n',
    ],
    [
      ['zc', 'svc', 'nopod', '-n', 'default'],
      'Error: workloads command is only supported by Ztunnel proxies: nopod\n',
    ],
    [
      ['zc', 'svc', 'deploy/istiod-gloo.istio-system'],
      /^Error: workloads command is only supported by Ztunnel proxies: istiod-gloo-\S+\n$/,
    ],
    [['proxy-status', '-i', 'none'], 'Error: no running Istio pods in "none"\n'],
    [['waypoint', 'list', '--as', 'ann'], 'sandbox: istioctl waypoint list --as is not simulated\n'],
    [['version', '-o', 'xml'], "Error: --output must be 'yaml' or 'json'\n"],
  ])('%j', async (argv, stderr) => {
    const ran = await run(...argv);
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    if (typeof stderr === 'string') expect(ran.stderr).toBe(stderr);
    else expect(ran.stderr).toMatch(stderr);
  });

  test('every command that is not simulated says so by its whole name', async () => {
    expect(istioctlCommands.refused).toContain('multicluster link');
    for (const name of istioctlCommands.refused) {
      const { code, stderr } = await run(...name.split(' '), '--any', 'thing');
      expect([code, stderr]).toEqual([1, `sandbox: istioctl ${name} is not simulated\n`]);
    }
  });
});
