// A SAML identity provider that lies. Prints `ready ORIGIN` and ends with its standard input. `/metadata` is honest;
// `/response?variant=…&id=…&sp=…&acs=…` answers with a form field SAMLResponse of that kind.
import crypto from "node:crypto";
import http from "node:http";
import zlib from "node:zlib";
import { SignedXml } from "xml-crypto";
import { certificate } from "./certificate.mjs";

const IDP = "https://idp.example/saml";
const rsa = () => crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
const [ours, theirs, elliptic] = [rsa(), rsa(), crypto.generateKeyPairSync("ec", { namedCurve: "P-256" })];
const certificates = new Map([ours, theirs, elliptic].map((pair) => [pair, certificate(pair, "idp.example").toString("base64")]));

const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
const PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
const EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

const at = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();

/** An assertion, unsigned. */
function assertion(asked, changed = {}) {
  const say = {
    id: "_a1", version: "2.0", issued: at(0), issuer: IDP, name: "ada", format: PERSISTENT, nameMore: "", recipient: asked.acs, inResponseTo: asked.id,
    confirmedUntil: at(300), confirmation: "", method: "urn:oasis:names:tc:SAML:2.0:cm:bearer", from: at(-30), until: at(300),
    audience: `<saml:AudienceRestriction><saml:Audience>${asked.sp}</saml:Audience></saml:AudienceRestriction>`, condition: "", authenticated: at(0),
    attributes: `<saml:Attribute Name="mail"><saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">ada@example.com</saml:AttributeValue></saml:Attribute>`,
    advice: "", inside: "", ...changed,
  };
  const attribute = (name, value) => (value === undefined ? "" : ` ${name}="${value}"`);
  const name = say.subject ?? `<saml:NameID${attribute("Format", say.format)}${say.nameMore}>${say.name}</saml:NameID>`;
  const conditions = say.conditions ??
    `<saml:Conditions${attribute("NotBefore", say.from)}${attribute("NotOnOrAfter", say.until)}>${say.audience}${say.condition}</saml:Conditions>`;
  const statement = say.statement ??
    `<saml:AuthnStatement${attribute("AuthnInstant", say.authenticated)}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`;
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${say.id}" Version="${say.version}" IssueInstant="${say.issued}"><saml:Issuer>${say.issuer}</saml:Issuer><saml:Subject>${name}<saml:SubjectConfirmation Method="${say.method}"><saml:SubjectConfirmationData${attribute("InResponseTo", say.inResponseTo)}${attribute("Recipient", say.recipient)}${attribute("NotOnOrAfter", say.confirmedUntil)}${say.confirmation}>${say.inside}</saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>${conditions}${say.advice}${statement}<saml:AttributeStatement>${say.attributes}</saml:AttributeStatement></saml:Assertion>`;
}

/** Puts a signature after the first issuer of the element. */
function sign(xml, how = {}) {
  const key = how.key ?? ours;
  const signer = new SignedXml({
    privateKey: how.secret ?? key.privateKey.export({ type: "pkcs8", format: "pem" }),
    signatureAlgorithm: how.algorithm ?? (key === elliptic ? "ecdsa" : RSA_SHA256),
    canonicalizationAlgorithm: how.canonical ?? EXCLUSIVE,
    getKeyInfoContent: () => `<X509Data><X509Certificate>${certificates.get(how.named ?? key)}</X509Certificate></X509Data>`,
  });
  // Neither is offered by the library unasked.
  signer.SignatureAlgorithms.ecdsa = class {
    getSignature = (info) => crypto.sign("sha256", Buffer.from(info), { key: elliptic.privateKey, dsaEncoding: "ieee-p1363" }).toString("base64");
    getAlgorithmName = () => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
  };
  if (how.secret) signer.enableHMAC();
  signer.addReference({
    xpath: how.target ?? "/*",
    transforms: how.transforms ?? [ENVELOPED, EXCLUSIVE],
    digestAlgorithm: how.digest ?? SHA256,
    inclusiveNamespacesPrefixList: how.prefixes,
    ...how.reference,
  });
  if (how.second) signer.addReference({ xpath: how.second, transforms: [EXCLUSIVE], digestAlgorithm: SHA256 });
  signer.computeSignature(xml, { location: { reference: "/*/*[local-name(.)='Issuer']", action: "after" } });
  return signer.getSignedXml();
}

/** What stands around assertions. */
function response(asked, inside, changed = {}) {
  const say = { id: "_r1", version: "2.0", destination: asked.acs, inResponseTo: asked.id, issuer: `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${IDP}</saml:Issuer>`, extensions: "", status: `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>`, ...changed };
  const attribute = (name, value) => (value === undefined ? "" : ` ${name}="${value}"`);
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${say.id}" Version="${say.version}" IssueInstant="${at(0)}"${attribute("Destination", say.destination)}${attribute("InResponseTo", say.inResponseTo)}>${say.issuer}${say.extensions}<samlp:Status>${say.status}</samlp:Status>${inside}</samlp:Response>`;
}

const signatureOf = (xml) => xml.match(/<Signature[\s\S]*?<\/Signature>/)[0];
const without = (xml, part) => xml.replace(part, "");
const after = (xml, part) => xml.replace(/(<saml:Issuer[\s\S]*?<\/saml:Issuer>)/, `$1${part.replaceAll("$", "$$$$")}`);

/** Each kind: what was asked in, XML out. */
const KINDS = {
  good: (a) => response(a, sign(assertion(a))),
  "good-elliptic": (a) => response(a, sign(assertion(a), { key: elliptic })),
  "good-sha512": (a) => response(a, sign(assertion(a), { algorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", digest: "http://www.w3.org/2001/04/xmlenc#sha512" })),
  "good-both-signed": (a) => sign(response(a, sign(assertion(a)))),
  // As OpenSAML signs. The library would give the first transform a list, too, so its words are put right and signed once more.
  "good-prefixes": (a) => {
    const xml = sign(assertion(a), { prefixes: ["xs"] }).replace(/(enveloped-signature")><Inclusive.*?<\/Transform>/, "$1/>");
    const info = xml.match(/<SignedInfo>.*<\/SignedInfo>/)[0].replace("<SignedInfo>", '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#">');
    const canonical = info.replace(/<(\w+)([^>]*)\/>/g, "<$1$2></$1>").replace(/ (PrefixList="xs") (xmlns="[^"]*")/, " $2 $1");
    const value = crypto.sign("sha256", Buffer.from(canonical), ours.privateKey).toString("base64");
    return response(a, xml.replace(/<SignatureValue>.*?</, `<SignatureValue>${value}<`));
  },
  "good-spaced": (a) => response(a, `\n  ${sign(assertion(a))}\n`).replace(/^/, '<?xml version="1.0" encoding="UTF-8"?>\n'),
  "good-mail-name": (a) => response(a, sign(assertion(a, { name: "ada@example.com", format: EMAIL, attributes: `<saml:Attribute Name="oid"><saml:AttributeValue>ada-17</saml:AttributeValue></saml:Attribute>` }))),
  // Names of prefixes mean nothing, character references mean the character, and what the envelope declares does not reach what is signed.
  "good-other-prefixes": (a) => response(a, sign(assertion(a).replaceAll("saml:", "a:").replace("xmlns:saml", "xmlns:a"))),
  "good-default-namespace": (a) => response(a, sign(assertion(a).replaceAll("saml:", "").replace("xmlns:saml", "xmlns"))),
  "good-references": (a) => response(a, sign(assertion(a))).replace(">ada<", ">&#97;&#x64;a<").replace('ID="_a1"', 'ID="&#95;a1"'),
  "good-declared-around": (a) => response(a, sign(assertion(a))).replace("<samlp:Response ", '<samlp:Response xmlns="urn:evil" xmlns:xs="urn:evil" xmlns:ds="urn:evil" '),
  "logged-in-long-ago": (a) => response(a, sign(assertion(a, { authenticated: at(-86400) }))),

  // Not signed, or not by whom it must be.
  unsigned: (a) => response(a, assertion(a)),
  "only-the-response-is-signed": (a) => sign(response(a, assertion(a))),
  "other-key": (a) => response(a, sign(assertion(a), { key: theirs, named: ours })),
  "other-key-with-its-certificate": (a) => response(a, sign(assertion(a), { key: theirs })),
  "other-key-as-key-value": (a) => {
    const jwk = theirs.publicKey.export({ format: "jwk" });
    const value = (text) => Buffer.from(text, "base64url").toString("base64");
    const own = `<KeyValue><RSAKeyValue><Modulus>${value(jwk.n)}</Modulus><Exponent>${value(jwk.e)}</Exponent></RSAKeyValue></KeyValue>`;
    return response(a, sign(assertion(a), { key: theirs }).replace(/<X509Data>[\s\S]*?<\/X509Data>/, own));
  },
  "response-signed-by-other-key": (a) => sign(response(a, sign(assertion(a))), { key: theirs }),
  "changed-name": (a) => response(a, sign(assertion(a)).replace(">ada<", ">admin<")),
  "changed-mail": (a) => response(a, sign(assertion(a)).replace("ada@example.com", "admin@example.com")),
  "changed-digest": (a) => {
    const forged = assertion(a, { name: "admin" });
    const digest = sign(forged, { key: theirs }).match(/<DigestValue>.*?</)[0];
    return response(a, after(forged, signatureOf(sign(assertion(a))).replace(/<DigestValue>.*?</, digest)));
  },
  "empty-signature": (a) => response(a, sign(assertion(a)).replace(/<SignatureValue>[\s\S]*?</, "<SignatureValue><")),
  "no-signature-value": (a) => response(a, sign(assertion(a)).replace(/<SignatureValue>[\s\S]*?<\/SignatureValue>/, "")),
  // Algorithms.
  "sha1-signature": (a) => response(a, sign(assertion(a), { algorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1" })),
  "sha1-digest": (a) => response(a, sign(assertion(a), { digest: "http://www.w3.org/2000/09/xmldsig#sha1" })),
  "hmac-with-the-certificate": (a) => response(a, sign(assertion(a), { algorithm: "http://www.w3.org/2000/09/xmldsig#hmac-sha1", secret: certificates.get(ours) })),
  "elliptic-claims-rsa": (a) => response(a, sign(assertion(a), { key: elliptic }).replace("xmldsig-more#ecdsa-sha256", "xmldsig-more#rsa-sha256")),
  "inclusive-canonical-form": (a) => response(a, sign(assertion(a), { canonical: "http://www.w3.org/TR/2001/REC-xml-c14n-20010315" })),
  "canonical-form-with-comments": (a) => response(a, sign(assertion(a), { transforms: [ENVELOPED, `${EXCLUSIVE}WithComments`] })),
  "one-transform": (a) => response(a, sign(assertion(a), { transforms: [ENVELOPED] })),
  "xpath-transform": (a) => response(a, sign(assertion(a)).replace(`<Transform Algorithm="${EXCLUSIVE}"/>`, `<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><XPath>false()</XPath></Transform>`)),
  "xslt-transform": (a) => response(a, sign(assertion(a)).replace(`<Transform Algorithm="${EXCLUSIVE}"/>`, `<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"><x/></Transform>`)),
  // Namespaces: the same prefix for something else, inside and outside of what is signed.
  "prefix-redefined": (a) => response(a, sign(assertion(a)).replace("<saml:Subject>", '<saml:Subject xmlns:saml="urn:evil">')),
  "default-namespace-redefined": (a) => response(a, sign(assertion(a)).replace("<saml:Subject>", '<saml:Subject xmlns="urn:evil">').replace("<saml:NameID", '<NameID>admin</NameID><saml:NameID')),
  "namespace-undeclared": (a) => response(a, sign(assertion(a)).replace("<saml:NameID", '<saml:NameID xmlns:saml=""')),
  "prefix-list-of-everything": (a) => response(a, sign(assertion(a)).replace(`<Transform Algorithm="${EXCLUSIVE}"/>`, `<Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="#default saml samlp xs evil"/></Transform>`)),
  "prefix-list-twice": (a) => response(a, sign(assertion(a)).replace(`<Transform Algorithm="${EXCLUSIVE}"/>`, `<Transform Algorithm="${EXCLUSIVE}">${`<InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="xs"/>`.repeat(2)}</Transform>`)),
  "prefix-list-for-the-signature": (a) => response(a, sign(assertion(a)).replace(`<CanonicalizationMethod Algorithm="${EXCLUSIVE}"/>`, `<CanonicalizationMethod Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="saml"/></CanonicalizationMethod>`)),
  "signature-of-another-namespace": (a) => response(a, sign(assertion(a)).replaceAll('xmlns="http://www.w3.org/2000/09/xmldsig#"', 'xmlns="http://www.w3.org/2000/09/xmldsig"')),
  "attribute-twice": (a) => response(a, sign(assertion(a)).replace('ID="_a1"', 'ID="_evil" ID="_a1"')),
  "attribute-twice-by-two-prefixes": (a) => response(a, sign(assertion(a)).replace("<saml:Subject>", '<saml:Subject xmlns:a="urn:x" xmlns:b="urn:x" a:y="1" b:y="2">')),
  // Signed by an honest key for something else.
  "signature-of-another-assertion": (a) => response(a, after(assertion(a, { name: "admin" }), signatureOf(sign(assertion(a))))),
  "signed-request-as-assertion": (a) => response(a, sign(`<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0" IssueInstant="${at(0)}"><saml:Issuer>${IDP}</saml:Issuer><saml:NameID>ada</saml:NameID></samlp:LogoutRequest>`).replaceAll("samlp:LogoutRequest", "saml:Assertion")),
  "signed-metadata-inside": (a) => response(a, sign(assertion(a)), { extensions: `<samlp:Extensions>${sign(`<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ID="_m1"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/></md:EntityDescriptor>`)}</samlp:Extensions>` }),
  "second-signed-info-in-key-info": (a) => {
    const good = sign(assertion(a));
    return response(a, good.replace("<X509Data>", `${good.match(/<SignedInfo>.*<\/SignedInfo>/)[0]}<X509Data>`));
  },
  "digest-twice": (a) => response(a, sign(assertion(a)).replace(/(<DigestValue>.*?<\/DigestValue>)/, "$1$1")),
  "comment-in-digest": (a) => response(a, sign(assertion(a)).replace("<DigestValue>", "<DigestValue><!---->")),
  "elliptic-zero": (a) => response(a, sign(assertion(a), { key: elliptic }).replace(/<SignatureValue>.*?</, `<SignatureValue>${Buffer.alloc(64).toString("base64")}<`)),
  "elliptic-as-der": (a) => response(a, sign(assertion(a), { key: elliptic }).replace(/<SignatureValue>.*?</, `<SignatureValue>${crypto.sign("sha256", Buffer.from("x"), elliptic.privateKey).toString("base64")}<`)),
  "response-inside-response": (a) => response(a, response(a, sign(assertion(a)), { id: "_r2" })),
  // What is signed is something else.
  "another-element-signed": (a) => response(a, sign(assertion(a).replace("<saml:Subject>", '<saml:Subject ID="_s1">'), { target: "//*[local-name(.)='Subject']" })),
  "whole-document-as-reference": (a) => response(a, sign(assertion(a), { reference: { isEmptyUri: true } })),
  "file-as-reference": (a) => response(a, sign(assertion(a)).replace('URI="#_a1"', 'URI="file:///etc/passwd"')),
  "xpointer-as-reference": (a) => response(a, sign(assertion(a)).replace('URI="#_a1"', `URI="#xpointer(id('_a1'))"`)),
  "two-references": (a) => response(a, sign(assertion(a).replace("<saml:Subject>", '<saml:Subject ID="_s1">'), { second: "//*[local-name(.)='Subject']" })),
  "same-id-twice": (a) => response(a, sign(assertion(a)), { id: "_a1" }),
  "same-id-in-other-spelling": (a) => response(a, sign(assertion(a)), { extensions: '<samlp:Extensions><x xmlns="urn:x" xml:id="_a1"/></samlp:Extensions>' }),
  // Wrapping (XSW 1 to 8 as numbered by SAML Raider) and more of its kind.
  xsw1: (a) => {
    const whole = sign(response(a, sign(assertion(a))));
    const signature = signatureOf(whole);
    return after(response(a, assertion(a, { id: "_evil", name: "admin" }), { id: "_revil" }), signature + without(whole, signature));
  },
  xsw2: (a) => {
    const whole = sign(response(a, sign(assertion(a))));
    const signature = signatureOf(whole);
    return after(response(a, assertion(a, { id: "_evil", name: "admin" }), { id: "_revil" }), without(whole, signature) + signature);
  },
  xsw3: (a) => response(a, assertion(a, { id: "_evil", name: "admin" }) + sign(assertion(a))),
  "xsw3-after": (a) => response(a, sign(assertion(a)) + assertion(a, { id: "_evil", name: "admin" })),
  xsw4: (a) => response(a, assertion(a, { id: "_evil", name: "admin" }).replace("</saml:Assertion>", `${sign(assertion(a))}</saml:Assertion>`)),
  xsw5: (a) => {
    const good = sign(assertion(a));
    const signature = signatureOf(good);
    return response(a, after(assertion(a, { id: "_evil", name: "admin" }), signature) + without(good, signature));
  },
  xsw6: (a) => {
    const good = sign(assertion(a));
    const signature = signatureOf(good);
    const wrapped = signature.replace("</Signature>", `${without(good, signature)}</Signature>`);
    return response(a, after(assertion(a, { id: "_evil", name: "admin" }), wrapped));
  },
  xsw7: (a) => response(a, sign(assertion(a)), { extensions: `<samlp:Extensions>${assertion(a, { name: "admin" })}</samlp:Extensions>` }),
  "xsw7-turned": (a) => response(a, assertion(a, { id: "_evil", name: "admin" }), { extensions: `<samlp:Extensions>${sign(assertion(a))}</samlp:Extensions>` }),
  xsw8: (a) => {
    const good = sign(assertion(a));
    const signature = signatureOf(good);
    const wrapped = signature.replace("</Signature>", `<Object>${without(good, signature)}</Object></Signature>`);
    return response(a, after(assertion(a, { name: "admin" }), wrapped));
  },
  "wrapped-in-confirmation": (a) => response(a, assertion(a, { id: "_evil", name: "admin", inside: sign(assertion(a)) })),
  "wrapped-in-advice": (a) => response(a, assertion(a, { id: "_evil", name: "admin", advice: `<saml:Advice>${sign(assertion(a))}</saml:Advice>` })),
  "wrapped-in-attribute": (a) => response(a, assertion(a, { id: "_evil", name: "admin", attributes: `<saml:Attribute Name="x"><saml:AttributeValue>${sign(assertion(a))}</saml:AttributeValue></saml:Attribute>` })),
  "signature-beside": (a) => {
    const good = sign(assertion(a));
    const signature = signatureOf(good);
    return response(a, signature + without(good, signature));
  },
  "two-signatures": (a) => {
    const good = sign(assertion(a));
    return response(a, after(good, signatureOf(sign(assertion(a, { id: "_a2" })))));
  },
  "two-assertions": (a) => response(a, sign(assertion(a)) + sign(assertion(a, { id: "_a2", name: "admin" }))),
  "no-assertion": (a) => response(a, ""),
  "assertion-alone": (a) => sign(assertion(a)),
  "assertion-of-another-namespace": (a) => response(a, sign(assertion(a)).replaceAll("urn:oasis:names:tc:SAML:2.0:assertion", "urn:evil")),
  "encrypted-only": (a) => response(a, `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/></saml:EncryptedAssertion>`),
  "encrypted-beside": (a) => response(a, `${sign(assertion(a))}<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>`),
  "encrypted-name": (a) => response(a, sign(assertion(a, { subject: "<saml:EncryptedID/>" }))),
  // XML.
  "comment-in-name": (a) => response(a, sign(assertion(a, { name: "admin@example.com.evil" })).replace("com.evil", "com<!---->.evil")),
  "comment-signed": (a) => response(a, sign(assertion(a, { name: "admin<!---->.evil" }))),
  "cdata-in-name": (a) => response(a, sign(assertion(a)).replace(">ada<", "><![CDATA[ada]]><")),
  "instruction-in-name": (a) => response(a, sign(assertion(a)).replace(">ada<", ">a<?x y?>da<")),
  "element-in-name": (a) => response(a, sign(assertion(a, { name: "ada<b>min</b>" }))),
  "document-type": (a) => `<!DOCTYPE samlp:Response>${KINDS.good(a)}`,
  "entity-bomb": (a) => `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">${[..."bcdefghij"].map((name, n) => `<!ENTITY ${name} "${`&${"abcdefghij"[n]};`.repeat(10)}">`).join("")}]>${KINDS.good(a).replace(">ada<", ">&j;<")}`,
  "outside-entity": (a) => `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${KINDS.good(a).replace(">ada<", ">&x;<")}`,
  "unknown-entity": (a) => KINDS.good(a).replace(">ada<", ">&x;<"),
  "too-deep": (a) => response(a, sign(assertion(a)), { extensions: `<samlp:Extensions>${"<x>".repeat(5000)}${"</x>".repeat(5000)}</samlp:Extensions>` }),
  "not-well-formed": (a) => KINDS.good(a).replace("</samlp:Response>", ""),
  "rubbish": () => "ada",
  "utf-16": (a) => Buffer.from(`\ufeff${KINDS.good(a)}`, "utf16le"),
  // Meant for somebody else.
  "other-audience": (a) => response(a, sign(assertion(a, { audience: `<saml:AudienceRestriction><saml:Audience>https://other.example</saml:Audience></saml:AudienceRestriction>` }))),
  "second-audience": (a) => response(a, sign(assertion(a, { audience: `<saml:AudienceRestriction><saml:Audience>${a.sp}</saml:Audience><saml:Audience>https://other.example</saml:Audience></saml:AudienceRestriction>` }))),
  "audience-with-slash": (a) => response(a, sign(assertion(a, { audience: `<saml:AudienceRestriction><saml:Audience>${a.sp}/</saml:Audience></saml:AudienceRestriction>` }))),
  "no-audience": (a) => response(a, sign(assertion(a, { audience: "" }))),
  "other-recipient": (a) => response(a, sign(assertion(a, { recipient: "https://other.example/acs" }))),
  "no-recipient": (a) => response(a, sign(assertion(a, { recipient: undefined }))),
  "other-destination": (a) => response(a, sign(assertion(a)), { destination: "https://other.example/acs" }),
  "no-destination": (a) => response(a, sign(assertion(a)), { destination: undefined }),
  "other-issuer": (a) => response(a, sign(assertion(a, { issuer: "https://other.example" }))),
  "issuer-with-space": (a) => response(a, sign(assertion(a, { issuer: `${IDP} ` }))),
  "other-response-issuer": (a) => response(a, sign(assertion(a)), { issuer: `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://other.example</saml:Issuer>` }),
  "holder-of-key": (a) => response(a, sign(assertion(a, { method: "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key" }))),
  unsolicited: (a) => response(a, sign(assertion(a, { inResponseTo: undefined })), { inResponseTo: undefined }),
  "unsolicited-envelope": (a) => response(a, sign(assertion(a)), { inResponseTo: undefined }),
  "envelope-answers-another": (a) => response(a, sign(assertion(a, { inResponseTo: "_other" }))),
  // The right assertion, rightly signed, in the envelope of somebody else's answer.
  "envelope-of-another-request": (a) => response(a, sign(assertion(a)), { inResponseTo: "_other" }),
  "signed-envelope-of-another-request": (a) => sign(response(a, sign(assertion(a)), { inResponseTo: "_other" })),
  "envelope-of-no-request": (a) => response(a, sign(assertion(a)), { inResponseTo: "" }),
  "envelope-of-a-request-by-prefix": (a) => response(a, sign(assertion(a))).replace(/ InResponseTo="([^"]*)">/, ' xmlns:x="urn:x" x:InResponseTo="$1">'),
  "envelope-for-another-account": (a) => response(a, sign(assertion(a)), { destination: a.acs.replace(/.\/acs$/, "f/acs") }),
  "signed-envelope-for-another-account": (a) => sign(response(a, sign(assertion(a)), { destination: a.acs.replace(/.\/acs$/, "f/acs") })),
  "second-status": (a) => response(a, sign(assertion(a)), { extensions: '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/></samlp:Status>' }),
  "second-status-code": (a) => response(a, sign(assertion(a)), { status: ["Success", "Responder"].map((code) => `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${code}"/>`).join("") }),
  "moved-into-the-signed-envelope-of-another-request": (a) => {
    const other = { ...a, id: "_other" };
    return sign(response(other, sign(assertion(other)))).replace(/<saml:Assertion[\s\S]*<\/saml:Assertion>/, () => sign(assertion(a)));
  },
  "signature-of-the-envelope-of-another-request": (a) => {
    const other = { ...a, id: "_other" };
    return after(response(a, sign(assertion(a))), signatureOf(sign(response(other, sign(assertion(other))))));
  },
  // Time.
  expired: (a) => response(a, sign(assertion(a, { until: at(-1) }))),
  "confirmation-expired": (a) => response(a, sign(assertion(a, { confirmedUntil: at(-1) }))),
  "no-expiry": (a) => response(a, sign(assertion(a, { until: undefined }))),
  "confirmation-without-expiry": (a) => response(a, sign(assertion(a, { confirmedUntil: undefined }))),
  "confirmation-with-beginning": (a) => response(a, sign(assertion(a, { confirmation: ` NotBefore="${at(-30)}"` }))),
  "not-yet-valid": (a) => response(a, sign(assertion(a, { from: at(120) }))),
  "from-the-future": (a) => response(a, sign(assertion(a, { issued: at(120) }))),
  "kept-for-long": (a) => response(a, sign(assertion(a, { issued: at(-660) }))),
  "no-time-zone": (a) => response(a, sign(assertion(a, { until: at(300).replace("Z", "") }))),
  "session-over": (a) => response(a, sign(assertion(a, { statement: `<saml:AuthnStatement AuthnInstant="${at(-60)}" SessionNotOnOrAfter="${at(-1)}"/>` }))),
  // What else is missing or strange.
  "no-conditions": (a) => response(a, sign(assertion(a, { conditions: "" }))),
  "unknown-condition": (a) => response(a, sign(assertion(a, { condition: `<x:Condition xmlns:x="urn:x"/>` }))),
  "no-authentication": (a) => response(a, sign(assertion(a, { statement: "" }))),
  "no-name": (a) => response(a, sign(assertion(a, { subject: "" }))),
  "empty-name": (a) => response(a, sign(assertion(a, { name: "" }))),
  "name-with-space": (a) => response(a, sign(assertion(a, { name: "ada " }))),
  "long-name": (a) => response(a, sign(assertion(a, { name: "a".repeat(256) }))),
  "name-of-another-provider": (a) => response(a, sign(assertion(a, { nameMore: ' NameQualifier="https://other.example"' }))),
  "mail-as-name": (a) => response(a, sign(assertion(a, { name: "ada@example.com", format: EMAIL }))),
  "passing-name": (a) => response(a, sign(assertion(a, { format: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" }))),
  "unspecified-name": (a) => response(a, sign(assertion(a, { format: undefined }))),
  "two-mails": (a) => response(a, sign(assertion(a, { attributes: ["ada", "admin"].map((name) => `<saml:Attribute Name="mail"><saml:AttributeValue>${name}@example.com</saml:AttributeValue></saml:Attribute>`).join("") }))),
  "saml-1": (a) => response(a, sign(assertion(a, { version: "1.1" })), { version: "1.1" }),
  "no-status": (a) => response(a, sign(assertion(a)), { status: "" }),
  declined: (a) => response(a, "", { status: `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"/></samlp:StatusCode>` }),
  "declined-with-assertion": (a) => response(a, sign(assertion(a)), { status: `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Requester"/>` }),
  "declined-of-another-request": (a) => response(a, sign(assertion(a)), { inResponseTo: "_other", status: `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Requester"/>` }),
};

const metadata = () => `<!-- by hand -->
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${IDP}"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${[ours, elliptic].map((pair) => `<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificates.get(pair)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`).join("")}<md:KeyDescriptor use="encryption"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificates.get(theirs)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso?a=b&amp;c=d"/></md:IDPSSODescriptor></md:EntityDescriptor>`;

const server = http.createServer((request, answer) => {
  const url = new URL(request.url, "http://localhost");
  const asked = Object.fromEntries(url.searchParams);
  if (url.pathname === "/metadata") return answer.end(metadata());
  if (url.pathname === "/kinds") return answer.end(JSON.stringify(Object.keys(KINDS)));
  if (url.pathname === "/inflate") return answer.end(zlib.inflateRawSync(Buffer.from(asked.request, "base64")));
  answer.end(Buffer.from(KINDS[asked.variant](asked)).toString("base64"));
});
server.listen(0, "127.0.0.1", () => console.log(`ready http://127.0.0.1:${server.address().port}`));
process.stdin.on("end", () => process.exit(0)).resume();
