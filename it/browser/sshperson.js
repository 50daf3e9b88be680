// Somebody with an Ed25519 key of their own, who signs as `ssh-keygen -Y sign` does; see PROTOCOL.sshsig in OpenSSH.

import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const KIND = 'ssh-ed25519';
const PUBLIC_KEY_BYTES = 32;

function fields(...parts) {
  return Buffer.concat(parts.flatMap((part) => {
    const bytes = Buffer.from(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  }));
}

export class SshPerson {
  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.secret = privateKey;
    this.blob = fields(KIND, publicKey.export({ type: 'spki', format: 'der' }).subarray(-PUBLIC_KEY_BYTES));
    this.line = `${KIND} ${this.blob.toString('base64')}`;
    this.fingerprint = `SHA256:${createHash('sha256').update(this.blob).digest('base64').replace(/=+$/, '')}`;
  }

  sign(text, namespace) {
    const magic = Buffer.from('SSHSIG');
    const digest = createHash('sha512').update(text).digest();
    const signature = sign(null, Buffer.concat([magic, fields(namespace, '', 'sha512', digest)]), this.secret);
    const whole = Buffer.concat([magic, Buffer.from([0, 0, 0, 1]),
      fields(this.blob, namespace, '', 'sha512', fields(KIND, signature))]);
    return `-----BEGIN SSH SIGNATURE-----\n${whole.toString('base64')}\n-----END SSH SIGNATURE-----\n`;
  }
}
