import { expect, test } from 'vitest';
import { workflowCommand } from '../../../../src/engine/report/workflow-command.ts';

test('nothing in a document can end a part of the command or begin another one', () => {
  const evil = 'a,b:c%\r\n::error::x';
  expect(workflowCommand('warning', { file: evil, line: 3 }, evil)).toBe(
    '::warning file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax,line=3::a,b:c%25%0A::error::x',
  );
  expect(workflowCommand('notice', {}, 'plain')).toBe('::notice::plain');
});
