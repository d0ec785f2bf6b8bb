import { tokenReview } from './authentication/token-review.ts';
import type { User } from './authentication/user.ts';
import { userInfo } from './authentication/user.ts';
import {
  localSubjectAccessReview,
  selfSubjectAccessReview,
  selfSubjectRulesReview,
  subjectAccessReview,
} from './authorization/access-reviews.ts';
import { decodeObject } from './body.ts';
import type { ApiContext } from './context.ts';
import { type ApiResponse, created } from './response.ts';
import type { IncomingCall } from './routes.ts';
import type { KubeObject } from './store/object.ts';
import { timestamp } from './store/store.ts';

/** What a review is answered from. */
export type ReviewContext = ApiContext & {
  readonly user: User;
  /** Of the path; empty for reviews that have none. */
  readonly namespace: string;
};

/** Something that clients can only ask for, and that isn't stored. */
export type Review = {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** The parts of the answer besides its type and metadata. @throws ApiError for a question that isn't one */
  readonly answer: (asked: KubeObject, context: ReviewContext) => object | Promise<object>;
};

const selfSubjectReview: Review = {
  group: 'authentication.k8s.io',
  version: 'v1',
  resource: 'selfsubjectreviews',
  kind: 'SelfSubjectReview',
  namespaced: false,
  answer: (_asked, { user, world }) => ({
    metadata: { creationTimestamp: timestamp(world.clock.now()) },
    status: { userInfo: userInfo(user) },
  }),
};

/** `kubectl auth can-i` and `whoami`, and what programs ask before they let somebody do something. */
const reviews: readonly Review[] = [
  selfSubjectReview,
  localSubjectAccessReview,
  selfSubjectAccessReview,
  selfSubjectRulesReview,
  subjectAccessReview,
  tokenReview,
];

/** The review that a path is for, and its namespace. */
export function reviewAt(path: string): { review: Review; namespace: string } | undefined {
  for (const review of reviews) {
    const root = `/apis/${review.group}/${review.version}/`;
    if (!path.startsWith(root)) continue;
    const [first = '', namespace = '', last = '', ...rest] = path.slice(root.length).split('/');
    if (!review.namespaced && first === review.resource && !namespace) return { review, namespace: '' };
    if (review.namespaced && first === 'namespaces' && last === review.resource && !rest.length)
      return { review, namespace: decodeURIComponent(namespace) };
  }
  return undefined;
}

/** Answers a review. @throws ApiError 400 or 415 when the body can't be read, 422 when it asks nothing */
export async function answerReview(
  { review, namespace }: { readonly review: Review; readonly namespace: string },
  context: ApiContext,
  call: IncomingCall,
): Promise<ApiResponse> {
  const { group, version, kind, answer } = review;
  const decoding = { kinds: context.world.kinds, expected: kind };
  const asked = await decodeObject(await call.readBody(), call.headers['content-type'], decoding);
  return created({
    kind,
    apiVersion: `${group}/${version}`,
    metadata: { creationTimestamp: null },
    ...(await answer(asked, { ...context, user: call.user, namespace })),
  });
}
