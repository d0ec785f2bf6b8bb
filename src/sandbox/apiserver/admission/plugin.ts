import type { World } from '../../world.ts';
import type { User } from '../authentication/user.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject } from '../store/object.ts';

/** What is about to be done to an object, as admission plugins see it. */
export type AdmissionRequest = {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly kind: Kind;
  /** Plural with its group, as the store names it. */
  readonly resource: string;
  /** The served version that was asked for. */
  readonly version: string;
  readonly subresource: string;
  readonly user: User;
  readonly world: World;
  readonly authorizer: Authorizer;
  /** As it is stored now; on UPDATE and DELETE. */
  readonly old?: KubeObject;
  readonly dryRun: boolean;
  /** Adds a text to the answer that clients print. */
  readonly warn: (text: string) => unknown;
};

/**
 * Looks at what is about to be written, after it is known that the user may write it.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
 */
export type AdmissionPlugin = {
  /** As the API server's flags name it. */
  readonly name: string;
  /** Whether it looks at such requests at all. */
  readonly handles: (request: AdmissionRequest) => boolean;
  /** Changes the object, after its defaults and before its validation. @throws ApiError */
  readonly mutate?: (object: KubeObject, request: AdmissionRequest) => KubeObject;
  /** Refuses the object, after its validation; on DELETE it is the one that goes. @throws ApiError */
  readonly validate?: (object: KubeObject, request: AdmissionRequest) => void;
};
