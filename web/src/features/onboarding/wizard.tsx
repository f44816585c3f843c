import { useState } from 'preact/hooks';
import type { SavedWizard } from '../../api/onboarding.ts';
import { useApp } from '../../app/app-context.ts';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { ActionError } from '../../ui/states.tsx';
import { noSecrets, type Secrets } from './answers.ts';
import { Stepper } from './stepper.tsx';
import { DataSourcesStep } from './steps/data-sources.tsx';
import { DefenderStep } from './steps/defender.tsx';
import { MitreStep } from './steps/mitre-mapping.tsx';
import { SentinelStep } from './steps/sentinel-setup.tsx';
import { SocAssessmentStep } from './steps/soc-assessment.tsx';
import { ValidationStep } from './steps/validation.tsx';
import { useWizard, type Wizard as WizardState } from './use-wizard.ts';

export type StepProps = {
  tenantId: string;
  wizard: WizardState;
  secrets: Secrets;
  setSecrets(secrets: Secrets): void;
};

type Props = { tenantId: string | null; start: SavedWizard | null; reload(): void };

export function Wizard({ tenantId, start, reload }: Props) {
  const { api, me } = useApp();
  const wizard = useWizard(api, tenantId, start);
  const [secrets, setSecrets] = useState<Secrets>(noSecrets);
  const operator = me.role === 'platform_admin';
  return (
    <>
      <PageHead
        title="Onboarding"
        sub={
          <>
            <span>{wizard.answers.organization_name || 'New customer'}</span>
            {tenantId && <code>{tenantId}</code>}
            <SavedState wizard={wizard} />
          </>
        }
      >
        {tenantId && (
          <>
            <a class="button" href="/checklist">
              Checklist
            </a>
            <a class="button" href="/audit">
              Who did what
            </a>
          </>
        )}
        {operator && (
          <a class="button" href="/onboarding?choose=1">
            Other customer
          </a>
        )}
      </PageHead>
      <Stepper step={wizard.step} done={wizard.done} goTo={wizard.goTo} />
      <ActionError error={wizard.error} reload={reload} />
      {tenantId === null ? (
        <SocAssessmentStep tenantId={null} wizard={wizard} secrets={secrets} setSecrets={setSecrets} />
      ) : (
        <Step tenantId={tenantId} wizard={wizard} secrets={secrets} setSecrets={setSecrets} />
      )}
    </>
  );
}

function Step(props: StepProps) {
  switch (props.wizard.step) {
    case 2:
      return <DataSourcesStep {...props} />;
    case 3:
      return <SentinelStep {...props} />;
    case 4:
      return <MitreStep {...props} />;
    case 5:
      return <DefenderStep {...props} />;
    case 6:
      return <ValidationStep {...props} />;
    default:
      return <SocAssessmentStep {...props} />;
  }
}

const savedTexts = { off: '', yes: 'Saved', saving: 'Saving…', no: 'Not saved' } as const;

function SavedState({ wizard }: { wizard: WizardState }) {
  if (wizard.saved === 'off') return null;
  return (
    <span class={`saved saved-${wizard.saved}`} data-testid="saved">
      {wizard.saved === 'yes' && <Icon name="check" />}
      {savedTexts[wizard.saved]}
    </span>
  );
}
