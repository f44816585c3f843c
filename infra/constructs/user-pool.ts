import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Cell } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

/**
 * The cell's own identities. Role and tenant are claims that only an administrator sets: no user may write them, and a
 * user's tenant can't be changed by anybody once the user exists.
 */
export class CellUserPool extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, props: { cell: Cell }) {
    super(scope, id);
    const { cell } = props;
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      customAttributes: {
        role: new StringAttribute({ mutable: true, minLen: 1, maxLen: 32 }),
        tenant_id: new StringAttribute({ mutable: false, minLen: 2, maxLen: 16 }),
      },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OFF,
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: cell.protect,
      removalPolicy: cell.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.client = this.pool.addClient('Web', {
      generateSecret: false,
      authFlows: { userPassword: true, userSrp: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
      readAttributes: new ClientAttributes()
        .withStandardAttributes({ email: true, emailVerified: true, fullname: true })
        .withCustomAttributes('role', 'tenant_id'),
      // Without this list every attribute is writable, and anybody could make themselves platform_admin.
      writeAttributes: new ClientAttributes().withStandardAttributes({ fullname: true }),
    });
    acknowledge(
      this.pool,
      'The web’s own sign-in form answers no MFA challenge yet; a cell that needs MFA uses its own issuer (identity kind "oidc"). Threat protection blocks leaked passwords meanwhile.',
      'COG2',
    );
  }
}
