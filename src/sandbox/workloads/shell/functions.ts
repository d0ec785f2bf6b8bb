import type { Function as FunctionNode } from 'unbash';

/** What a function of a script does when it is called. */
export type FunctionBody = FunctionNode['body'];
