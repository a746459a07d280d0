import '#shared/words/catalogues.ts';
import '#shared/words/sayings.ts';
import './state/zod-without-eval.ts';
import './styles/global.css';
import { mountDashboard } from './shell/mount.tsx';
import { checkedClient } from './state/checked-client.ts';
import { electronCarrier } from './state/electron-carrier.ts';
import { watchJoinLinks } from './state/join-link.ts';
import { takeSessionKey } from './state/session-key.ts';
import { websocketCarrier } from './state/websocket-carrier.ts';

const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
const key = takeSessionKey();
const carrier = electronCarrier() ?? websocketCarrier(`${scheme}//${location.host}/ws`, key);

watchJoinLinks();
mountDashboard(document.getElementById('root'), checkedClient(carrier));
