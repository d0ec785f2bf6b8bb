import type { FieldError } from '../kind.ts';
import { invalid } from './field-error.ts';
import { portNameProblems } from './names.ts';

const highestPort = 65535;

/** A port number. */
export const portRules = (port: unknown, field: string): FieldError[] =>
  typeof port === 'number' && port >= 1 && port <= highestPort
    ? []
    : [invalid(field, port ?? 0, `must be between 1 and ${highestPort}, inclusive`)];

/** A port number, or the name of a container's port. */
export const targetPortRules = (port: unknown, field: string): FieldError[] =>
  typeof port === 'string'
    ? portNameProblems(port).map((problem) => invalid(field, port, problem))
    : portRules(port, field);

/** A count that may be 0; missing is fine. */
export const countRules = (value: unknown, field: string): FieldError[] =>
  typeof value === 'number' && value < 0 ? [invalid(field, value, 'must be greater than or equal to 0')] : [];
