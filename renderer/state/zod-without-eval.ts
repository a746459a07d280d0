// The content security policy allows no eval: zod must be told before the first schema is made (main.tsx imports
// this file first).
import { z } from 'zod';

z.config({ jitless: true });
