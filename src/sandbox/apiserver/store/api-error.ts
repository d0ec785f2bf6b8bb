/** The body of an API server's refusal. @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#response-status-kind */
export type Status = {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Record<string, never>;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: string;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly causes?: readonly StatusCause[];
    readonly retryAfterSeconds?: number;
  };
  readonly code: number;
};

type StatusCause = { readonly reason?: string; readonly message: string; readonly field?: string };

/** A refusal that becomes a `Status` on the wire. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Status['details'];

  constructor(code: number, reason: string, message: string, details?: Status['details']) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  toStatus(): Status {
    const { code, reason, message, details } = this;
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details ? { details } : {}),
      code,
    };
  }
}

const named = (resource: string, name: string): Status['details'] => {
  const [kind = resource, ...group] = resource.split('.');
  return { name, kind, ...(group.length ? { group: group.join('.') } : {}) };
};

export const notFound = (resource: string, name: string): ApiError =>
  new ApiError(404, 'NotFound', `${resource} "${name}" not found`, named(resource, name));

export const alreadyExists = (resource: string, name: string, why = ''): ApiError =>
  new ApiError(409, 'AlreadyExists', `${why}${resource} "${name}" already exists`, named(resource, name));

export const conflict = (resource: string, name: string, why: string): ApiError =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${resource} "${name}": ${why}`,
    named(resource, name),
  );

export const badRequest = (message: string): ApiError => new ApiError(400, 'BadRequest', message);

export const forbidden = (resource: string, name: string, why: string): ApiError =>
  new ApiError(403, 'Forbidden', `${resource} "${name}" is forbidden: ${why}`, named(resource, name));
