import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

/** Members on one network need none; who is elsewhere does. */
export function routeCheck({ routes }: Pick<DoctorFacts, 'routes'>): Check {
  if (routes === null) return check('route', { mark: 'unchecked', what: says('doctor.route.unknown') });
  const facts = { v4: routes.v4, v6: routes.v6 };
  if (!routes.v4 && !routes.v6) {
    const what = says('doctor.route.none');
    return check('route', { mark: 'warning', what, todo: says('doctor.route.connect'), facts });
  }
  return check('route', { mark: 'ok', what: says('doctor.route.ok'), facts });
}
