import type { Diagnostic } from '../model/diagnostic.ts';

/** Takes in what is wrong with the document. */
export type Report = (diagnostic: Diagnostic) => void;
