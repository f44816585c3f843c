import type { Client } from '../../api/client.ts';
import { getWizard, saveWizard } from '../../api/onboarding.ts';
import type { Answers } from './answers.ts';

/** Saves the first step of a customer who has just got a code. */
export async function startWizard(client: Client, tenantId: string, answers: Answers): Promise<void> {
  const { version } = await getWizard(client, tenantId);
  await saveWizard(client, tenantId, { version, current_step: 2, done_steps: [1], answers });
}
