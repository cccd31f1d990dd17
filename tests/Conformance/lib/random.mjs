import { createHash, randomBytes } from 'node:crypto';

export const random = (bytes = 32) => randomBytes(bytes).toString('base64url');

export const s256 = (verifier) => createHash('sha256').update(verifier).digest('base64url');
