import { $, element, say } from './dom.js';
import { rootFolder, showFolder } from './folders.js';
import { below, bytes, count, duration, time } from './format.js';
import { listenToGroups } from './groups.js';
import { json, repeat, Unreachable } from './http.js';
import { refreshQueues } from './queues.js';
import { selectScan, selectedPath, selectedScan, showScan, stopScan } from './scan.js';

const PAUSE_MILLIS = 1000;
const rows = new Map();
let answered = Date.now();

async function refreshScans() {
  try {
    const scans = await json('scans');
    answered = Date.now();
    unreachable('', '');
    if (rootFolder() === '') {
      await showFolder('.');
    }
    list(scans);
    select(scans);
    if (selectedScan() !== undefined) {
      await showScan(scans.find(({ id }) => id === selectedScan()));
    }
  } catch (e) {
    const silence = e instanceof Unreachable ? `No answer for ${duration(Date.now() - answered)}.` : '';
    unreachable(`${e.message} This page goes on asking.`, silence);
  }
}

/** What has changed is read out; how long it takes is not, since that changes all the time. */
function unreachable(message, silence) {
  $('unreachable').parentElement.hidden = message === '';
  say($('unreachable'), message);
  say($('silence'), silence);
}

/** The one that the address names, else the latest. */
function select(scans) {
  const named = /^#scan-(\d+)$/.exec(location.hash);
  if (named !== null) {
    selectScan(Number(named[1]));
  } else if (selectedScan() === undefined && scans.length > 0) {
    selectScan(scans[0].id);
  }
}

function list(scans) {
  $('no-scans').hidden = scans.length > 0;
  $('scans').hidden = scans.length === 0;
  scans.forEach((scan, i) => {
    if (!rows.has(scan.id)) {
      rows.set(scan.id, row(scan));
    }
    update(rows.get(scan.id), scan);
    const body = $('scans').tBodies[0];
    if (body.rows[i] !== rows.get(scan.id).row) {
      body.insertBefore(rows.get(scan.id).row, body.rows[i] ?? null);
    }
  });
  const ids = new Set(scans.map(({ id }) => id));
  for (const [id, { row: old }] of rows) {
    if (!ids.has(id)) {
      old.remove();
      rows.delete(id);
    }
  }
}

function row({ id, path, started }) {
  const parts = {
    link: element('a', { href: `#scan-${id}`, className: 'path', title: path }),
    state: element('span', { className: 'badge' }),
    files: element('td', { className: 'number' }),
    wasted: element('td', { className: 'number' }),
  };
  parts.row = element(
    'tr',
    {},
    element('td', {}, parts.link),
    element('td', {}, parts.state),
    parts.files,
    parts.wasted,
    element('td', {}, element('time', { dateTime: started }, time(started))),
  );
  return parts;
}

function update(parts, scan) {
  say(parts.link, below(rootFolder(), scan.path));
  parts.state.className = `badge ${scan.state}`;
  say(parts.state, scan.state);
  say(parts.files, count(scan.filesHashed));
  say(parts.wasted, scan.ended && scan.state !== 'failed' ? bytes(scan.wastedBytes) : '–');
  parts.link.setAttribute('aria-current', String(scan.id === selectedScan()));
}

async function begin(path) {
  const button = $('start');
  button.disabled = true;
  try {
    const scan = await json('scans', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ path }),
    });
    refused('');
    say($('announcement'), `The scan of ${scan.path} has begun.`);
    location.hash = `#scan-${scan.id}`;
    await refreshScans();
    $('scan').scrollIntoView({ block: 'nearest' });
  } catch (e) {
    refused(e.message);
    $('folder').focus();
  } finally {
    button.disabled = false;
  }
}

function refused(reason) {
  say($('begin-error'), reason);
  $('folder').setAttribute('aria-invalid', String(reason !== ''));
}

$('begin-form').addEventListener('submit', (event) => {
  event.preventDefault();
  begin($('folder').value);
});
$('folder').addEventListener('input', () => refused(''));
$('again').addEventListener('click', () => begin(selectedPath()));
$('stop').addEventListener('click', async () => {
  await stopScan();
  await refreshScans();
});
window.addEventListener('hashchange', refreshScans);
listenToGroups();
repeat(refreshScans, PAUSE_MILLIS);
repeat(refreshQueues, PAUSE_MILLIS);
