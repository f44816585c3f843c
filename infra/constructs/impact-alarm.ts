import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Stage } from '../config.ts';

export type ImpactAlarmProps = {
  stage: Stage;
  topic: ITopic;
  /** Without the stage; `docs/runbook.md` has a heading of the same name. */
  name: string;
  /** What it means for whom, in one sentence: the alarm's description. */
  impact: string;
  metric: IMetric;
  threshold: number;
  /** Periods in a row; 1 unless said. */
  periods?: number;
  /** Alarms when the value falls below the threshold, instead of reaching it. */
  below?: boolean;
};

/** An alarm that says what it means and tells the alarms topic when it starts and when it ends. */
export class ImpactAlarm extends Construct {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id);
    const alarm = new Alarm(this, 'Alarm', {
      alarmName: `gatehouse-${props.stage}-${props.name}`,
      alarmDescription: `${props.impact} Runbook: docs/runbook.md, “${props.name}”.`,
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: props.below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(props.topic));
    alarm.addOkAction(new SnsAction(props.topic));
  }
}
