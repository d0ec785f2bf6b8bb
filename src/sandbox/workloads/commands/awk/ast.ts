/** An expression of awk. */
export type Expr =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'regex'; readonly source: string }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'field'; readonly index: Expr }
  | { readonly type: 'element'; readonly name: string; readonly keys: readonly Expr[] }
  | { readonly type: 'in'; readonly name: string; readonly keys: readonly Expr[] }
  | { readonly type: 'assign'; readonly operator: string; readonly target: Expr; readonly value: Expr }
  | { readonly type: 'step'; readonly by: 1 | -1; readonly prefix: boolean; readonly target: Expr }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Expr }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly type: 'choice'; readonly test: Expr; readonly then: Expr; readonly otherwise: Expr }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expr[] }
  | { readonly type: 'getline'; readonly target?: Expr; readonly file?: Expr };

/** A statement of awk. */
export type Stmt =
  | {
      readonly type: 'print';
      readonly args: readonly Expr[];
      readonly format: boolean;
      readonly file?: Expr;
      readonly append: boolean;
    }
  | { readonly type: 'expr'; readonly expr: Expr }
  | { readonly type: 'if'; readonly test: Expr; readonly then: Stmt; readonly otherwise?: Stmt }
  | { readonly type: 'while'; readonly test: Expr; readonly body: Stmt; readonly first: boolean }
  | {
      readonly type: 'for';
      readonly start?: Stmt;
      readonly test?: Expr;
      readonly step?: Stmt;
      readonly body: Stmt;
    }
  | { readonly type: 'forin'; readonly name: string; readonly list: string; readonly body: Stmt }
  | { readonly type: 'block'; readonly body: readonly Stmt[] }
  | { readonly type: 'delete'; readonly name: string; readonly keys?: readonly Expr[] }
  | {
      readonly type: 'jump';
      readonly to: 'next' | 'exit' | 'break' | 'continue' | 'return';
      readonly value?: Expr;
    };

export type Rule = {
  readonly when: 'BEGIN' | 'END' | readonly Expr[];
  /** Absent: the record is printed. */
  readonly body?: Stmt;
};

export type AwkFunction = { readonly parameters: readonly string[]; readonly body: Stmt };

export type Program = {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
};

/** A program can't be read, or has what the sandbox doesn't know. */
export class AwkError extends Error {
  override name = 'AwkError';
}
