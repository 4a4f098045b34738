// Who may do what, so that a page does not offer what would be refused. The manager decides all the same.
import { useQuery } from '@tanstack/react-query';
import { session } from '../api/queries';
import type { Role, Session } from '../api/types';

/** Of whoever is logged in; the pages are shown to nobody else. */
export function useSession(): Session {
  const found = useQuery(session).data;
  if (!found) {
    throw new Error('A page was shown without a session.');
  }
  return found;
}

export function useMay(): (...roles: Role[]) => boolean {
  const { roles } = useSession();
  return (...some) => some.some((role) => roles.includes(role));
}

export const ROLE_WORDS: Record<Role, string> = {
  VIEWER: 'looks at everything',
  AUTHOR: 'registers plugins, makes instances, asks for grants',
  OPERATOR: 'starts and stops, kills and releases, opens emergencies',
  APPROVER: 'decides on what others asked for',
  ADMIN: 'makes accounts, gives roles, takes backups',
};
