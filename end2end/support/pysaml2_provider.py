"""An identity provider made of pysaml2 and xmlsec1. Prints `ready ORIGIN` and ends with its standard input. `/metadata` describes it;
`/answer?sp=METADATA&request=SAMLREQUEST` reads our metadata and the request of an HTTP-Redirect and answers with the form field
SAMLResponse for Ada; with `&sign=response` it signs the response alone, with `&sign=both` both."""
import os
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

folder = tempfile.mkdtemp()
key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pysaml2")])
now = datetime.now(timezone.utc)
certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
               .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256()))
KEY, CERTIFICATE = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
with open(KEY, "wb") as file:
    file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
with open(CERTIFICATE, "wb") as file:
    file.write(certificate.public_bytes(serialization.Encoding.PEM))


def provider(origin, service=None):
    metadata = {"inline": [service]} if service else {}
    return Server(config=IdPConfig().load({
        "entityid": f"{origin}/metadata", "xmlsec_binary": "/usr/bin/xmlsec1", "key_file": KEY, "cert_file": CERTIFICATE, "metadata": metadata,
        "service": {"idp": {
            "endpoints": {"single_sign_on_service": [(f"{origin}/sso", BINDING_HTTP_REDIRECT)]},
            "policy": {"default": {"lifetime": {"minutes": 5}, "attribute_restrictions": None, "name_form": "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"}},
        }},
    }))


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        origin = f"http://127.0.0.1:{self.server.server_port}"
        url = urlparse(self.path)
        said = {field: values[0] for field, values in parse_qs(url.query).items()}
        if url.path == "/metadata":
            body = str(entity_descriptor(provider(origin).config))
        else:
            idp = provider(origin, said["sp"])
            request = idp.parse_authn_request(said["request"], BINDING_HTTP_REDIRECT)
            asked = idp.response_args(request.message, [BINDING_HTTP_POST])
            asked.pop("name_id_policy", None)
            sign = said.get("sign", "assertion")
            body = str(idp.create_authn_response(
                {"mail": "ada@example.com", "givenName": "Ada"}, userid="ada",
                name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="ada-17", sp_name_qualifier=asked["sp_entity_id"]),
                authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "authn_auth": origin},
                sign_assertion=sign != "response", sign_response=sign != "assertion", sign_alg=SIG_RSA_SHA256, digest_alg=DIGEST_SHA256, **asked))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"ready http://127.0.0.1:{server.server_port}", flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
