import { $, element, say } from './dom.js';
import { bytes, count, counted } from './format.js';

const GROUPS = 25;
const PATHS = 5;
const UNREADABLE = 200;

let groups = [];
let matching = [];
let root = '';

/** Shows the groups of a scan, the most wasteful first, as they come. */
export function showGroups(duplicates, folder) {
  groups = duplicates;
  root = folder;
  $('filter').value = '';
  $('duplicates').hidden = groups.length === 0;
  $('no-duplicates').hidden = groups.length > 0;
  refilter();
}

export function listenToGroups() {
  $('filter').addEventListener('input', refilter);
  $('more').addEventListener('click', () => {
    const first = $('groups').childElementCount;
    append();
    $('groups').children[first].focus();
  });
}

function refilter() {
  const wanted = $('filter').value.toLowerCase();
  matching = groups.filter(({ paths }) => paths.some((path) => relative(path).toLowerCase().includes(wanted)));
  $('groups').replaceChildren();
  append();
}

function append() {
  const shown = $('groups').childElementCount;
  $('groups').append(...matching.slice(shown, shown + GROUPS).map(group));
  const left = matching.length - $('groups').childElementCount;
  $('more').hidden = left === 0;
  say($('more'), `Show ${Math.min(left, GROUPS)} more of ${count(left)}`);
  say($('groups-note'), $('filter').value === '' ? '' : `${counted(matching.length, 'group has', 'groups have')} a path with this text.`);
}

function group({ sha256, size, wastedBytes, paths }) {
  const bar = element('span');
  bar.style.width = `${groups[0].wastedBytes === 0 ? 0 : (100 * wastedBytes) / groups[0].wastedBytes}%`;
  const list = element('ul', {}, ...paths.slice(0, PATHS).map(line));
  const made = element(
    'li',
    { tabIndex: -1 },
    element(
      'div',
      { className: 'head' },
      element('strong', {}, `${bytes(wastedBytes)} wasted`),
      element('span', { className: 'hint' }, `${count(paths.length)} files of ${bytes(size)}`),
    ),
    element('div', { className: 'waste' }, bar),
    list,
  );
  if (paths.length > PATHS) {
    const all = element('button', { type: 'button' }, `Show all ${count(paths.length)} paths`);
    all.addEventListener('click', () => {
      list.append(...paths.slice(PATHS).map(line));
      all.remove();
      made.focus();
    });
    made.append(all);
  }
  made.append(element('p', { className: 'sum path' }, `SHA-256 ${sha256}`));
  return made;
}

const line = (path) => element('li', { className: 'path', title: path }, relative(path));

const relative = (path) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);

/** Shows what could not be read, and why. */
export function showUnreadable(unreadable) {
  const details = $('unreadable');
  details.hidden = unreadable.length === 0;
  details.open = false;
  say(details.querySelector('summary'), `${counted(unreadable.length, 'file or folder', 'files and folders')} could not be read`);
  details.querySelector('tbody').replaceChildren(
    ...unreadable.slice(0, UNREADABLE).map(({ path, reason }) =>
      element('tr', {}, element('td', { className: 'path' }, path), element('td', {}, reason)),
    ),
  );
  const left = unreadable.length - UNREADABLE;
  details.querySelector('.hint').hidden = left <= 0;
  say(details.querySelector('.hint'), `${count(Math.max(left, 0))} more are not shown.`);
}
