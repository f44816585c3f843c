/**
 * True when node_modules holds what the lock file says. Both are npm's own files: package-lock.json, and
 * node_modules/.package-lock.json, which npm writes when it is done. Optional packages may be absent: most are for
 * other platforms.
 */
export function packagesFit(lock, installed) {
  if (!installed) return false;
  const have = installed.packages ?? {};
  return Object.entries(lock.packages ?? {}).every(([path, wanted]) => {
    if (path === '') return true;
    const found = have[path];
    if (!found) return wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version;
  });
}
