import { missingFunctions } from '../../apiserver/cel/check.ts';
import { asksAuthorizer } from '../../apiserver/cel/policy-expression.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';

/** What expressions can't be given here is refused before it could be taken for looked at. */
export function unsimulatedExpressions(expressions: readonly string[]): ApiError | undefined {
  const missing = [
    ...expressions.flatMap(missingFunctions),
    ...(expressions.some(asksAuthorizer) ? ['authorizer'] : []),
  ];
  return missing.length
    ? new ApiError(
        501,
        'NotImplemented',
        `sandbox: ${[...new Set(missing)].join(', ')} in CEL is not simulated`,
      )
    : undefined;
}
