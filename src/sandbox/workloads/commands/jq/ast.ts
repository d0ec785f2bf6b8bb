export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Steps from a value to a part of it; a slice is an object. */
export type Path = readonly Json[];

export type Pattern =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Pattern[] }
  | { readonly kind: 'fields'; readonly fields: readonly { readonly key: Ast; readonly value: Pattern }[] };

/** A filter of jq. @see https://jqlang.org/manual/ */
export type Ast =
  | { readonly kind: 'identity' }
  | { readonly kind: 'recurse' }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'text'; readonly parts: readonly (string | Ast)[]; readonly format: string }
  | { readonly kind: 'format'; readonly name: string }
  | { readonly kind: 'index'; readonly of: Ast; readonly at: Ast }
  | { readonly kind: 'slice'; readonly of: Ast; readonly from?: Ast; readonly to?: Ast }
  | { readonly kind: 'iterate'; readonly of: Ast }
  | { readonly kind: 'array'; readonly of?: Ast }
  | { readonly kind: 'object'; readonly fields: readonly { readonly key: Ast; readonly value: Ast }[] }
  | {
      readonly kind: 'pipe' | 'comma' | 'and' | 'or' | 'alternative';
      readonly left: Ast;
      readonly right: Ast;
    }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'assign'; readonly operator: string; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'negate'; readonly of: Ast }
  | { readonly kind: 'try'; readonly of: Ast; readonly otherwise?: Ast }
  | { readonly kind: 'if'; readonly condition: Ast; readonly then: Ast; readonly otherwise: Ast }
  | {
      readonly kind: 'reduce';
      readonly source: Ast;
      readonly pattern: Pattern;
      readonly start: Ast;
      readonly update: Ast;
    }
  | {
      readonly kind: 'foreach';
      readonly source: Ast;
      readonly pattern: Pattern;
      readonly start: Ast;
      readonly update: Ast;
      readonly extract?: Ast;
    }
  | { readonly kind: 'bind'; readonly source: Ast; readonly pattern: Pattern; readonly body: Ast }
  | { readonly kind: 'define'; readonly definition: Definition; readonly body: Ast }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Ast[] }
  | { readonly kind: 'variable'; readonly name: string };

export type Definition = { readonly name: string; readonly params: readonly string[]; readonly body: Ast };

/** A filter that can't be read, or that isn't simulated. */
export class JqSyntaxError extends Error {}

/** An error of a filter at work, which `try` can catch. */
export class JqError extends Error {
  readonly value: Json;

  constructor(value: Json) {
    super(typeof value === 'string' ? value : `${JSON.stringify(value)} (not a string)`);
    this.value = value;
  }
}
