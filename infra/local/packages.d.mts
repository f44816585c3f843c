type LockFile = {
  packages?: Record<string, { version?: string; optional?: boolean; devOptional?: boolean }>;
};

/** True when node_modules (by its `.package-lock.json`) holds what the lock file says. */
export function packagesFit(lock: LockFile, installed: LockFile | null): boolean;
