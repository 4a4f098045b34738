import type { Role } from '../../api/types';

/** Who may search the audit log and have it verified. */
export const AUDITORS: readonly Role[] = ['ADMIN', 'APPROVER', 'OPERATOR'];
