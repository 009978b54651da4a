import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** A certificate and its private key, in PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const day = 86_400_000;

/** A certificate authority in memory: its key is never written to disk. */
export class CertificateAuthority {
  readonly #certificate: X509Certificate;
  readonly #keys: webcrypto.CryptoKeyPair;

  private constructor(certificate: X509Certificate, keys: webcrypto.CryptoKeyPair) {
    this.#certificate = certificate;
    this.#keys = keys;
  }

  static async create(name: string): Promise<CertificateAuthority> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      ...common(),
      name: [{ CN: [name] }],
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    });
    return new CertificateAuthority(certificate, keys);
  }

  /** The authority's certificate in PEM. */
  get certificate(): string {
    return this.#certificate.toString("pem");
  }

  /** A certificate for a server on loopback. */
  async server(name: string): Promise<KeyPair> {
    return await this.#issue({ CN: [name] }, ExtendedKeyUsage.serverAuth, [
      new SubjectAlternativeNameExtension([
        { type: "ip", value: "127.0.0.1" },
        { type: "dns", value: "localhost" },
      ]),
    ]);
  }

  /** A certificate for a user: Kubernetes reads the name from CN and the groups from O. */
  async client(name: string, groups: readonly string[] = []): Promise<KeyPair> {
    return await this.#issue({ CN: [name], O: [...groups] }, ExtendedKeyUsage.clientAuth, []);
  }

  async #issue(
    { CN, O = [] }: { CN: string[]; O?: string[] },
    usage: ExtendedKeyUsage,
    extensions: SubjectAlternativeNameExtension[],
  ): Promise<KeyPair> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.create({
      ...common(),
      subject: [{ CN }, ...O.map((group) => ({ O: [group] }))],
      issuer: this.#certificate.subject,
      signingKey: this.#keys.privateKey,
      publicKey: keys.publicKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([usage]),
        ...extensions,
      ],
    });
    return { certificate: certificate.toString("pem"), key: await privatePem(keys.privateKey) };
  }
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

function common() {
  // A clock that is a little behind, for example in a container, must not refuse a new certificate.
  const notBefore = new Date(Date.now() - day);
  return {
    // RFC 5280 requires a positive number, so the first bit is zero.
    serialNumber: `01${randomBytes(15).toString("hex")}`,
    notBefore,
    notAfter: new Date(Date.now() + 30 * day),
    signingAlgorithm: algorithm,
  };
}

async function privatePem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`;
}
