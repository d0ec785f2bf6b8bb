import type { CommandHost, ContainerHost, Files } from '../commands/command.ts';
import { findCommand } from '../commands/find-command.ts';
import type { FoundImage } from '../images/catalog.ts';
import { parseImageName } from '../images/reference.ts';
import type { Network } from '../workload.ts';
import { filesOf } from './container-machine.ts';
import type { Life } from './life.ts';

type HostRequest = {
  readonly life: Life | undefined;
  readonly found: FoundImage;
  readonly image: string;
  readonly network: Network;
};

const noFiles: Files = {
  read: async () => Buffer.alloc(0),
  write: async () => {},
  makeFolder: async () => {},
};

/** What a command inside a container sees of the machine. */
export function hostOf({ life, found, image, network }: HostRequest): CommandHost {
  const workload = found.kind === 'simulated' ? found.workload : undefined;
  const { binaries = [], programs = {}, curlVersion } = workload ?? {};
  const container: ContainerHost | undefined = life && {
    tree: life.tree,
    place: life.place,
    listen: (port, handler) => life.ports.open(port, handler),
  };
  return {
    network,
    files: life ? filesOf(life.tree) : noFiles,
    curlVersion: curlVersion?.(parseImageName(image).tag) ?? '',
    find: (name) => {
      const own = programs[name.replace(/^.*\//, '')];
      return own ? { kind: 'command', run: own } : findCommand(binaries, name);
    },
    ...(container ? { container } : {}),
  };
}
