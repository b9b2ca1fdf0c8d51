// Follows the links of every page in Markdown: node scripts/links.mjs [--external]. Those within the project always, to the heading;
// those to elsewhere only when asked, since they need the network.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const external = process.argv.includes('--external');
const pages = list('*.md');
const wrong = [];
const elsewhere = new Map();

for (const page of pages) {
  for (const { target, line } of links(readFileSync(page, 'utf8'))) {
    if (/^https?:/.test(target)) {
      if (!/^https?:\/\/(localhost|127\.0\.0\.1)/.test(target) && !elsewhere.has(target)) {
        elsewhere.set(target, `${page}:${line}`);
      }
    } else if (!/^[a-z]+:/.test(target)) {
      follow(page, line, target);
    }
  }
}
if (external) {
  await ask([...elsewhere]);
}
for (const message of wrong) {
  console.error(message);
}
if (wrong.length === 0) {
  console.log(`links: clean (${pages.length} pages${external ? `, ${elsewhere.size} addresses elsewhere` : ''})`);
}
process.exitCode = wrong.length === 0 ? 0 : 1;

function follow(page, line, target) {
  const [path, heading] = decodeURIComponent(target).split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(file)) {
    wrong.push(`${page}:${line}: there is no ${file}`);
  } else if (heading && !statSync(file).isDirectory() && file.endsWith('.md') && !headings(file).has(heading)) {
    wrong.push(`${page}:${line}: ${file} has no heading #${heading}`);
  }
}

/** Of text, not of code. */
function links(text) {
  const found = [];
  let code = false;
  text.split('\n').forEach((written, index) => {
    if (/^\s*(```|~~~)/.test(written)) {
      code = !code;
    } else if (!code) {
      const shown = written.replace(/`[^`]*`/g, '');
      for (const [, target] of shown.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)) {
        found.push({ target, line: index + 1 });
      }
      for (const [, target] of shown.matchAll(/<(https?:[^>]+)>/g)) {
        found.push({ target, line: index + 1 });
      }
    }
  });
  return found;
}

/** As GitHub names them: a second one of the same name gets a number. */
function headings(file) {
  const names = new Set();
  let code = false;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) {
      code = !code;
    }
    const heading = code ? null : /^#{1,6}\s+(.*?)\s*#*$/.exec(line);
    if (heading) {
      const name = heading[1]
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
        .replaceAll(' ', '-');
      let unique = name;
      for (let n = 1; names.has(unique); n++) {
        unique = `${name}-${n}`;
      }
      names.add(unique);
    }
  }
  return names;
}

/** A few at a time, and twice before one counts as gone. */
async function ask(addresses) {
  const workers = Array.from({ length: 6 }, async () => {
    for (let next = addresses.pop(); next; next = addresses.pop()) {
      const [address, where] = next;
      const problem = (await problemOf(address)) && (await problemOf(address));
      if (problem) {
        wrong.push(`${where}: ${address}: ${problem}`);
      }
    }
  });
  await Promise.all(workers);
}

async function problemOf(address) {
  try {
    const response = await fetch(address, {
      signal: AbortSignal.timeout(30_000),
      headers: { 'user-agent': 'todo-app-links' },
    });
    await response.body?.cancel();
    // Some sites refuse programs; that says nothing about the page.
    return response.ok || [401, 403, 429].includes(response.status) ? null : `status ${response.status}`;
  } catch (failure) {
    return failure.cause?.message ?? failure.message;
  }
}

/** What git knows, or, in an export, what lies here. */
function list(pattern) {
  try {
    const names = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z', '--', pattern], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return names.split('\0').filter((name) => name && existsSync(name));
  } catch {
    return execFileSync('find', ['.', '(', '-name', 'node_modules', '-o', '-name', 'target', '-o', '-name', '.local', ')', '-prune', '-o', '-name', pattern, '-print'], {
      encoding: 'utf8',
    })
      .split('\n')
      .filter(Boolean);
  }
}
