import { NAME_MAX } from '#shared/protocol/limits.ts';
import { line } from '#shared/protocol/text.ts';

/** Which characters a name may have the members judged who let its owner in; here it is shown as it was signed. */
export const PersonName = line(1, NAME_MAX);
