import type { KubeObject } from '../../apiserver/store/object.ts';
import type { World } from '../../world.ts';

/** What a ConfigMap or a Secret holds, by key. */
type Keys = ReadonlyMap<string, Buffer>;

export type KeyKind = 'configmap' | 'secret';

type KeyedObject = KubeObject & {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
};

/** The keys of a ConfigMap or Secret; undefined when it isn't there. */
export function keysOf(world: World, kind: KeyKind, namespace: string, name: string): Keys | undefined {
  const object = world.store.get<KeyedObject>({ resource: `${kind}s`, namespace, name });
  if (!object) return undefined;
  const encoding = kind === 'secret' ? 'base64' : 'utf8';
  return new Map([
    ...Object.entries(object.data ?? {}).map(([key, text]) => [key, Buffer.from(text, encoding)] as const),
    ...Object.entries(object.binaryData ?? {}).map(
      ([key, text]) => [key, Buffer.from(text, 'base64')] as const,
    ),
  ]);
}
