/** Ids whose `Target…` fields name the one who logs on; elsewhere the subject acts upon the target. */
export const logonIds: ReadonlySet<string> = new Set(
  '4624 4625 4626 4627 4634 4647 4675 4768 4769 4770 4771 4772 4773 4774 4775 4776 4777 4778 4779 4800 4801 4802 4803 4964 528 529 538 540 551 672 673 675 680'.split(
    ' ',
  ),
);

/** Ids whose `TargetUserName` is a group. */
export const groupIds: ReadonlySet<string> = new Set(
  '4727 4728 4729 4730 4731 4732 4733 4734 4735 4737 4744 4745 4746 4747 4748 4749 4750 4751 4752 4753 4754 4755 4756 4757 4758 4759 4760 4761 4762 4763 4764 4799'.split(
    ' ',
  ),
);

/** Tickets of Kerberos, asked for, renewed and refused. */
export const kerberosIds: ReadonlySet<string> = new Set(
  '4768 4769 4770 4771 4772 4773 672 673 675'.split(' '),
);
