import { DISCOVERIES } from '../../../electron/node/transport/discovery/discovery.ts';
import { discoveryCompliance } from '../../support/discovery-compliance.ts';

for (const kind of DISCOVERIES) discoveryCompliance(kind);
