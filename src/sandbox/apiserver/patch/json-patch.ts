import { applyPatch, type Operation } from 'rfc6902';
import { isRecord } from '../body.ts';
import { jsonType } from '../go-json.ts';
import { ApiError, badRequest } from '../store/api-error.ts';

/** As the real server's limit. */
const maxOperations = 10_000;

/**
 * Applies a JSON patch to a copy.
 * @throws ApiError 400 when it isn't one, 422 when an operation fails
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw undecodable(patch, '[]handlers.jsonPatchOp');
  const stranger: unknown = patch.find((one) => !isRecord(one));
  if (stranger !== undefined) throw undecodable(stranger, 'handlers.jsonPatchOp');
  if (patch.length > maxOperations)
    throw new ApiError(
      413,
      'RequestEntityTooLarge',
      `The allowed maximum operations in a JSON patch is ${maxOperations}`,
    );
  const copy = structuredClone(target);
  if (!patch.every(isOperation) || !succeeds(copy, patch as Operation[]))
    throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request');
  return copy;
}

const undecodable = (value: unknown, type: string): ApiError =>
  badRequest(`error decoding patch: json: cannot unmarshal ${jsonType(value)} into Go value of type ${type}`);

/** A pointer that is none throws; an operation that can't be done is in the result. */
function succeeds(target: unknown, operations: Operation[]): boolean {
  try {
    return applyPatch(target, operations).every((error) => error === null);
  } catch {
    return false;
  }
}

const isOperation = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.op === 'string' &&
  typeof value.path === 'string' &&
  (value.from === undefined || typeof value.from === 'string') &&
  !/(^|\/)(__proto__|constructor|prototype)(\/|$)/.test(`${value.path}/${value.from ?? ''}`);
