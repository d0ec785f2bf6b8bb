import type { Container, PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import type { Files } from '../commands/command.ts';
import { expand } from '../config/expand.ts';
import { accountFolder, serviceAccountFiles } from '../config/service-account-files.ts';
import { MountError, openVolume, type SharedVolumes } from '../config/volumes.ts';
import { FileError, fileEntry } from '../files/entry.ts';
import { FileTree } from '../files/file-tree.ts';
import { givenFiles } from '../files/given-files.ts';
import { type ImageFiles, imageRoot } from '../files/image-root.ts';
import { subPathOf } from '../files/sub-path.ts';
import type { Mount, Volume } from '../files/volume.ts';

type PodPlace = { readonly world: World; readonly pod: () => PodObject; readonly shared: SharedVolumes };

/** The volumes of a pod by name. @throws MountError for one that can't be mounted now */
export function openVolumes(place: PodPlace): ReadonlyMap<string, Volume> {
  const { spec } = place.pod();
  const volumes = (spec?.volumes ?? []).map((volume) => [volume.name, openVolume(volume, place)] as const);
  return new Map(volumes);
}

type FileRequest = {
  readonly world: World;
  readonly pod: PodObject;
  readonly container: Container;
  readonly image: ImageFiles;
  readonly env: Readonly<Record<string, string>>;
  readonly volumes: ReadonlyMap<string, Volume>;
};

/** The files of a container that starts: its image's as they are in the image, and its pod's volumes. */
export function containerTree({ world, pod, container, image, env, volumes }: FileRequest): FileTree {
  const now = world.clock.now();
  const termination = container.terminationMessagePath ?? '/dev/termination-log';
  const files = { ...image.files, ...givenFiles(pod), [termination]: '' };
  const root = imageRoot({ ...image, files }, now);
  root.writable?.set('/dev/null', fileEntry('', now));
  const mounts = (container.volumeMounts ?? []).map((mount): Mount => {
    const { name, mountPath, subPath = '', subPathExpr, readOnly = false } = mount;
    const volume: Volume = volumes.get(name) ?? { entries: () => new Map() };
    const within = subPathExpr === undefined ? subPath : expand(subPathExpr, env);
    const path = mountPath.replace(/\/+$/, '');
    if (!within) return { path, volume, within, readOnly };
    if (!volume.writable) return { path, volume: subPathOf(volume, `/${within}`, now), within: '', readOnly };
    makeFolder(volume, `/${within}`, now);
    return { path, volume, within: `/${within}`, readOnly };
  });
  return new FileTree(root, [...mounts, ...impliedMounts({ world, pod, container })], () =>
    world.clock.now(),
  );
}

/** A sub-path that isn't there yet is made, as a folder. */
function makeFolder({ entries, writable }: Volume, path: string, at: Date): void {
  if (!writable || entries().has(path)) return;
  writable.set(path, { kind: 'folder', mode: 0o777, at });
}

/** The account's files, which pods have even if their spec doesn't say so. */
function impliedMounts({ world, pod, container }: Pick<FileRequest, 'world' | 'pod' | 'container'>): Mount[] {
  const own = container.volumeMounts?.some(({ mountPath }) => mountPath.startsWith(accountFolder));
  if (own || pod.spec?.automountServiceAccountToken === false) return [];
  const shared = { of: () => ({ entries: () => new Map() }), has: () => false };
  try {
    const volume = openVolume(serviceAccountFiles.implied, { world, pod: () => pod, shared });
    return [{ path: accountFolder, volume, within: '', readOnly: true }];
  } catch (error) {
    if (error instanceof MountError) return [];
    throw error;
  }
}

/** Files as commands read and write them. */
export function filesOf(tree: FileTree): Files {
  return {
    read: async (path) => {
      const entry = tree.stat(path);
      return entry?.kind === 'file' && entry.load ? entry.load() : tree.read(path);
    },
    write: async (path, content, append) => {
      if (path === '/dev/null') return;
      if (path.startsWith('/proc/')) throw new FileError('Permission denied');
      tree.write(path, content, { append });
    },
    makeFolder: async (path) => tree.mkdir(path, { parents: true }),
  };
}
