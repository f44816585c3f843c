import { useState } from 'preact/hooks';
import { type Coverage, coverageFiles, type Gap, getCoverage, getGaps } from '../../../api/coverage.ts';
import { useApp } from '../../../app/app-context.ts';
import { DownloadButton } from '../../../ui/download-button.tsx';
import { Figure } from '../../../ui/figure.tsx';
import { ActionError } from '../../../ui/states.tsx';
import { Time } from '../../../ui/time.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { GapList } from '../gap-list.tsx';
import { Heatmap } from '../heatmap.tsx';
import { StepButtons, StepFrame } from '../step-frame.tsx';
import { TacticDetail } from '../tactic-detail.tsx';
import type { StepProps } from '../wizard.tsx';

type Seen = { coverage: Coverage; gaps: Gap[] };

export function MitreStep({ wizard }: StepProps) {
  const { api, announce } = useApp();
  const [seen, setSeen] = useState<Seen | null>(null);
  const [tactic, setTactic] = useState<string | null>(null);
  const calculate = useAction(async () => {
    const [coverage, { gaps }] = await Promise.all([getCoverage(api), getGaps(api)]);
    setSeen({ coverage, gaps });
    announce(`The coverage is ${coverage.overall.percent} percent.`);
  });
  const shown = seen?.coverage.tactics.find(({ id }) => id === tactic);
  return (
    <StepFrame
      step={4}
      intro="Which attack techniques you would notice today. It is computed from the rules that are on and from the fields that really arrive, never assumed."
    >
      <div class="actions">
        <button
          type="button"
          class={seen ? 'button' : 'button primary'}
          disabled={calculate.busy}
          onClick={() => void calculate.run()}
        >
          {calculate.busy ? 'Calculating…' : seen ? 'Calculate again' : 'Calculate Coverage'}
        </button>
        {seen && (
          <>
            <DownloadButton {...coverageFiles.navigator}>ATT&CK Navigator layer</DownloadButton>
            <DownloadButton {...coverageFiles.csv}>CSV</DownloadButton>
          </>
        )}
      </div>
      <ActionError error={calculate.error} />
      {seen && (
        <>
          <div class="figures">
            <Figure
              name="Overall coverage"
              value={<span data-testid="overall">{seen.coverage.overall.percent} %</span>}
              note="of all techniques; those in part count half"
            />
            <Figure name="Covered" value={seen.coverage.overall.covered} note="techniques" />
            <Figure name="Covered in part" value={seen.coverage.overall.partial} note="techniques" />
            <Figure name="Not covered" value={seen.coverage.overall.uncovered} note="techniques" />
          </div>
          <Heatmap tactics={seen.coverage.tactics} chosen={tactic} onChoose={setTactic} />
          {shown && <TacticDetail tactic={shown} techniques={seen.coverage.techniques} />}
          <GapList gaps={seen.gaps} onConnect={() => wizard.goTo(2)} onChanged={() => void calculate.run()} />
          <p class="muted">
            MITRE ATT&CK {seen.coverage.attack_version}, computed <Time at={seen.coverage.computed_at} />.{' '}
            {seen.coverage.notice}
          </p>
        </>
      )}
      <StepButtons back={() => wizard.goTo(3)} next={() => wizard.complete(4)} />
    </StepFrame>
  );
}
