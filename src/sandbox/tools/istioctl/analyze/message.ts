import type { KubeObject } from '../../../apiserver/store/object.ts';
import type { World } from '../../../world.ts';

type Level = 'Info' | 'Warning' | 'Error';

/** Something that an analyzer found about an object. */
export type Message = {
  readonly level: Level;
  /** @see https://istio.io/latest/docs/reference/config/analysis/ */
  readonly code: `IST${number}`;
  readonly object: KubeObject;
  readonly text: string;
};

/** Looks at the objects of a cluster for one kind of mistake; `name` is the real one's. */
export type Analyzer = {
  readonly name: string;
  readonly look: (world: World) => readonly Message[];
};

const order: readonly Level[] = ['Error', 'Warning', 'Info'];

export const isAsBad = (level: Level, as: string): boolean =>
  order.indexOf(level) <= order.findIndex((each) => each.toUpperCase() === as.toUpperCase());

/** `AuthorizationPolicy web/deny`, `Namespace web`, `Cluster`. */
export const originOf = ({ kind, metadata: { namespace, name } }: KubeObject): string =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`.trimEnd();

/** A namespace is in itself. */
export const namespaceOfMessage = ({ object: { kind, metadata } }: Message): string =>
  kind === 'Namespace' ? metadata.name : (metadata.namespace ?? '');

export const lineOf = ({ level, code, object, text }: Message): string =>
  `${level} [${code}] (${originOf(object)}) ${text}`;

/** The worst first, then by code, object and text; what is said twice is said once. */
export function inOrder(messages: readonly Message[]): readonly Message[] {
  const once = new Map(messages.map((message) => [lineOf(message), message]));
  const key = (message: Message): string =>
    [order.indexOf(message.level), message.code, originOf(message.object), message.text].join('\0');
  return [...once.values()].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
