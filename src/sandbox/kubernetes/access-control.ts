import type { ApiContext } from '../apiserver/context.ts';
import { admissionPlugins } from './admission-plugins.ts';
import { spendBudget } from './pod-disruption-budget/eviction.ts';
import { rbacAuthorizer } from './rbac/authorizer.ts';

/** What stands between a request and the objects. */
export const accessControl: Pick<ApiContext, 'authorizer' | 'plugins' | 'allowEviction'> = {
  authorizer: rbacAuthorizer,
  plugins: admissionPlugins,
  allowEviction: spendBudget,
};
