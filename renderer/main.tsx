import './app/zod-without-eval.ts';
import './styles/global.css';
import { checkedClient } from './app/checked-client.ts';
import { electronCarrier } from './app/electron-carrier.ts';
import { watchJoinLinks } from './app/join-link.ts';
import { mountDashboard } from './app/mount.tsx';
import { takeSessionKey } from './app/session-key.ts';
import { websocketCarrier } from './app/websocket-carrier.ts';

const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
const key = takeSessionKey();
const carrier = electronCarrier() ?? websocketCarrier(`${scheme}//${location.host}/ws`, key);

watchJoinLinks();
mountDashboard(document.getElementById('root'), checkedClient(carrier));
