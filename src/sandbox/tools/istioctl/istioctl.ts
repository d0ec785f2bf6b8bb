import type { FindCluster, Tool, ToolIo } from '../tool.ts';
import { type Call, type Command, CommandError, notSimulated, UsageError } from './command.ts';
import { findCommand } from './find-command.ts';
import { type Flags, parseFlags } from './flags.ts';
import { commandPath, flagsOf, helpText, type Path } from './help.ts';
import { root } from './tree.ts';

/** Exit code of a command line that can't be read. @see https://man.openbsd.org/sysexits.3 */
const usageCode = 64;

/** Solo's istioctl: its looks into the mesh, worked out from the objects of the cluster. */
export const istioctl: Tool = {
  name: 'istioctl',
  async run(argv, io, findCluster) {
    try {
      return await dispatch(argv, io, findCluster);
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof CommandError)) throw error;
      io.stderr.write(`${error.message.startsWith('sandbox:') ? '' : 'Error: '}${error.message}\n`);
      return error instanceof UsageError ? usageCode : 1;
    }
  },
};

async function dispatch(argv: readonly string[], io: ToolIo, findCluster: FindCluster): Promise<number> {
  const { path, rest } = findCommand(root, argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv);
  const command = path.at(-1) ?? root;
  if (!command.run && !command.commands) throw notSimulated(commandPath(path));
  const flags = parseFlags(rest, flagsOf(path));
  const problem = flags.on('help') ? undefined : command.check?.(flags);
  if (problem !== undefined) throw new CommandError(problem);
  if (flags.on('help') || !command.run) {
    io.stdout.write(helpText(path));
    return 0;
  }
  refuseFlags(path, flags);
  return command.run(callOf(flags, io, findCluster));
}

function refuseFlags(path: Path, flags: Flags): void {
  const refused = flagsOf(path).find(({ name, refused: not }) => not && flags.given(name).length);
  if (refused) throw notSimulated(`${commandPath(path)} --${refused.name}`);
}

function callOf(flags: Flags, io: ToolIo, findCluster: FindCluster): Call {
  const cluster = (context = flags.text('context')) =>
    findCluster(context || undefined, flags.text('kubeconfig') || undefined);
  return {
    flags,
    io,
    world: (context) => cluster(context).world,
    api: () => cluster().api,
    namespace: () => flags.text('namespace') || cluster().namespace,
  };
}

/** Its commands as a person would type them, each by its first name: those that work, and those that are refused. */
export const istioctlCommands: {
  readonly simulated: readonly string[];
  readonly refused: readonly string[];
} = {
  simulated: leaves(root)
    .filter(({ command }) => command.run)
    .map(({ name }) => name),
  refused: leaves(root)
    .filter(({ command }) => !command.run)
    .map(({ name }) => name),
};

type Leaf = { readonly name: string; readonly command: Command };

function leaves({ commands = [] }: Command, above = ''): readonly Leaf[] {
  return commands.flatMap((command) => {
    const name = `${above}${command.names[0]}`;
    return command.commands ? leaves(command, `${name} `) : [{ name, command }];
  });
}
