import './app/zod-without-eval.ts';
import './styles/global.css';
import { checkedClient } from './app/checked-client.ts';
import { electronCarrier } from './app/electron-carrier.ts';
import { mountDashboard } from './app/mount.tsx';
import { websocketCarrier } from './app/websocket-carrier.ts';

const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
const carrier = electronCarrier() ?? websocketCarrier(`${scheme}//${location.host}/ws`);

mountDashboard(document.getElementById('root'), checkedClient(carrier));
