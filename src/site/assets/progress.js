import { make } from './make.js';
import { keep, kept } from './names.js';

const store = 'runbook:done';

/** Boxes for the steps of a page, in the list of steps and at each step, that stay ticked until the reader starts again. */
export function addProgress(main, words) {
  const outline = main.querySelector('.rb-outline');
  if (!outline) return;
  const page = location.pathname;
  const links = [...outline.querySelectorAll('li > a')];
  const done = new Set([].concat(kept(store)[page] ?? []));
  const said = make('span', { role: 'status' });
  const again = make('button', { type: 'button', textContent: words.startAgain });
  const boxes = links.flatMap((link) => {
    const id = link.hash.slice(1);
    const box = (label) => {
      const input = make('input', { type: 'checkbox', ariaLabel: `${label}: ${link.textContent}` });
      input.addEventListener('change', () => {
        if (input.checked) done.add(id);
        else done.delete(id);
        keep(store, { ...kept(store), [page]: [...done] });
        show();
      });
      return { id, input };
    };
    const inList = box(words.done);
    link.before(inList.input);
    const heading = document.getElementById(id);
    const line = heading?.closest('.sl-heading-wrapper') ?? heading;
    const step = line?.matches('.rb-step') ? line : line?.nextElementSibling;
    if (!step?.matches('.rb-step')) return [inList];
    const atStep = box(words.doneStep);
    step.append(make('label', {}, atStep.input, words.done));
    return [inList, atStep];
  });
  const show = () => {
    for (const { id, input } of boxes) input.checked = done.has(id);
    const count = links.filter(({ hash }) => done.has(hash.slice(1))).length;
    said.textContent =
      count === 0 ? words.tickOff : words.doneOf.replace('{done}', count).replace('{count}', links.length);
    again.hidden = count === 0;
  };
  again.addEventListener('click', () => {
    done.clear();
    keep(store, { ...kept(store), [page]: [] });
    show();
  });
  outline.append(make('p', { className: 'rb-progress' }, said, ' ', again));
  show();
}
