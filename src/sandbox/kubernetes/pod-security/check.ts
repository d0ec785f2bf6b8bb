import { at, type Fields, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';

/** A pod, or the template of one. */
export type PodLike = { readonly annotations: Fields; readonly spec: Fields };

/** What a pod does that it may not, in a few words and in full. */
export type Violation = { readonly reason: string; readonly detail: string };

/** One rule of the Pod Security Standards. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type Check = {
  readonly id: string;
  /** The first minor version of its policy that has it. */
  readonly since: number;
  /** Checks of the weaker policy that it takes the place of. */
  readonly overrides?: string;
  /** What breaks the rule, as the policy of version 1.`minor` has it. */
  readonly check: (pod: PodLike, minor: number) => Violation | undefined;
};

/** All containers, of whatever kind, in the order in which texts name them. */
export const containersOf = ({ spec }: PodLike): readonly unknown[] => [
  ...listAt(spec, 'initContainers'),
  ...listAt(spec, 'containers'),
  ...listAt(spec, 'ephemeralContainers'),
];

const nameOf = (container: unknown): string => textAt(container, 'name');

/** The names of the containers that something is true of. */
export const namesWhere = (pod: PodLike, isBad: (container: unknown) => boolean): readonly string[] =>
  containersOf(pod).filter(isBad).map(nameOf);

/** A field of the security context of a pod, or of a container. */
export const security = (of: unknown, field: string): unknown => at(of, `securityContext.${field}`);

export const isWindows = ({ spec }: PodLike): boolean => textAt(fieldsAt(spec, 'os'), 'name') === 'windows';

/** `"a", "b"`. */
export const quote = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(', ');

/** Each text once, in order. */
export const sorted = (items: readonly string[]): readonly string[] => [...new Set(items)].toSorted();

/** The word for one, or for several. */
export const plural = (one: string, many: string, count: number): string => (count === 1 ? one : many);

/** `container "a"`, `containers "a", "b"`. */
export const containersNamed = (names: readonly string[]): string =>
  `${plural('container', 'containers', names.length)} ${quote(names)}`;

/** The pod itself and the containers that set something, as the texts begin with them; '' when there are none. */
export const setters = (isPod: boolean, names: readonly string[]): string =>
  [...(isPod ? ['pod'] : []), ...(names.length ? [containersNamed(names)] : [])].join(' and ');
