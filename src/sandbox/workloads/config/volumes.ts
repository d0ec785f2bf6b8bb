import { textAt } from '../../apiserver/fields.ts';
import type { ProjectedSource, VolumeItem, VolumeSpec } from '../../mesh/container-objects.ts';
import type { PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { type Entry, fileEntry, folderEntry, linkEntry } from '../files/entry.ts';
import { emptyVolume, type Volume } from '../files/volume.ts';
import { isFullOfFiles, whyNotThere } from './host-path.ts';
import { type KeyKind, keysOf } from './key-source.ts';
import { podField, resourceField } from './pod-fields.ts';
import { serviceAccountFiles } from './service-account-files.ts';

/** A volume can't be mounted, in the words of an event's `FailedMount`. */
export class MountError extends Error {
  override name = 'MountError';
}

/** Volumes that outlive pods: folders of nodes, and what claims are bound to. */
export type SharedVolumes = {
  of(id: string): Volume;
  /** Whether a pod has had it. */
  has(id: string): boolean;
};

/** Volumes that pods share, empty until somebody writes into them. */
export function createSharedVolumes(now: () => Date): SharedVolumes {
  const volumes = new Map<string, Volume>();
  return {
    has: (id) => volumes.has(id),
    of: (id) => {
      const volume = volumes.get(id) ?? emptyVolume(now(), 0o755);
      volumes.set(id, volume);
      return volume;
    },
  };
}

type Source = {
  readonly world: World;
  /** The pod as it is now. */
  readonly pod: () => PodObject;
  readonly shared: SharedVolumes;
};

/** The volume that a pod's spec describes. @throws MountError when it can't be mounted yet, or isn't simulated */
export function openVolume(spec: VolumeSpec, source: Source): Volume {
  const { world } = source;
  const pod = source.pod();
  const now = world.clock.now();
  if (spec.emptyDir) return emptyVolume(now);
  if (spec.configMap) return given(source, spec, [{ configMap: spec.configMap }], spec.configMap.defaultMode);
  if (spec.secret) {
    const { secretName, ...rest } = spec.secret;
    return given(
      source,
      spec,
      [{ secret: { ...rest, ...(secretName ? { name: secretName } : {}) } }],
      spec.secret.defaultMode,
    );
  }
  if (spec.downwardAPI)
    return given(source, spec, [{ downwardAPI: spec.downwardAPI }], spec.downwardAPI.defaultMode);
  if (spec.projected) return given(source, spec, spec.projected.sources ?? [], spec.projected.defaultMode);
  if (spec.hostPath) return folderOfNode(spec.name, spec.hostPath, source);
  if (spec.persistentVolumeClaim) return claimed(source, spec.persistentVolumeClaim.claimName);
  if (spec.ephemeral) return claimed(source, `${pod.metadata.name}-${spec.name}`);
  const kind = Object.keys(spec).find((field) => field !== 'name') ?? '';
  throw new MountError(`sandbox: volumes of type ${kind} are not simulated`);
}

function folderOfNode(
  name: string,
  { path, type = '' }: NonNullable<VolumeSpec['hostPath']>,
  { pod, shared }: Source,
): Volume {
  const id = `node ${pod().spec?.nodeName} ${path}`;
  const wrong = shared.has(id) ? undefined : whyNotThere(path, type);
  if (wrong) throw new MountError(`MountVolume.SetUp failed for volume "${name}" : ${wrong}`);
  const volume = shared.of(id);
  if (isFullOfFiles(path)) markUnknown(volume);
  return type.endsWith('OrCreate') && !isFullOfFiles(path)
    ? volume
    : { ...volume, unknown: 'sandbox: this file of the node is not simulated' };
}

/** Of its content only what is written into it is known. */
function markUnknown({ writable }: Volume): void {
  const root = writable?.get('');
  if (root?.kind === 'folder') writable?.set('', { ...root, partial: true });
}

function claimed({ world, pod, shared }: Source, name: string): Volume {
  const namespace = pod().metadata.namespace ?? '';
  const claim = world.store.get({ resource: 'persistentvolumeclaims', namespace, name });
  if (!claim) throw new MountError(`persistentvolumeclaim "${name}" not found`);
  const volume = (claim as { readonly spec?: { readonly volumeName?: string } }).spec?.volumeName;
  if (!volume) throw new MountError(`error processing PVC ${namespace}/${name}: PVC is not bound`);
  return shared.of(heldAt(world, volume, pod().spec?.nodeName ?? ''));
}

/** Where the files of a volume are kept: in a folder of a node. What is on other machines isn't simulated. */
function heldAt(world: World, name: string, node: string): string {
  const volume = world.store.get({ resource: 'persistentvolumes', namespace: '', name });
  const path = textAt(volume, 'spec.hostPath.path') || textAt(volume, 'spec.local.path');
  if (textAt(volume, 'spec.volumeMode') === 'Block')
    throw new MountError('sandbox: volumes of mode Block are not simulated');
  if (path) return `node ${node} ${path}`;
  throw new MountError(
    volume
      ? `sandbox: the volume "${name}" is not a folder of a node: what is elsewhere is not simulated`
      : `persistentvolume "${name}" not found`,
  );
}

/** A volume that Kubernetes writes: looked up anew at each access, so that it follows its objects. */
function given(
  source: Source,
  { name }: VolumeSpec,
  sources: readonly ProjectedSource[],
  mode = 0o644,
): Volume {
  const at = source.world.clock.now();
  const build = () => layout(new Map(sources.flatMap((each) => filesOf(each, source))), { at, mode });
  try {
    build();
  } catch (error) {
    if (!(error instanceof MountError)) throw error;
    throw new MountError(`MountVolume.SetUp failed for volume "${name}" : ${error.message}`);
  }
  let last = build();
  return {
    entries: () => {
      try {
        last = build();
      } catch (error) {
        // What was mounted stays when its object goes.
        if (!(error instanceof MountError)) throw error;
      }
      return last;
    },
  };
}

type GivenFile = readonly [path: string, content: Buffer | (() => Promise<Buffer>)];

function filesOf(part: ProjectedSource, { world, pod: podNow }: Source): GivenFile[] {
  const pod = podNow();
  if (part.configMap) return keyed('configmap', part.configMap, world, pod);
  if (part.secret) return keyed('secret', part.secret, world, pod);
  if (part.downwardAPI) return (part.downwardAPI.items ?? []).map((item) => downward(item, world, pod));
  if (part.serviceAccountToken) return serviceAccountFiles.token(part.serviceAccountToken, world, pod);
  throw new MountError(`sandbox: projected volumes of ${Object.keys(part).join(', ')} are not simulated`);
}

type KeyedSource = ProjectedSource['configMap'] & object;

function keyed(kind: KeyKind, source: KeyedSource, world: World, pod: PodObject): GivenFile[] {
  const { name = '', items, optional } = source;
  const keys = keysOf(world, kind, pod.metadata.namespace ?? '', name);
  if (!keys && !optional) throw new MountError(`${kind} "${name}" not found`);
  if (!keys) return [];
  if (!items) return [...keys];
  return items.flatMap(({ key, path }): GivenFile[] => {
    const content = keys.get(key);
    if (content) return [[path, content]];
    if (optional) return [];
    throw new MountError(`references non-existent ${kind === 'secret' ? 'secret' : 'config'} key: ${key}`);
  });
}

function downward(item: VolumeItem, world: World, pod: PodObject): GivenFile {
  const { path, fieldRef, resourceFieldRef } = item;
  if (resourceFieldRef) return [path, Buffer.from(resourceField(world, pod, resourceFieldRef))];
  const value = podField(pod, fieldRef?.fieldPath ?? '');
  if (value === undefined) throw new MountError(`sandbox: fieldRef ${fieldRef?.fieldPath} is not simulated`);
  return [path, Buffer.from(value)];
}

/**
 * Files as the kubelet lays them out: in a folder of the time of writing, to which `..data` leads, with links to that at
 * the top. @see https://github.com/kubernetes/kubernetes/blob/master/pkg/volume/util/atomic_writer.go
 */
function layout(
  files: ReadonlyMap<string, GivenFile[1]>,
  { at, mode }: { readonly at: Date; readonly mode: number },
): ReadonlyMap<string, Entry> {
  const stamp = `..${at.toISOString().slice(0, 19).replace(/[-T:]/g, '_')}.0000000000`;
  const entries = new Map<string, Entry>([
    ['', folderEntry(at, 0o777)],
    [`/${stamp}`, folderEntry(at)],
    ['/..data', linkEntry(stamp, at)],
  ]);
  for (const [path, content] of files) {
    const [top = '', ...rest] = path.split('/');
    entries.set(`/${top}`, linkEntry(`..data/${top}`, at));
    rest.forEach((_, index) => {
      entries.set(`/${stamp}/${[top, ...rest].slice(0, index + 1).join('/')}`, folderEntry(at));
    });
    const file = Buffer.isBuffer(content)
      ? fileEntry(content, at, mode)
      : { ...fileEntry('', at, mode), load: content };
    entries.set(`/${stamp}/${path}`, file);
  }
  return entries;
}
