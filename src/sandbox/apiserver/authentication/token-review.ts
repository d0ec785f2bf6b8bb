import { at, isFields, listAt, textAt } from '../fields.ts';
import type { Review } from '../reviews.ts';
import { badRequest } from '../store/api-error.ts';
import { bearerOf, issuer } from './service-account-token.ts';
import { userInfo } from './user.ts';

/** Whose is this token? Of service accounts' tokens it is known. */
export const tokenReview: Review = {
  group: 'authentication.k8s.io',
  version: 'v1',
  resource: 'tokenreviews',
  kind: 'TokenReview',
  namespaced: false,
  async answer(asked, { world }) {
    const token = textAt(asked, 'spec.token');
    if (!token) throw badRequest('token is required for TokenReview in authentication');
    const given = listAt(asked, 'spec.audiences').map(String);
    const bearer = await bearerOf(world, token, given.length ? given : [issuer]);
    const spec = isFields(at(asked, 'spec')) ? asked.spec : {};
    if (!bearer) return { spec, status: { user: {}, error: 'invalid bearer token' } };
    const { user, audiences } = bearer;
    return { spec, status: { authenticated: true, user: userInfo(user), audiences } };
  },
};
