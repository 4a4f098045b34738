// Which grants in force nothing came of, as far as the reports of sidecars tell. What they cannot tell is not judged.
import type { InstanceTraffic, Traffic } from '../api/traffic';
import type { Grant } from '../api/types';
import { OTHER, Topics, intersects } from './topics';

/**
 * used: there was something of a template that its topics belong to, which may have been theirs; unused: there was nothing;
 * unheard: its sidecar never reported; uncounted: reports do not count such; unclear: what it counts under holds other things.
 */
export type Verdict = 'used' | 'unused' | 'unheard' | 'uncounted' | 'unclear';

export interface Judged {
  grant: Grant;
  verdict: Verdict;
  /** Since when nothing came of it: its approval, or the first report. Null where that is not known. */
  since: number | null;
  /** For how long since the first report no report tells of. */
  gapMs: number;
}

function verdict(grant: Grant, instance: InstanceTraffic | undefined, templates: Topics, answers: readonly string[]): Verdict {
  if ((grant.action !== 'PUBLISH' && grant.action !== 'SUBSCRIBE') || (grant.action === 'SUBSCRIBE' && answers.includes(grant.pattern))) {
    return 'uncounted';
  }
  if (!instance) {
    return 'unheard';
  }
  const busy = instance.topics.filter((told) => (grant.action === 'PUBLISH' ? told.publishedInAll : told.deliveredInAll) > 0);
  if (busy.some((told) => told.topic !== OTHER && intersects(told.topic, grant.pattern))) {
    return 'used';
  }
  const hasOwn = templates.coverOf(grant.pattern) !== undefined;
  return instance.untold > 0 || (!hasOwn && busy.some((told) => told.topic === OTHER)) ? 'unclear' : 'unused';
}

/** @param answersOf the topics on which an instance answers requests, as its manifest says */
export function judged(traffic: Traffic, grants: readonly Grant[], answersOf: (instance: string) => readonly string[]): Judged[] {
  const instances = new Map(traffic.instances.map((each) => [each.name, each]));
  const templates = new Topics(traffic.instances.flatMap((each) => each.topics.map((told) => told.topic)).filter((each) => each !== OTHER));
  return grants
    .filter((grant) => grant.state === 'ACTIVE' && grant.effect === 'ALLOW')
    .map((grant) => {
      const instance = instances.get(grant.instance);
      const decided = grant.decidedAt ? Date.parse(grant.decidedAt) : 0;
      return {
        grant,
        verdict: verdict(grant, instance, templates, answersOf(grant.instance)),
        since: instance ? Math.max(instance.first, decided) : null,
        gapMs: instance ? Math.max(0, instance.last - instance.first - instance.heardMs) : 0,
      };
    });
}
