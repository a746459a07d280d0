import './app/zod-without-eval.ts';
import './styles/global.css';
import { checkedClient } from './app/checked-client.ts';
import { electronCarrier } from './app/electron-carrier.ts';
import { watchJoinLinks } from './app/join-link.ts';
import { mountDashboard } from './app/mount.tsx';
import { websocketCarrier } from './app/websocket-carrier.ts';

const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
const carrier = electronCarrier() ?? websocketCarrier(`${scheme}//${location.host}/ws`);

watchJoinLinks();
mountDashboard(document.getElementById('root'), checkedClient(carrier));
