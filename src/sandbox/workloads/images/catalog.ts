import { workloadOf } from '../registry.ts';
import type { Admission } from '../runtime.ts';
import type { Workload } from '../workload.ts';
import { type DescribedImage, describedWorkload, type ImageUsage, isImageOf } from './described.ts';
import { nearMiss } from './near-miss.ts';
import { deniesItself, mayHaveTag } from './plausible-tag.ts';
import { publicNames } from './public-names.ts';
import { fullName, type ImageName, parseImageName, whyNoReference } from './reference.ts';

/** Which images may run without being simulated: any, or those of a list in which `*` stands for any characters. */
export type OpaquePolicy = 'any' | readonly string[];

/** What becomes of an image when a container of it is to start. */
export type FoundImage =
  | { readonly kind: 'simulated'; readonly workload: Workload; readonly name: ImageName }
  /** It runs, and nobody knows what it does. */
  | { readonly kind: 'opaque' }
  | {
      readonly kind: 'absent';
      readonly reason: 'ErrImagePull' | 'ErrImageNeverPull' | 'InvalidImageName';
      /** As a node's container runtime says it, or the sandbox of itself. */
      readonly message: string;
      /** What the sandbox adds for a person. */
      readonly hint?: string;
    };

/** The images that one cluster can run. */
export type ImageCatalog = {
  find(image: string): FoundImage;
  /** Whether it is known of any image what it uses. */
  readonly measures: boolean;
  /** Whether a user describes it, who has it on the nodes then. */
  isDescribed(image: string): boolean;
  usageOf(image: string): ImageUsage | undefined;
  /** What it answers to admission reviews. */
  admissionOf(image: string): Admission | undefined;
};

/** @param described Images that a user describes; they come before those of the sandbox. */
export function createCatalog(
  policy: OpaquePolicy = 'any',
  described: readonly DescribedImage[] = [],
): ImageCatalog {
  const own = described.filter(({ behaves }) => behaves).map(describedWorkload);
  const measured = described.filter(({ usage }) => usage);
  return {
    find: (image) => find(image, policy, own),
    measures: measured.length > 0,
    isDescribed: (image) => described.some((each) => isImageOf(each.image, parseImageName(image))),
    usageOf: (image) => measured.find((each) => isImageOf(each.image, parseImageName(image)))?.usage,
    admissionOf: (image) =>
      described.find((each) => each.admission && isImageOf(each.image, parseImageName(image)))?.admission,
  };
}

function find(image: string, policy: OpaquePolicy, own: readonly Workload[]): FoundImage {
  const wrong = whyNoReference(image);
  if (wrong !== undefined) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${wrong}`;
    return { kind: 'absent', reason: 'InvalidImageName', message };
  }
  const name = parseImageName(image);
  const workload = own.find((each) => each.isOf?.(name)) ?? workloadOf(name);
  if (workload) return hasTag(workload, name) ? { kind: 'simulated', workload, name } : noTag(name);
  const near = nearMiss(name.repository);
  if (near !== undefined) return noRepository(name, near);
  if (publicNames.has(name.repository) && deniesItself(name.tag)) return noTag(name);
  if (policy === 'any' || policy.some((pattern) => matches(pattern, image))) return { kind: 'opaque' };
  return {
    kind: 'absent',
    reason: 'ErrImagePull',
    message: `sandbox: image "${image}" is not simulated, and this run does not let it run as an opaque one; it is there on a real cluster, if its registry has it`,
  };
}

/** An image that a user describes has the tags that are described. */
function hasTag({ hasTag: known, isOf }: Workload, { tag }: ImageName): boolean {
  if (isOf) return true;
  if (deniesItself(tag)) return false;
  return known ? known(tag) : mayHaveTag(tag);
}

/** A pattern without a tag is of every tag. */
function matches(pattern: string, image: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const regex = new RegExp(`^${literal.join('.*')}$`);
  return regex.test(image) || regex.test(image.replace(/@.*$/, '').replace(/:[^/:]+$/, ''));
}

/** What containerd says of a repository that its registry doesn't have. */
function noRepository(name: ImageName, near: string): FoundImage {
  const full = fullName(name);
  const message = `failed to pull and unpack image "${full}": failed to resolve reference "${full}": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
  const meant = near.replace(/^library\//, '');
  const hint = `sandbox: "${name.repository.replace(/^library\//, '')}" is taken for a slip of "${meant}", which is there`;
  return { kind: 'absent', reason: 'ErrImagePull', message, hint };
}

/** What the kubelet says of an image that it hasn't, and mustn't fetch. */
export const neverPulled = (image: string): FoundImage => ({
  kind: 'absent',
  reason: 'ErrImageNeverPull',
  message: `Container image "${image}" is not present with pull policy of Never`,
  hint: 'sandbox: only what another pod pulled to the node, or workloads.yaml describes, is there',
});

/** What containerd says of a tag that a repository doesn't have. */
function noTag(name: ImageName): FoundImage {
  const full = fullName(name);
  const message = `failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${full}: not found`;
  const hint = `sandbox: the image has no tag "${name.tag}"`;
  return { kind: 'absent', reason: 'ErrImagePull', message, hint };
}
