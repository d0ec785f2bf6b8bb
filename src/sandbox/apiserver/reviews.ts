import { createHash } from 'node:crypto';
import { decodeObject } from './body.ts';
import { type ApiResponse, created } from './response.ts';

/** The one user of a sandbox, as its token's bearer is known. */
const user = {
  username: 'kubernetes-admin',
  uid: createHash('sha256').update('kubernetes-admin').digest('hex').slice(0, 32),
  groups: ['kubeadm:cluster-admins', 'system:authenticated'],
};

/** Something that clients can only ask for, and that isn't stored. */
type Review = {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly answer: (asked: Record<string, unknown>) => Record<string, unknown>;
};

/** `kubectl auth can-i` and `whoami`: the sandbox's user may do anything. */
export const reviews: readonly Review[] = [
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    resource: 'selfsubjectreviews',
    kind: 'SelfSubjectReview',
    answer: () => ({ status: { userInfo: user } }),
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    resource: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
    answer: ({ spec }) => ({ spec, status: { allowed: true } }),
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    resource: 'selfsubjectrulesreviews',
    kind: 'SelfSubjectRulesReview',
    answer: () => ({
      spec: {},
      status: {
        resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
        nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
        incomplete: false,
      },
    }),
  },
];

/** Answers a review. @throws ApiError 400 or 415 when the body can't be read */
export async function answerReview(
  { group, version, kind, answer }: Review,
  body: Buffer,
  contentType: string | undefined,
): Promise<ApiResponse> {
  const asked = await decodeObject(body, contentType);
  return created({
    kind,
    apiVersion: `${group}/${version}`,
    metadata: { creationTimestamp: null },
    ...answer(asked),
  });
}
