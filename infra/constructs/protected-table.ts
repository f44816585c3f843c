import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Cell } from '../config.ts';

export type ProtectedTableProps = {
  cell: Cell;
  key: IKey;
  partitionKey: Attribute;
  sortKey?: Attribute;
  /** Attribute with Unix seconds after which DynamoDB may forget an item. */
  expires?: string;
  /** Old and new images of every change, for a stream reader. */
  stream?: boolean;
  indexes?: readonly { name: string; partitionKey: Attribute; sortKey: Attribute }[];
};

/** A table on demand, encrypted with the cell's key, recoverable to any second of 35 days, and hard to delete. */
export class ProtectedTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, props: ProtectedTableProps) {
    super(scope, id);
    const { cell } = props;
    this.table = new Table(this, 'Table', {
      partitionKey: props.partitionKey,
      ...(props.sortKey ? { sortKey: props.sortKey } : {}),
      ...(props.expires ? { timeToLiveAttribute: props.expires } : {}),
      ...(props.stream ? { stream: StreamViewType.NEW_AND_OLD_IMAGES } : {}),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: cell.protect,
      removalPolicy: cell.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const { name, partitionKey, sortKey } of props.indexes ?? []) {
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey,
        sortKey,
        projectionType: ProjectionType.ALL,
      });
    }
  }
}
