import { failWhenChanged } from './fails-where.ts';
import { published, tasks } from './read-tasks.ts';

failWhenChanged([...tasks, ...published]);
