/** AWS list prices in US dollars, before tax, free tiers and discounts. */
export type Prices = {
  kinesis: {
    onDemandStreamHour: number;
    onDemandGbIn: number;
    onDemandGbOut: number;
    /** Beyond the first 24 hours, up to seven days. */
    onDemandRetentionGbMonth: number;
    shardHour: number;
    retentionShardHour: number;
    /** A million PUT payload units of 25 KB. */
    millionPutUnits: number;
  };
  lambda: { gbSecond: number; millionRequests: number };
  apiGateway: { millionRest: number; millionHttp: number };
  dynamodb: { millionWrites: number; millionReads: number; gbMonth: number; recoveryGbMonth: number };
  s3: { gbMonth: number; thousandPuts: number };
  search: { instanceHour: Readonly<Record<string, number>>; gp3GbMonth: number };
  cloudwatch: { alarmMonth: number; logsGb: number; metricMonth: number };
  kms: { keyMonth: number; tenThousandRequests: number };
  cognitoPlusUserMonth: number;
};

/** The day the prices below were entered, by hand: check them against the price lists that `docs/aws.md` links to. */
export const pricesAsOf = '2026-11-22';

const virginia: Prices = {
  kinesis: {
    onDemandStreamHour: 0.04,
    onDemandGbIn: 0.08,
    onDemandGbOut: 0.04,
    onDemandRetentionGbMonth: 0.1,
    shardHour: 0.015,
    retentionShardHour: 0.02,
    millionPutUnits: 0.014,
  },
  lambda: { gbSecond: 0.0000133334, millionRequests: 0.2 },
  apiGateway: { millionRest: 3.5, millionHttp: 1 },
  dynamodb: { millionWrites: 0.625, millionReads: 0.125, gbMonth: 0.25, recoveryGbMonth: 0.2 },
  s3: { gbMonth: 0.023, thousandPuts: 0.005 },
  search: {
    instanceHour: { 't3.small.search': 0.036, 'm7g.medium.search': 0.068, 'm7g.large.search': 0.135 },
    gp3GbMonth: 0.122,
  },
  cloudwatch: { alarmMonth: 0.1, logsGb: 0.5, metricMonth: 0.3 },
  kms: { keyMonth: 1, tenThousandRequests: 0.03 },
  cognitoPlusUserMonth: 0.02,
};

const ireland: Prices = {
  ...virginia,
  kinesis: {
    onDemandStreamHour: 0.044,
    onDemandGbIn: 0.088,
    onDemandGbOut: 0.044,
    onDemandRetentionGbMonth: 0.11,
    shardHour: 0.017,
    retentionShardHour: 0.023,
    millionPutUnits: 0.0165,
  },
  apiGateway: { millionRest: 3.5, millionHttp: 1.11 },
  dynamodb: { millionWrites: 0.705, millionReads: 0.141, gbMonth: 0.283, recoveryGbMonth: 0.226 },
  search: {
    instanceHour: { 't3.small.search': 0.039, 'm7g.medium.search': 0.075, 'm7g.large.search': 0.15 },
    gp3GbMonth: 0.134,
  },
  cloudwatch: { alarmMonth: 0.1, logsGb: 0.57, metricMonth: 0.3 },
};

export const prices: Readonly<Record<string, Prices>> = { 'us-east-1': virginia, 'eu-west-1': ireland };
