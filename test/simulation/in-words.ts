import type { ProposedChange, Scenario, SimEvent } from './scenario.ts';

export function scenarioInWords(scenario: Scenario): string {
  const { seed, kind, others, size, f, floors, finaleAtMs, absent } = scenario;
  const rule = f === null ? 'f by default' : `f = ${f}`;
  return [
    `seed ${seed} (${[kind, ...others].join(' + ')}): ${size} members, ${rule}, ${floors} floors`,
    ...[...scenario.events]
      .sort((a, b) => a.atMs - b.atMs)
      .map((event) => `  ${String(event.atMs).padStart(6)} ms  ${eventInWords(event)}`),
    `  ${String(finaleAtMs).padStart(6)} ms  all are connected from here on${absent.length > 0 ? `, but for ${absent.join(', ')}` : ''}`,
  ].join('\n');
}

export function eventInWords(event: SimEvent): string {
  switch (event.do) {
    case 'draft':
      return `${event.who} drafts ${event.key}`;
    case 'propose': {
      const { change, quorum, threshold, deadlineMs } = event;
      return `${event.who} proposes ${event.key}${changeInWords(change)} (deadline ${deadlineMs} ms, quorum ${quorum ?? 'by default'}, threshold ${threshold.join('/')})`;
    }
    case 'vote':
      return `${event.who} votes ${event.choice} on ${event.key}`;
    case 'close':
      return `${event.who} closes ${event.key} by hand once it has voted`;
    case 'withdraw':
      return `${event.who} withdraws ${event.key}`;
    case 'reopen':
      return `${event.who} opens attempt ${event.attempt} of ${event.key} ${event.anyway ? 'whatever became of it' : 'as soon as it may'}`;
    case 'follow':
      return `${event.who} opens ${event.key} again whenever something else won its slot`;
    case 'support':
      return `${event.who} votes ${event.choice} in each attempt at ${event.key}`;
    case 'crowd':
      return `${event.who} opens a change of nothing in each of ${event.times} epochs`;
    case 'early-end':
      return `${event.who} opens ${event.key} to remove ${event.victim} from before its last entries on`;
    case 'endorse':
      return `${event.who} endorses ${event.whom} (${event.strength})`;
    case 'transfer':
      return `${event.who} sends ${event.amount} tokens to ${event.whom}, or all that it has`;
    case 'overdraw':
      return `${event.who} sends ${event.amount} tokens to ${event.whom}, whatever it has`;
    case 'split':
      return `the network splits: ${event.groups.map((group) => group.join(' ')).join(' | ')}`;
    case 'heal':
      return 'the network heals';
    case 'cut':
      return `nothing from ${event.from} reaches ${event.to} for ${event.forMs} ms`;
    case 'weather':
      return `from now on ${Math.round(event.drop * 100)} % is lost, ${Math.round(event.duplicate * 100)} % comes twice, delays up to ${event.delayMs} ms`;
    case 'crash':
      return `${event.who} stops for ${event.forMs} ms`;
    case 'crash-at-write':
      return `${event.who} crashes at its write number ${event.write} from here, ${event.point.replaceAll('-', ' ')}, for ${event.forMs} ms`;
    case 'clock':
      return `the clock of ${event.who} steps by ${event.byMs} ms`;
    case 'backup':
      return `${event.who} makes a backup`;
    case 'restore':
      return `${event.who} is restored from its backup${event.elsewhere ? ' on another computer' : ''}${event.override ? ', and its operator overrides' : ''}`;
    case 'twin':
      return `${event.who}* begins to write under the key of ${event.who}`;
    case 'old-home':
      return `the lost home of ${event.who} is started as ${event.who}**${event.heedless ? ', which looks out for no other' : ''}`;
    case 'mischief':
      return `${event.who} forges: ${event.what} (${event.salt})${event.toOne ? ', for one to see' : ''}`;
    case 'omit':
      return `${event.who} leaves ${event.victim} out when it coordinates`;
    case 'far':
      return `${event.who} signs ${event.rounds} rounds ahead`;
    case 'mute':
      return `${event.who} proposes nothing when it coordinates`;
    case 'stale-open':
      return `${event.who} opens ${event.key} as if it had heard of nothing new`;
    case 'worst-open': {
      const worst = { body: 'the worst rules that parse', cell: 'the worst rules that its cell allows' };
      const rules =
        event.within === 'body' || event.within === 'cell'
          ? worst[event.within]
          : `${worst.cell}, and a worse ${event.within}`;
      return `${event.who} opens ${event.key}${changeInWords(event.change)} with ${rules}`;
    }
    case 'foreign':
      return `${event.who} writes an entry as if it were ${event.victim} (${event.salt})`;
    case 'flood':
      return `${event.who} sends ${event.count} entries that wait for what nobody has, some as if it were ${event.victim} (${event.salt})`;
    case 'withhold':
      return `${event.who} keeps what it writes to itself for ${event.forMs} ms`;
    case 'join':
      return `${event.who} connects`;
    case 'rekey':
      return `${event.who} changes its key by ${event.by} (${event.key})${event.renew ? ', to new words' : ''}${event.aheadMs ? ', far ahead of time' : ''}`;
    case 'let-back':
      return `${event.who} lets ${event.whom} back, by ${event.by}${event.lost ? ', its machine being lost' : ''}${event.renew ? ', to new words' : ''}`;
    case 'vouch':
      return `${event.who} approves each key of ${event.whom}`;
    case 'steal':
      return `the home of ${event.who} is copied, ${event.unlocked ? 'with' : 'without'} its keys${event.runs ? ', and run' : ''}`;
    case 'leak':
      return `the words of ${event.who} get known`;
    case 'lose':
      return `the machine of ${event.who} is lost`;
    case 'found':
      return `the machine of ${event.who} is found`;
    case 'machine':
      return `${event.who} has a new machine`;
  }
}

function changeInWords(change: ProposedChange | null): string {
  if (!change) return '';
  return change.type === 'rules'
    ? ` to set f to ${change.f}`
    : ` to ${change.type} ${change.name}${change.type === 'admit' && change.alias ? ` as ${change.alias}` : ''}`;
}
