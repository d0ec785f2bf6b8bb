import { failsWhereClustersWould } from './fails-where.ts';

failsWhereClustersWould('lab1');
