"""A security key in software: it answers what a key of plastic and its browser would answer."""

import json
import re
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpResponse
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HOST = "testserver"
OPTIONS = re.compile(r'<script id="js_data" type="application/json">(.*?)</script>')


class SoftwareKey:
    """One credential for one account; counts its uses."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.uses = 0

    def register(self, page: HttpResponse) -> str:
        """The answer to the page that adds a key."""
        public = ES256.from_cryptography_key(self.private.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        told = client_data("webauthn.create", page, "creation_options")
        attested = AttestationObject.create("none", self.seen(made), {})
        return self.answer(clientDataJSON=told, attestationObject=attested)

    def sign(self, page: HttpResponse) -> str:
        """The answer to a page that asks for the key."""
        told = client_data("webauthn.get", page, "request_options")
        seen = self.seen()
        signature = self.private.sign(seen + sha256(told), ec.ECDSA(hashes.SHA256()))
        return self.answer(clientDataJSON=told, authenticatorData=seen, signature=signature)

    def seen(self, made: AttestedCredentialData | None = None) -> AuthenticatorData:
        self.uses += 1
        flags = AuthenticatorData.FLAG.UP | (AuthenticatorData.FLAG.AT if made else 0)
        return AuthenticatorData.create(sha256(HOST.encode()), flags, self.uses, made or b"")

    def answer(self, **parts: bytes) -> str:
        name = websafe_encode(self.id)
        response = {part: websafe_encode(value) for part, value in parts.items()}
        whole = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps(whole | {"clientExtensionResults": {}})


def client_data(kind: str, page: HttpResponse, options: str) -> CollectedClientData:
    asked = json.loads(OPTIONS.search(page.content.decode()).group(1))[options]["publicKey"]
    return CollectedClientData.create(kind, asked["challenge"], f"https://{HOST}")
