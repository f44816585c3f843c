import { type Changes, changesBetween } from '#shared/changes.ts';
import { DomainError } from '#shared/errors.ts';
import type { AlertChange } from '#shared/ports/alert-store.ts';
import type { Alert } from '#shared/schema/alert.ts';

/**
 * What a person's change does to an alert; empty where it says what is there already.
 * @throws DomainError `version_conflict` unless `version` is the stored one.
 */
export function changesOfAlert(alert: Alert, version: number, change: AlertChange): Changes {
  if (version !== alert.version) {
    throw new DomainError('version_conflict', 'The alert was changed meanwhile. Read it again and repeat.', {
      current_version: alert.version,
    });
  }
  return changesBetween(alert, change);
}
