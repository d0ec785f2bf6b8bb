import type { FindWorld, Tool, ToolIo } from '../tool.ts';
import { globalFlags, parseFlags, UsageError } from './flags.ts';
import { multiclusterCheck } from './multicluster-check.ts';
import { proxyStatus } from './proxy-status.ts';
import type { Verb } from './verb.ts';
import { version } from './version.ts';
import { ztunnelAll } from './ztunnel-all.ts';
import { ztunnelPolicies } from './ztunnel-policies.ts';
import { ztunnelServices } from './ztunnel-services.ts';
import { ztunnelWorkloads } from './ztunnel-workloads.ts';

/** Groups of verbs by their names; what isn't listed but exists is refused by name. */
const groups: Readonly<Record<string, readonly Verb[]>> = {
  'ztunnel-config': [ztunnelServices, ztunnelWorkloads, ztunnelPolicies, ztunnelAll],
  zc: [ztunnelServices, ztunnelWorkloads, ztunnelPolicies, ztunnelAll],
  multicluster: [multiclusterCheck],
};

const verbs: readonly Verb[] = [version, proxyStatus];

/** What the real istioctl has besides. */
const unsimulated: readonly string[] = [
  ...[
    'admin',
    'analyze',
    'authz',
    'bug-report',
    'completion',
    'create-remote-secret',
    'dashboard',
    'experimental',
    'help',
  ],
  ...['install', 'kube-inject', 'manifest', 'proxy-config', 'remote-clusters', 'tag', 'uninstall', 'upgrade'],
  ...['validate', 'waypoint', 'x', 'pc', 'dash', 'd', 'operator', 'profile', 'bootstrap', 'ecs'],
];

const unsimulatedOf: Readonly<Record<string, readonly string[]>> = {
  'ztunnel-config': ['certificate', 'certificates', 'cert', 'certs', 'connections', 'cons', 'log', 'o'],
  zc: ['certificate', 'certificates', 'cert', 'certs', 'connections', 'cons', 'log', 'o'],
  multicluster: ['expose', 'link', 'generate', 'debug'],
};

/** Its commands as a person would type them, each by its first name: those that work, and those that are refused. */
export const istioctlCommands: {
  readonly simulated: readonly string[];
  readonly refused: readonly string[];
} = {
  simulated: [
    ...verbs.map(({ names: [name] }) => name),
    ...Object.entries(groups).flatMap(([group, members]) =>
      members.map(({ names: [name] }) => `${group} ${name}`),
    ),
  ],
  refused: [
    ...unsimulated,
    ...Object.entries(unsimulatedOf).flatMap(([group, names]) => names.map((name) => `${group} ${name}`)),
  ],
};

/** Solo's istioctl: its looks into the mesh, worked out from the objects of the cluster. */
export const istioctl: Tool = {
  name: 'istioctl',
  async run(argv, io, findWorld) {
    try {
      return await dispatch(argv, io, findWorld);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      io.stderr.write(`${error.message.startsWith('sandbox:') ? '' : 'Error: '}${error.message}\n`);
      return 1;
    }
  },
};

async function dispatch(argv: readonly string[], io: ToolIo, findWorld: FindWorld): Promise<number> {
  const { verb, words } = findVerb(argv);
  const flags = parseFlags(argv, [...globalFlags, ...verb.flags]);
  const world = (context = flags.values.get('context')) => findWorld(context, flags.values.get('kubeconfig'));
  const positionals = flags.positionals.slice(words);
  return verb.run({ flags: { ...flags, positionals }, io, world });
}

/** The verb that the first words name, and how many words that took. Flags before it are passed over. */
function findVerb(argv: readonly string[]): { readonly verb: Verb; readonly words: number } {
  const [first, second] = wordsOf(argv);
  if (first === undefined) throw new UsageError('sandbox: istioctl without a command is not simulated');
  const verb = verbs.find(({ names }) => names.includes(first));
  if (verb) return { verb, words: 1 };
  const group = groups[first];
  if (group) return { verb: ofGroup(first, second, group), words: 2 };
  if (unsimulated.includes(first)) throw new UsageError(`sandbox: istioctl ${first} is not simulated`);
  throw new UsageError(`unknown command "${first}" for "istioctl"\nRun 'istioctl --help' for usage.`);
}

function ofGroup(name: string, second: string | undefined, group: readonly Verb[]): Verb {
  const verb = group.find(({ names }) => names.includes(second ?? ''));
  if (verb) return verb;
  const known = second === undefined || unsimulatedOf[name]?.includes(second);
  if (known)
    throw new UsageError(`sandbox: istioctl ${[name, second].filter(Boolean).join(' ')} is not simulated`);
  throw new UsageError(
    `unknown command "${second}" for "istioctl ${name}"\nRun 'istioctl ${name} --help' for usage.`,
  );
}

/** Words that aren't flags or the values of global ones. */
function wordsOf(argv: readonly string[]): readonly string[] {
  const takesValue = (word: string): boolean =>
    globalFlags.some(({ name, letter }) => word === `--${name}` || word === `-${letter}`);
  return argv.filter((word, index) => !word.startsWith('-') && !takesValue(argv[index - 1] ?? ''));
}
