import { $, element, say } from './dom.js';
import { below } from './format.js';
import { json } from './http.js';

let root = '';
let latest = 0;

export const rootFolder = () => root;

/** Shows a folder, and makes it the one to scan. */
export async function showFolder(path) {
  const number = ++latest;
  let list;
  try {
    list = await json(`folders?path=${encodeURIComponent(path)}`);
  } catch (e) {
    if (number === latest) {
      say($('folders-error'), e.message);
    }
    return;
  }
  if (number !== latest) {
    return; // another folder was chosen meanwhile
  }
  root = list.root;
  say($('folders-error'), '');
  say($('root'), root);
  const inside = document.activeElement?.closest('#folders, #crumbs');
  $('crumbs').replaceChildren(...crumbs(list));
  $('folders').replaceChildren(...list.folders.map(entry));
  $('folders').scrollTop = 0;
  $('folder').value = list.path;
  note(list);
  if (inside) {
    ($('folders').querySelector('button:enabled') ?? $('crumbs').querySelector('button:last-of-type')).focus();
  }
}

function crumbs(list) {
  const names = list.path === list.root ? [] : below(list.root, list.path).split('/');
  const made = [crumb(list.root, list.root, names.length === 0)];
  let path = list.root === '/' ? '' : list.root;
  names.forEach((name, i) => {
    path += `/${name}`;
    made.push(document.createTextNode('/'), crumb(name, path, i === names.length - 1));
  });
  return made;
}

function crumb(name, path, current) {
  const made = element('button', { type: 'button', className: 'path' }, name);
  if (current) {
    made.setAttribute('aria-current', 'location');
  }
  made.addEventListener('click', () => showFolder(path));
  return made;
}

function entry({ name, path }) {
  const made = element('button', { type: 'button', disabled: path === null }, name);
  if (path === null) {
    made.title = 'This name is not text, and cannot be chosen. Scans of the folder above read what is in it.';
  } else {
    made.addEventListener('click', () => showFolder(path));
  }
  return element('li', {}, made);
}

function note(list) {
  const text = list.truncated
    ? `Only ${list.folders.length} folders are listed. Type the name of another one above.`
    : 'No folders in here.';
  say($('folders-note'), text);
  $('folders-note').hidden = !list.truncated && list.folders.length > 0;
}
