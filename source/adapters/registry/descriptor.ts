import * as z from 'zod';

export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/);
