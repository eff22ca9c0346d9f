// A self-signed X.509 certificate, DER, for keys made by a test; node makes keys but no certificates.
import crypto from "node:crypto";

const der = (tag, ...parts) => {
  const body = Buffer.concat(parts);
  const size = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...parts) => der(0x30, ...parts);
const ALGORITHMS = { rsa: sequence(der(0x06, Buffer.from("2a864886f70d01010b", "hex")), der(0x05)), ec: sequence(der(0x06, Buffer.from("2a8648ce3d040302", "hex"))) };
const called = (name) => sequence(der(0x31, sequence(der(0x06, Buffer.from("550403", "hex")), der(0x0c, Buffer.from(name)))));

/** The certificate of a key pair, valid until 2049. */
export function certificate({ publicKey, privateKey }, name) {
  const algorithm = ALGORITHMS[privateKey.asymmetricKeyType];
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    called(name),
    sequence(der(0x17, Buffer.from("200101000000Z")), der(0x17, Buffer.from("491231235959Z"))),
    called(name),
    publicKey.export({ type: "spki", format: "der" }),
  );
  return sequence(tbs, algorithm, der(0x03, Buffer.from([0]), crypto.sign("sha256", tbs, privateKey)));
}
